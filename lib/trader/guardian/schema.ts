import { z } from "zod";

/** How the guardian watches over positions. Times are of the logical clock. */
export const protectionConfig = z.strictObject({
  /** Between two looks at the account; one bar in stepped delivery, where nothing happens unseen. */
  every_ms: z.number().int().min(100).max(60_000).default(1000),
  /** Between two looks while a position is naked; doubled after each refusal, up to every_ms. */
  naked_every_ms: z.number().int().min(50).max(10_000).default(250),
  /** What execution gets to protect a position itself. */
  guard_after_ms: z.number().int().min(0).default(2000),
  /** Invariant I1: no position is naked for longer. */
  max_naked_ms: z.number().int().min(1000).default(5000),
  /** The close is sent so much before max_naked_ms, so that it is there in time. */
  close_lead_ms: z.number().int().min(0).default(500),
  /** Distance of a stop for a position whose wanted stop nobody knows, from the mark. */
  emergency_stop_pct: z.number().positive().max(50).default(2),
  /** A call unanswered for so long is unknown: the venue is asked for it. The venue refuses what comes later (recvWindow). */
  call_deadline_ms: z.number().int().min(100).max(60_000).default(2000),
}).superRefine((config, ctx) => {
  const fault = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  const closeMs = config.max_naked_ms - config.close_lead_ms;
  if (config.guard_after_ms + config.naked_every_ms >= closeMs) {
    fault("guard_after_ms", `leaves no time for a stop before the position is closed at ${closeMs} ms`);
  }
  if (config.naked_every_ms > config.every_ms) fault("naked_every_ms", "must not be above every_ms");
});
export type ProtectionConfig = z.infer<typeof protectionConfig>;

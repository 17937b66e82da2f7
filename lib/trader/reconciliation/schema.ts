import { z } from "zod";

/** How book and venue are compared, and what is done about a difference. */
export const reconcileConfig = z.strictObject({
  /** Between two passes; one bar in stepped delivery. */
  every_ms: z.number().int().min(500).max(3_600_000).default(10_000),
  /** How long a difference must last before it is a finding: until then messages may be on their way. */
  confirm_ms: z.number().int().min(100).max(60_000).default(2000),
  /** Passes without a difference before a latch is taken back. */
  clean_passes: z.number().int().min(1).max(10).default(2),
  /** Passes in a row that somebody did not answer before entries are latched off. */
  failed_passes: z.number().int().min(1).max(100).default(3),
  /** How far the venue's clock may be behind ours. */
  clock_skew_ms: z.number().int().min(0).max(5000).default(500),
  /** Difference of wallet and ledger that is let pass, in units of the settle currency. */
  balance_tolerance: z.string().regex(/^\d+(\.\d{1,8})?$/, 'an amount such as "0.01"').default("0"),
  /** A position nobody of us opened. */
  unknown_position: z.enum(["adopt", "close"]).default("adopt"),
  /** A position whose stop is gone. */
  missing_protection: z.enum(["place", "close"]).default("place"),
  /** latch: entries of the symbol stop; pause: those of the whole portfolio. Both until clean_passes. */
  on_mismatch: z.enum(["latch", "pause"]).default("latch"),
  /** With pause: an operator must resume besides. */
  operator_resume: z.boolean().default(false),
});
export type ReconcileConfig = z.infer<typeof reconcileConfig>;

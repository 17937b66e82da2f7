import { z } from "zod";
import type { FeedOptions } from "./port.ts";

/** Where live candles come from, and within which bounds. */
export const candleFeedConfig = z.strictObject({
  venue: z.enum(["binance", "kucoin"]).default("binance"),
  /** rest: polling alone, where sockets are not allowed out. */
  transport: z.enum(["socket", "rest"]).default("socket"),
  /** A socket that brought no data for so long is dropped; mark prices come each second. */
  stale_after_ms: z.number().int().min(3_000).max(600_000).default(15_000),
  /** A candle nobody told is asked for by REST so long after its end. */
  grace_ms: z.number().int().min(500).max(60_000).default(3_000),
  /** And so long after the venue has begun the next one. */
  settle_ms: z.number().int().min(0).max(60_000).default(1_000),
  /** Bound on one call and on one dial. */
  call_ms: z.number().int().min(500).max(60_000).default(10_000),
  retry_first_ms: z.number().int().min(100).max(60_000).default(1_000),
  retry_max_ms: z.number().int().min(100).max(600_000).default(30_000),
  retry_jitter_pct: z.number().min(0).max(100).default(20),
  /** Failed dials in a row after which REST counts as the transport; the socket is still tried. */
  fallback_after: z.number().int().min(1).max(1_000).default(5),
  fail_after_ms: z.number().int().min(1_000).max(3_600_000).default(120_000),
  /** How often a hole in the venue's history is asked for before it is given up. */
  hole_tries: z.number().int().min(1).max(20).default(3),
  /** Share of the venue's limit per address (Binance 2400 a minute, KuCoin 4000) that candles may use. */
  weight_per_minute: z.number().int().min(20).max(2_400).default(600),
  clock_every_ms: z.number().int().min(10_000).max(3_600_000).default(600_000),
  /** Age at which a socket is renewed; venues cut them after 24 h. */
  renew_after_ms: z.number().int().min(60_000).max(86_000_000).default(82_800_000),
  /** Another origin for everything, e.g. a simulator's "http://127.0.0.1:8080"; null is the venue itself. */
  origin: z.url({ protocol: /^https?$/ }).nullable().default(null),
}).superRefine((it, ctx) => {
  if (it.retry_first_ms > it.retry_max_ms) {
    const message = `must not exceed retry_max_ms (${it.retry_max_ms})`;
    ctx.addIssue({ code: "custom", path: ["retry_first_ms"], message });
  }
});
export type CandleFeedConfig = z.infer<typeof candleFeedConfig>;

/** What is followed comes from the system's configuration, the rest from here. */
export function feedOptions(
  it: CandleFeedConfig,
  { symbols, timeframe, historyBars }: Pick<FeedOptions, "symbols" | "timeframe" | "historyBars">,
): FeedOptions {
  return {
    ...{ venue: it.venue, symbols, timeframe, historyBars, transport: it.transport },
    ...{ staleAfterMs: it.stale_after_ms, graceMs: it.grace_ms, settleMs: it.settle_ms, callMs: it.call_ms },
    retryFirstMs: it.retry_first_ms,
    retryMaxMs: it.retry_max_ms,
    retryJitterPct: it.retry_jitter_pct,
    ...{ fallbackAfter: it.fallback_after, failAfterMs: it.fail_after_ms, holeTries: it.hole_tries },
    ...{ weightPerMinute: it.weight_per_minute, clockEveryMs: it.clock_every_ms },
    ...{ renewAfterMs: it.renew_after_ms, origin: it.origin?.replace(/\/+$/, "") ?? null },
  };
}

import { err, ok, type Result } from "../core/mod.ts";

const MINUTE_MS = 60_000;

/** A UTC day in ms. */
export const DAY_MS = 86_400_000;

const SPANS_MS = {
  "1m": MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": 60 * MINUTE_MS,
  "2h": 120 * MINUTE_MS,
  "4h": 240 * MINUTE_MS,
  "1d": DAY_MS,
} as const;

/** The timeframes systems may name. Files and aggregates may have any divisor of a day (8h, for instance). */
export type Timeframe = keyof typeof SPANS_MS;

/** All timeframes, shortest first. */
export const TIMEFRAMES = Object.keys(SPANS_MS) as readonly Timeframe[];

/** Length of a timeframe in ms. */
export function timeframeMs(timeframe: Timeframe): number {
  return SPANS_MS[timeframe];
}

/** The timeframe of exactly this length, if there is one. */
export function timeframeOfMs(ms: number): Timeframe | undefined {
  return TIMEFRAMES.find((timeframe) => SPANS_MS[timeframe] === ms);
}

/** Reads a timeframe's name; refuses any other text with the list of names. */
export function parseTimeframe(text: string): Result<Timeframe, string> {
  const found = TIMEFRAMES.find((timeframe) => timeframe === text);
  if (found !== undefined) return ok(found);
  return err(`Cannot read a timeframe: current value is "${text}", use one of ${TIMEFRAMES.join(" ")}`);
}

/** Whether bars of this length tile a UTC day: whole ms, longer than zero, and a divisor of 24 h. */
export function dividesDay(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms > 0 && DAY_MS % ms === 0;
}

/** A length of time in the largest unit that gives a whole number: 90 s, 15m, 8h, 3d. */
export function formatSpan(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  if (ms % (60 * MINUTE_MS) === 0) return `${ms / (60 * MINUTE_MS)}h`;
  if (ms % MINUTE_MS === 0) return `${ms / MINUTE_MS}m`;
  return `${ms / 1000} s`;
}

/** The commonest step of a series and how often it occurs. */
export interface CommonStep {
  readonly stepMs: number;
  readonly count: number;
}

/**
 * The commonest positive step between neighbouring times (the shorter of two equally common ones); undefined where no
 * time follows an earlier one. Holes, duplicates and stray rows do not sway it as long as most bars are in place.
 */
export function commonStep(openMs: Float64Array): CommonStep | undefined {
  const counts = new Map<number, number>();
  for (let i = 1; i < openMs.length; i++) {
    const stepMs = openMs[i] - openMs[i - 1];
    if (stepMs > 0) counts.set(stepMs, (counts.get(stepMs) ?? 0) + 1);
  }
  let best: CommonStep | undefined;
  for (const [stepMs, count] of counts) {
    const better = best === undefined || count > best.count || (count === best.count && stepMs < best.stepMs);
    if (better) best = { stepMs, count };
  }
  return best;
}

/** The timeframe of a series in ms, told from its commonest step; undefined below two rows. May be no divisor of a day. */
export function detectTimeframeMs(openMs: Float64Array): number | undefined {
  return commonStep(openMs)?.stepMs;
}

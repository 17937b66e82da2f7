import type { Money } from "../domain/mod.ts";

/** Calendar periods, UTC, over which losses are limited. */
export const PERIODS = ["day", "week", "month"] as const;
export type PeriodName = (typeof PERIODS)[number];

/** One running period. Changed in place. */
export interface LossPeriod {
  startMs: number;
  endMs: number;
  /** Equity at the period's first look that found any, open profit and costs included. */
  firstEquity: Money;
  /** 1 from the moment the limit was reached to the period's end. */
  stopped: number;
  /** Last loss in percent of firstEquity, positive is a loss. */
  lossPct: number;
}

/** The running day, ISO week (from Monday) and calendar month, in the order of PERIODS. */
export type LossPeriods = LossPeriod[];

/** What a look at the periods changed. */
export interface PeriodChange {
  readonly period: PeriodName;
  readonly on: boolean;
  readonly lossPct: number;
}

const DAY_MS = 86_400_000;

/** First ms of the period that holds a time. */
export function periodStart(period: PeriodName, atMs: number): number {
  const day = Math.floor(atMs / DAY_MS);
  if (period === "day") return day * DAY_MS;
  if (period === "week") return (Math.floor((day + 3) / 7) * 7 - 3) * DAY_MS; // 1970-01-01 was a Thursday
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** First ms after the period that starts at a time. */
export function periodEnd(period: PeriodName, startMs: number): number {
  if (period === "day") return startMs + DAY_MS;
  if (period === "week") return startMs + 7 * DAY_MS;
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Companion of LossPeriods. */
export const LossPeriods = {
  create: (): LossPeriods =>
    PERIODS.map(() => ({ startMs: 0, endMs: 0, firstEquity: 0n, stopped: 0, lossPct: 0 })),

  /**
   * Looks at the equity now: starts periods that have begun and latches those whose loss has reached its limit (percent,
   * positive; Infinity is off). An account without equity has nothing to lose: its period begins with its first equity.
   * Returns what changed, usually nothing.
   */
  observe(
    state: LossPeriods,
    atMs: number,
    equity: Money,
    limitsPct: readonly number[],
  ): readonly PeriodChange[] {
    let changes: PeriodChange[] | null = null;
    for (let i = 0; i < PERIODS.length; i++) {
      const period = state[i]!, name = PERIODS[i]!;
      if (atMs >= period.endMs) {
        if (period.stopped === 1) (changes ??= []).push({ period: name, on: false, lossPct: period.lossPct });
        period.startMs = periodStart(name, atMs);
        period.endMs = periodEnd(name, period.startMs);
        period.firstEquity = equity;
        period.stopped = 0;
        period.lossPct = 0;
        continue;
      }
      if (period.firstEquity <= 0n) period.firstEquity = equity;
      if (equity === period.firstEquity && period.stopped === 0) {
        period.lossPct = 0;
        continue;
      }
      period.lossPct = lossPct(period.firstEquity, equity);
      if (period.stopped === 0 && period.lossPct >= limitsPct[i]!) {
        period.stopped = 1;
        (changes ??= []).push({ period: name, on: true, lossPct: period.lossPct });
      }
    }
    return changes ?? NO_CHANGE;
  },
} as const;

/** An equity that nothing follows from, in 1e-8 as doubles: strictly between two bounds, up to a time. */
export interface CalmBand {
  readonly above: number;
  readonly below: number;
  readonly untilMs: number;
}

/** No equity is calm. */
export const NO_CALM: CalmBand = { above: Infinity, below: -Infinity, untilMs: 0 };

/** What rough arithmetic may be off by, in 1e-8 and as a share: far more than doubles are, far less than matters. */
const SLACK = 16, SLACK_SHARE = 1e-9;

/**
 * Where equity may be without any period starting, stopping or ending its stop, and without a new peak; none while a period
 * is stopped. `peak` is the highest equity so far.
 */
export function calmBand(state: LossPeriods, limitsPct: readonly number[], peak: Money): CalmBand {
  const peakUnits = Number(peak);
  let above = 0, untilMs = Infinity;
  for (let i = 0; i < state.length; i++) {
    const { firstEquity, stopped, endMs } = state[i]!;
    if (stopped === 1 || firstEquity <= 0n) return NO_CALM;
    above = Math.max(above, Number(firstEquity) * (1 - limitsPct[i]! / 100));
    untilMs = Math.min(untilMs, endMs);
  }
  const slack = SLACK + peakUnits * SLACK_SHARE;
  return { above: above + slack, below: peakUnits - slack, untilMs };
}

const NO_CHANGE: readonly PeriodChange[] = [];

/** Rounded once, in the division, so that a loss of exactly the limit compares equal to it. */
function lossPct(first: Money, now: Money): number {
  return (100 * Number(first - now)) / Number(first);
}

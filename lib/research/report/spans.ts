export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A stretch of time, its end not in it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Start, every UTC midnight in between, and end. A part of a day at either end counts as a day. */
export function dayMarks({ fromMs, toMs }: Span): number[] {
  const marks = [fromMs];
  for (let ms = (Math.floor(fromMs / DAY_MS) + 1) * DAY_MS; ms < toMs; ms += DAY_MS) marks.push(ms);
  return [...marks, toMs];
}

/** Start, every first of a month (UTC) in between, and end. */
export function monthMarks({ fromMs, toMs }: Span): number[] {
  const first = new Date(fromMs);
  const marks = [fromMs];
  for (let month = 1;; month++) {
    const ms = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month);
    if (ms >= toMs) return [...marks, toMs];
    marks.push(ms);
  }
}

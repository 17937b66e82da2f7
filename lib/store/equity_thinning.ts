import type { EquityDay } from "./equity_days.ts";
import type { EquityPoint } from "./port.ts";

/** Of each span stay the lowest, the highest and the last. */
const POINTS_PER_SPAN = 3;

/** Throws RangeError unless so few points can be kept. */
export function checkMaxPoints(maxPoints: number): void {
  if (Number.isInteger(maxPoints) && maxPoints >= POINTS_PER_SPAN) return;
  throw new RangeError(
    `Cannot thin the equity curve as maxPoints must be ${POINTS_PER_SPAN} or more: current value is ${maxPoints}`,
  );
}

/** At most so many of the points, in order: of equal spans of time the lowest, the highest and the last. */
export function thinPoints(points: readonly EquityPoint[], maxPoints: number): EquityPoint[] {
  if (points.length <= maxPoints) return [...points];
  const kept = new Set<EquityPoint>();
  for (const span of spansOf(points, ({ atMs }) => atMs, maxPoints)) {
    kept.add(span.reduce((low, it) => it.equity < low.equity ? it : low));
    kept.add(span.reduce((high, it) => it.equity > high.equity ? it : high));
    kept.add(span.at(-1)!);
  }
  return points.filter((point) => kept.has(point));
}

/** The same of days; gives ids of snapshots, ascending. */
export function thinDays(days: readonly EquityDay[], maxPoints: number): number[] {
  const kept = new Set<number>();
  for (const span of spansOf(days, ({ day }) => day, maxPoints)) {
    kept.add(span.reduce((low, it) => it.low < low.low ? it : low).lowId);
    kept.add(span.reduce((high, it) => it.high > high.high ? it : high).highId);
    kept.add(span.at(-1)!.lastId);
  }
  return [...kept].sort((a, b) => a - b);
}

/** The items in equal spans of what `at` gives, which ascends; spans without items are left out. */
function spansOf<T>(items: readonly T[], at: (item: T) => number, maxPoints: number): T[][] {
  const count = Math.floor(maxPoints / POINTS_PER_SPAN);
  const first = at(items[0]);
  const width = at(items.at(-1)!) - first + 1;
  const spans = new Map<number, T[]>();
  for (const item of items) {
    const index = Math.floor((at(item) - first) / width * count);
    const span = spans.get(index);
    if (span === undefined) spans.set(index, [item]);
    else span.push(item);
  }
  return [...spans.values()];
}

/** Rank figures of a sample. */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** By nearest rank. Throws Error for an empty sample: what was to be measured did not run. */
export function quantiles(sample: Iterable<number>, what: string): Quantiles {
  const sorted = Float64Array.from(sample).sort();
  if (sorted.length === 0) throw new Error(`Cannot give figures of ${what} as nothing of it ran`);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { p50: rank(0.5), p99: rank(0.99), count: sorted.length };
}

/** Slope of the straight line through the points with the least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const xMean = mean(points.map(([x]) => x)), yMean = mean(points.map(([, y]) => y));
  const up = points.reduce((sum, [x, y]) => sum + (x - xMean) * (y - yMean), 0);
  return up / points.reduce((sum, [x]) => sum + (x - xMean) ** 2, 0);
}

/** Round trips of one rally. */
export interface RoundTrips {
  /** us */
  readonly time: Quantiles;
  /** A round trip is two messages. */
  readonly messagesPerSecond: number;
}

/** Share of a rally that only warms up: code is compiled, ports are opened, windows grow. */
const WARM_UP = 0.2;

/**
 * Figures of a rally by when each of its answers came. With `inFlight` under way, answer i is to the ping that was sent
 * at answer i - inFlight. Throws Error unless all `count` answers are there.
 */
export function roundTrips(
  atMs: ArrayLike<number>,
  { inFlight, count, what }: { readonly inFlight: number; readonly count: number; readonly what: string },
): RoundTrips {
  if (atMs.length !== count) {
    throw new Error(`Cannot give figures of ${what} as ${count} round trips must run: ${atMs.length} did`);
  }
  const first = Math.max(inFlight, Math.floor(WARM_UP * count));
  const us: number[] = [];
  for (let i = first; i < count; i++) us.push(1_000 * (atMs[i] - atMs[i - inFlight]));
  const seconds = (atMs[count - 1] - atMs[first - 1]) / 1_000;
  return { time: quantiles(us, what), messagesPerSecond: 2 * (count - first) / seconds };
}

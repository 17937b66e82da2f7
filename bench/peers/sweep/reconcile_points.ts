/** Trades of every point of one contender, against those of the plain loop. */
export interface CountStatistics {
  readonly points: number;
  /** Points with as many trades as the plain loop. */
  readonly equal: number;
  readonly trades: number;
  readonly loopTrades: number;
  /** The largest difference of one point, in trades; and the mean of all, each without its sign. */
  readonly most: number;
  readonly mean: number;
}

/** A point that is not what the twin says, with both values. */
export interface Unexplained {
  readonly index: number;
  readonly trades: number;
  readonly twinTrades: number;
  readonly value: number;
  readonly twinValue: number;
}

/** What a contender or the twin says of each point: its trades, and one sum over them (money, or R). */
export interface PointFigures {
  readonly trades: readonly number[];
  readonly value: readonly number[];
}

/** Compares counts alone, over the points that both have. */
export function countStatistics(trades: readonly number[], loop: readonly number[]): CountStatistics {
  const points = Math.min(trades.length, loop.length);
  let equal = 0, ours = 0, theirs = 0, most = 0, sum = 0;
  for (let i = 0; i < points; i++) {
    const difference = Math.abs(trades[i] - loop[i]);
    if (difference === 0) equal += 1;
    ours += trades[i];
    theirs += loop[i];
    most = Math.max(most, difference);
    sum += difference;
  }
  return { points, equal, trades: ours, loopTrades: theirs, most, mean: points === 0 ? 0 : sum / points };
}

/**
 * Points whose trades, or whose sum over them, are not the twin's. Sums may differ by `tolerance` for each trade: they are
 * added up in other orders, and money is whole 1e-8 here and a double there.
 */
export function unexplained(figures: PointFigures, twin: PointFigures, tolerance: number): Unexplained[] {
  const found: Unexplained[] = [];
  for (let index = 0; index < Math.min(figures.trades.length, twin.trades.length); index++) {
    const trades = figures.trades[index], twinTrades = twin.trades[index];
    const value = figures.value[index], twinValue = twin.value[index];
    const isNear = Math.abs(value - twinValue) <= tolerance * Math.max(1, twinTrades);
    if (trades !== twinTrades || !isNear) found.push({ index, trades, twinTrades, value, twinValue });
  }
  return found;
}

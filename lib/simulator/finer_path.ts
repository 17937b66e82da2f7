import { checkCandles, dividesDay, formatFaults, formatSpan } from "../market/mod.ts";
import type { Phase } from "../trader/mod.ts";
import type { FinerCandles, FinerPath, TapeInput, TapeSource } from "./tape_parts.ts";
import { utcText } from "./utc_text.ts";

/**
 * The finer candles of a symbol on the grid of its tape; null with what is wrong with them appended to `faults`. Holes are no
 * fault. Candles that do not make the bar they are in are: they are of another market.
 */
export function finerOnTape(source: TapeSource, input: TapeInput, faults: string[]): FinerPath | null {
  const { instrument: { symbol }, finer } = source;
  const { timeframeMs, fromMs, toMs } = input;
  const { candles, stepMs } = finer!;
  if (!dividesDay(stepMs) || timeframeMs % stepMs !== 0) {
    const spans = [formatSpan(stepMs), formatSpan(timeframeMs)];
    faults.push(
      `${symbol}: intrabar candles of ${spans[0]} do not divide bars of ${spans[1]}. Use shorter ones`,
    );
    return null;
  }
  const own = checkCandles(candles, { timeframeMs: stepMs, file: `${symbol}, intrabar` });
  const grave = own.filter(({ kind }) => kind !== "gap");
  if (grave.length > 0) {
    for (const fault of grave) faults.push(formatFaults([fault]));
    return null;
  }
  const perBar = timeframeMs / stepMs;
  const firstRow = rowsOfBars(finer!, { perBar, fromMs, bars: (toMs - fromMs) / timeframeMs });
  const path = { candles, stepMs, perBar, firstRow };
  const strangers = barsOfAnother(source, path, input);
  if (strangers.length === 0) return path;
  faults.push(
    `${symbol}, at ${
      utcText(fromMs + strangers[0] * timeframeMs)
    }: the intrabar candles do not make the bar` +
      (strangers.length > 1 ? `, nor do they in ${strangers.length - 1} others` : "") +
      ". Use candles of the same market",
  );
  return null;
}

interface Grid {
  readonly perBar: number;
  readonly fromMs: number;
  readonly bars: number;
}

function rowsOfBars({ candles, stepMs }: FinerCandles, { perBar, fromMs, bars }: Grid): Int32Array {
  const firstRow = new Int32Array(bars).fill(-1);
  const { openMs, length } = candles;
  for (let row = 0; row + perBar <= length; row++) {
    const bar = (openMs[row] - fromMs) / (perBar * stepMs);
    if (!Number.isInteger(bar) || bar < 0 || bar >= bars) continue;
    const isWhole = openMs[row + perBar - 1] - openMs[row] === (perBar - 1) * stepMs;
    if (isWhole) firstRow[bar] = row;
  }
  return firstRow;
}

/** Bars with a way that does not make them; a bar that the symbol does not have gets no way either. */
function barsOfAnother({ candles: bars }: TapeSource, path: FinerPath, input: TapeInput): number[] {
  const { candles, perBar, firstRow } = path;
  const rowOfBar0 = (input.fromMs - bars.openMs[0]) / input.timeframeMs;
  const strangers: number[] = [];
  for (let bar = 0; bar < firstRow.length; bar++) {
    const row = bar + rowOfBar0;
    if (row < 0 || row >= bars.length) firstRow[bar] = -1;
    const from = firstRow[bar];
    if (from < 0) continue;
    let high = 0, low = Infinity;
    for (let i = from; i < from + perBar; i++) {
      high = Math.max(high, candles.high[i]);
      low = Math.min(low, candles.low[i]);
    }
    const isOwn = candles.open[from] === bars.open[row] && high === bars.high[row] && low === bars.low[row] &&
      candles.close[from + perBar - 1] === bars.close[row];
    if (!isOwn) strangers.push(bar);
  }
  return strangers;
}

/**
 * Points of a bar's way that lie before the end of an instant's segment. Each candle has four: open, extremes, close, a third
 * of it apart, numbered through the bar. A segment has the points after the instant before, up to its own; of two points at one
 * time the close is before it and the next open after it. The segment of the open is that open.
 */
export function pointsUpTo(perBar: number, phase: Phase): number {
  if (phase === 0) return 1;
  const thirds = perBar * phase, rest = thirds % 3;
  return 4 * ((thirds - rest) / 3) + (rest === 0 ? 0 : rest + 1);
}

/** Time of a point, from the bar's open. */
export function pointMs({ stepMs }: FinerPath, point: number): number {
  const at = point % 4;
  return ((point - at) / 4) * stepMs + Math.floor((at * stepMs) / 3);
}

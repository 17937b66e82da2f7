import { err, ok, type Result } from "../../core/mod.ts";
import { CandleColumns } from "../columns.ts";
import { type DataFault, isoAt } from "../data_fault.ts";
import { SUSPECT_RATIO } from "../integrity.ts";
import { DAY_MS, formatSpan } from "../timeframe.ts";

/** A hole longer than this is no outage of a venue but a delisting, a merger, or another file's part. */
const LONGEST_OUTAGE_MS = 7 * DAY_MS;

/** What was found between the bars of a series. */
export interface Filled {
  readonly candles: CandleColumns;
  readonly holes: number;
  readonly bars: number;
  readonly longestBars: number;
  /** Open of the longest hole's first bar; NaN where there is none. */
  readonly longestFromMs: number;
}

/**
 * Puts flat bars without volume at the last close into every hole, so that the series is contiguous. Holes that are no
 * multiple of the timeframe, and times out of order, are left for checkCandles to refuse. A hole of more than a week, or with
 * a tenfold price behind it, is refused: it is probably the end of one instrument and the beginning of another.
 */
export function fillHoles(
  candles: CandleColumns,
  options: { readonly timeframeMs: number; readonly file: string },
): Result<Filled, DataFault[]> {
  const { timeframeMs } = options, faults: DataFault[] = [];
  let holes = 0, bars = 0, longestBars = 0, longestFromMs = NaN;
  for (let i = 1; i < candles.length; i++) {
    const missing = missingBefore(candles, i, timeframeMs);
    if (missing === 0) continue;
    const suspect = suspectFault(candles, i, missing, options);
    if (suspect !== undefined) faults.push(suspect);
    holes++;
    bars += missing;
    if (missing <= longestBars) continue;
    longestBars = missing;
    longestFromMs = candles.openMs[i - 1] + timeframeMs;
  }
  if (faults.length > 0) return err(faults);
  const filled = bars === 0 ? candles : layOut(candles, bars, timeframeMs);
  return ok({ candles: filled, holes, bars, longestBars, longestFromMs });
}

function missingBefore({ openMs }: CandleColumns, i: number, timeframeMs: number): number {
  const missing = (openMs[i] - openMs[i - 1]) / timeframeMs - 1;
  return missing > 0 && Number.isInteger(missing) ? missing : 0;
}

function suspectFault(
  candles: CandleColumns,
  i: number,
  missing: number,
  { file, timeframeMs }: { readonly timeframeMs: number; readonly file: string },
): DataFault | undefined {
  const ratio = candles.open[i] / candles.close[i - 1], lengthMs = missing * timeframeMs;
  const isLong = lengthMs > LONGEST_OUTAGE_MS;
  if (!isLong && ratio < SUSPECT_RATIO && ratio > 1 / SUSPECT_RATIO) return undefined;
  const at = isoAt(candles.openMs[i]);
  const why = isLong
    ? `${formatSpan(lengthMs)} are no outage of a venue (${formatSpan(LONGEST_OUTAGE_MS)} at most)`
    : `the price behind them is ${
      ratio.toPrecision(6)
    } times that before, which looks like another instrument`;
  const what = `${missing} missing bars are not filled: ${why}`;
  return { kind: "gap", file, row: i + 1, at, what, todo: `Use the part from ${at}, or the part before it` };
}

function layOut(candles: CandleColumns, bars: number, timeframeMs: number): CandleColumns {
  const filled = CandleColumns.create(candles.length + bars);
  let at = 0;
  for (let i = 0; i < candles.length; i++) {
    const missing = i === 0 ? 0 : missingBefore(candles, i, timeframeMs);
    const close = candles.close[i - 1];
    for (let k = 1; k <= missing; k++, at++) {
      filled.openMs[at] = candles.openMs[i - 1] + k * timeframeMs;
      filled.open[at] =
        filled.high[at] =
        filled.low[at] =
        filled.close[at] =
          close;
    }
    filled.openMs[at] = candles.openMs[i];
    filled.open[at] = candles.open[i];
    filled.high[at] = candles.high[i];
    filled.low[at] = candles.low[i];
    filled.close[at] = candles.close[i];
    filled.volume[at++] = candles.volume[i];
  }
  return filled;
}

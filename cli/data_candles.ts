import {
  addTradeFile,
  aggregate,
  CandleColumns,
  checkCandles,
  createTradeBars,
  type DataFault,
  finishTradeBars,
  formatSpan,
  parseCandles,
  type Repair,
  repairCandles,
  unfinishedFault,
} from "../lib/market/mod.ts";
import { timeframeOf } from "./data_inspection.ts";
import { refuseData, type Source } from "./data_source.ts";
import { Refusal } from "./exit.ts";

/** What an import does with candles. */
export interface CandlePlan {
  /** Length of the bars wanted, ms; undefined: as the source has them. */
  readonly timeframeMs: number | undefined;
  /** Only bars with fromMs <= open < toMs. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly asOfMs: number | null;
  readonly repairs: readonly Repair[];
}

/** Candles ready to be written. */
export interface Prepared {
  readonly candles: CandleColumns;
  readonly timeframeMs: number;
  /** What was done to them, in words with counts. */
  readonly done: readonly string[];
}

const NOT_IMPORTED = "Not imported";
const HINT =
  "Repairs are done when asked for: --repair fill-holes, drop-before-gap, keep-longest, keep-gaps, " +
  "drop-duplicates, drop-unfinished or sort (several with commas).";

/** Candles of one series from its files in the order of their first bars; refuses faults that no repair was named for. */
export function prepareCandles(sources: readonly Source[], plan: CandlePlan): Prepared {
  const parts = sources.map((source) => {
    const parsed = parseCandles(source.bytes, source.path);
    if (!parsed.ok) return refuseData(NOT_IMPORTED, parsed.error);
    return { source, candles: parsed.value };
  }).sort((a, b) => a.candles.openMs[0] - b.candles.openMs[0]);
  const { source, candles } = parts[0];
  const joined = parts.length === 1 ? candles : CandleColumns.concat(parts.map((part) => part.candles));
  const baseMs = timeframeOf(source, joined.openMs);
  const name = parts.map((part) => part.source.name).join(" + ");
  return finish(joined, baseMs, name, plan, sources.flatMap(({ header }) => header?.repairs ?? []));
}

/** Candles made of trades, from their files in the order given. */
export function prepareTrades(sources: readonly Source[], plan: CandlePlan): Prepared {
  const { timeframeMs } = plan;
  if (timeframeMs === undefined) {
    throw new Refusal("--trades needs the length of a bar: --timeframe 1m, for example.");
  }
  const bars = createTradeBars(timeframeMs);
  for (const { bytes, path } of sources) addTradeFile(bars, bytes, path);
  if (bars.faults.length > 0) refuseData(NOT_IMPORTED, bars.faults);
  const { candles, notes } = finishTradeBars(bars);
  if (candles.length === 0) {
    throw new Refusal(`Not imported: ${notes.join("; ")}. Give the files of whole UTC days.`);
  }
  return finish(candles, timeframeMs, sources.map(({ name }) => name).join(" + "), plan, notes);
}

function finish(
  all: CandleColumns,
  baseMs: number,
  file: string,
  plan: CandlePlan,
  before: readonly string[],
): Prepared {
  const { asOfMs, repairs } = plan, done = [...before];
  const kept = cut(all, plan, done);
  const repaired = repairCandles(kept, repairs, { timeframeMs: baseMs, file, asOfMs });
  if (!repaired.ok) return refuseData(NOT_IMPORTED, repaired.error);
  const { candles } = repaired.value;
  done.push(...repaired.value.done);
  const faults = faultsOf(candles, baseMs, file, plan);
  if (faults.length > 0) refuseData(NOT_IMPORTED, faults, HINT);
  const timeframeMs = plan.timeframeMs ?? baseMs;
  if (timeframeMs === baseMs) return { candles, timeframeMs, done };
  return { candles: aggregated(candles, baseMs, timeframeMs, file, done), timeframeMs, done };
}

function cut(all: CandleColumns, { fromMs, toMs }: CandlePlan, done: string[]): CandleColumns {
  if (fromMs === -Infinity && toMs === Infinity) return all;
  const { openMs } = all;
  const rows = Array.from({ length: all.length }, (_, i) => i)
    .filter((i) => openMs[i] >= fromMs && openMs[i] < toMs);
  if (rows.length === 0) throw new Refusal("Not imported: no bar lies between --from and --to.");
  if (rows.length === all.length) return all;
  done.push(`cut: ${all.length - rows.length} bars outside of --from and --to left out`);
  return CandleColumns.fromRows(rows.map((i) => CandleColumns.row(all, i)));
}

function faultsOf(candles: CandleColumns, timeframeMs: number, file: string, plan: CandlePlan): DataFault[] {
  const found = checkCandles(candles, { timeframeMs, file });
  const unfinished = unfinishedFault(candles, { timeframeMs, asOfMs: plan.asOfMs, file });
  if (unfinished !== undefined) found.push(unfinished);
  return plan.repairs.includes("keep-gaps") ? found.filter(({ kind }) => kind !== "gap") : found;
}

function aggregated(
  candles: CandleColumns,
  baseMs: number,
  timeframeMs: number,
  file: string,
  done: string[],
): CandleColumns {
  if (timeframeMs % baseMs !== 0) {
    throw new Refusal(
      `Not imported: ${file} has bars of ${formatSpan(baseMs)}, which make no bars of ${
        formatSpan(timeframeMs)
      }.`,
    );
  }
  const bars = aggregate(candles, timeframeMs, baseMs);
  if (bars.length === 0) {
    throw new Refusal(`Not imported: ${file} has no whole bar of ${formatSpan(timeframeMs)}.`);
  }
  const used = bars.length * timeframeMs / baseMs;
  done.push(
    `aggregated: ${bars.length} bars of ${formatSpan(timeframeMs)} from ${formatSpan(baseMs)}, ` +
      `${candles.length - used} bars of incomplete ones left out`,
  );
  return bars;
}

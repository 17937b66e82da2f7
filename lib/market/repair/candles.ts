import { err, ok, type Result } from "../../core/mod.ts";
import { CandleColumns } from "../columns.ts";
import { type DataFault, fileFault, isoAt } from "../data_fault.ts";
import { unfinishedFault } from "../inspect/mod.ts";
import { fillHoles } from "./holes.ts";
import { type Repair, REPAIRS } from "./repairs.ts";

/** What a repair has to know of the candles. */
export interface RepairOptions {
  readonly timeframeMs: number;
  readonly file: string;
  /** When the rows were told, Unix ms; null where nobody knows. */
  readonly asOfMs: number | null;
}

/** Repaired candles, and what was done to them in words with counts; what there was no need for is not told. */
export interface Repaired {
  readonly candles: CandleColumns;
  readonly done: readonly string[];
}

type Step = (candles: CandleColumns, options: RepairOptions) => Result<[CandleColumns, string], DataFault[]>;

/**
 * Does the named repairs in the order of REPAIRS. What they do not mend is still there: check the outcome. Refused where a
 * repair would invent data (see fillHoles) or lacks what it needs.
 */
export function repairCandles(
  candles: CandleColumns,
  repairs: readonly Repair[],
  options: RepairOptions,
): Result<Repaired, DataFault[]> {
  const done: string[] = [];
  let current = candles;
  for (const repair of REPAIRS) {
    if (!repairs.includes(repair)) continue;
    const outcome = STEPS[repair](current, options);
    if (!outcome.ok) return outcome;
    const [next, what] = outcome.value;
    if (what !== "") done.push(`${repair}: ${what}`);
    current = next;
  }
  return ok({ candles: current, done });
}

const STEPS: Readonly<Record<Repair, Step>> = {
  "sort": (it) => ok(sortByTime(it)),
  "drop-duplicates": (it) => ok(dropDuplicates(it)),
  "drop-unfinished": dropUnfinished,
  "drop-before-gap": (it, { timeframeMs }) => ok(keepPart(it, partsOf(it, timeframeMs).at(-1))),
  "keep-longest": (it, { timeframeMs }) => {
    const parts = partsOf(it, timeframeMs);
    return ok(keepPart(it, parts.reduce((a, b) => b[1] - b[0] > a[1] - a[0] ? b : a, parts[0])));
  },
  "fill-holes": (it, options) => {
    const filled = fillHoles(it, options);
    if (!filled.ok) return filled;
    const { candles, holes, bars, longestBars, longestFromMs } = filled.value;
    const what = `${count(bars, "flat bar")} without volume at the last close in ${count(holes, "hole")}, ` +
      `the longest ${count(longestBars, "bar")} from ${isoAt(longestFromMs)}`;
    return ok([candles, bars === 0 ? "" : what]);
  },
  "keep-gaps": (it, { timeframeMs }) => {
    const holes = partsOf(it, timeframeMs).length - 1;
    return ok([it, holes <= 0 ? "" : `${count(holes, "hole")} left as they are`]);
  },
};

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

function sortByTime(candles: CandleColumns): [CandleColumns, string] {
  const { openMs, length } = candles;
  if (openMs.every((ms, i) => i === 0 || ms >= openMs[i - 1])) return [candles, ""];
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => openMs[a] - openMs[b] || a - b);
  const moved = order.reduce((sum, from, to) => from === to ? sum : sum + 1, 0);
  return [pick(candles, order), `${count(moved, "row")} moved to their place in time`];
}

function dropDuplicates(candles: CandleColumns): [CandleColumns, string] {
  const { length, openMs, open, high, low, close, volume } = candles;
  const isSame = (i: number) =>
    [openMs, open, high, low, close, volume].every((column) => column[i] === column[i - 1]);
  const kept = Array.from({ length }, (_, i) => i).filter((i) => i === 0 || !isSame(i));
  if (kept.length === length) return [candles, ""];
  return [pick(candles, kept), `${count(length - kept.length, "row")} equal to the row above left out`];
}

function pick(candles: CandleColumns, rows: readonly number[]): CandleColumns {
  return CandleColumns.fromRows(rows.map((i) => CandleColumns.row(candles, i)));
}

function dropUnfinished(
  candles: CandleColumns,
  options: RepairOptions,
): Result<[CandleColumns, string], DataFault[]> {
  if (options.asOfMs === null) {
    const what = "nobody knows when the rows were told, so no bar can be called unfinished";
    return err([fileFault("unfinished", options.file, what, "Say when with --as-of TIME")]);
  }
  let { length } = candles;
  while (length > 0 && unfinishedFault(CandleColumns.slice(candles, 0, length), options) !== undefined) {
    length--;
  }
  const dropped = candles.length - length;
  const what = dropped === 0
    ? ""
    : `${count(dropped, "bar")} that had not closed at ${isoAt(options.asOfMs)} left out`;
  return ok([CandleColumns.slice(candles, 0, length), what]);
}

/** Index ranges [from, to) between the holes. */
function partsOf({ openMs, length }: CandleColumns, timeframeMs: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= length; i++) {
    if (i < length && openMs[i] - openMs[i - 1] <= timeframeMs) continue;
    parts.push([from, i]);
    from = i;
  }
  return parts;
}

function keepPart(candles: CandleColumns, part: [number, number] | undefined): [CandleColumns, string] {
  if (part === undefined || part[1] - part[0] === candles.length) return [candles, ""];
  const kept = CandleColumns.slice(candles, ...part);
  const [first, last] = [kept.openMs[0], kept.openMs[kept.length - 1]].map(isoAt);
  const what = `${count(kept.length, "bar")} kept, opens ${first} to ${last}, ` +
    `${count(part[0], "bar")} before and ${count(candles.length - part[1], "bar")} after left out`;
  return [kept, what];
}

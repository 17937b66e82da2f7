import type { CandleColumns } from "../columns.ts";
import { type DataFault, type Gap, isoAt } from "../data_fault.ts";
import { checkCandles, SUSPECT_RATIO } from "../integrity.ts";
import { formatSpan } from "../timeframe.ts";
import type { DataWarning } from "./warning.ts";

/** What candles are looked at for. */
export interface InspectOptions {
  readonly timeframeMs: number;
  readonly file: string;
  /** When the rows were told, Unix ms; null where nobody knows. */
  readonly asOfMs: number | null;
  /** A close that differs by more than this from the close before is told, percent. */
  readonly jumpPct: number;
}

/** Bars without volume: how many, and the longest run of them. */
export interface ZeroVolume {
  readonly bars: number;
  readonly longestRun: number;
  /** Open of the longest run's first bar; null where there is none. */
  readonly longestFromMs: number | null;
}

/** A close far from the close before it. */
export interface Jump {
  readonly openMs: number;
  /** Percent of the close before. */
  readonly changePct: number;
  /** Bars missing between the two. */
  readonly missingBars: number;
}

/** Everything found in a series of candles. */
export interface CandleInspection {
  readonly rows: number;
  /** What forbids to trade on it. */
  readonly faults: readonly DataFault[];
  /** What a person should know and no rule forbids. */
  readonly warnings: readonly DataWarning[];
  readonly gaps: readonly Gap[];
  readonly zeroVolume: ZeroVolume;
  readonly jumps: readonly Jump[];
}

/** Looks candles over: all faults of checkCandles, an unfinished last bar, bars without volume, and jumps of the close. */
export function inspectCandles(candles: CandleColumns, options: InspectOptions): CandleInspection {
  const faults = checkCandles(candles, options);
  const unfinished = unfinishedFault(candles, options);
  if (unfinished !== undefined) faults.push(unfinished);
  const gaps = faults.flatMap(({ gap }) => gap === undefined ? [] : [gap]);
  const zeroVolume = countZeroVolume(candles), jumps = findJumps(candles, options);
  const warnings = [...zeroWarnings(zeroVolume, options), ...jumps.map((jump) => jumpWarning(jump, options))];
  return { rows: candles.length, faults, warnings, gaps, zeroVolume, jumps };
}

/** The fault of a last bar that closes after the rows were told. */
export function unfinishedFault(
  candles: CandleColumns,
  { timeframeMs, asOfMs, file }: Pick<InspectOptions, "timeframeMs" | "asOfMs" | "file">,
): DataFault | undefined {
  const last = candles.length - 1, openMs = candles.openMs[last];
  if (asOfMs === null || !(openMs + timeframeMs > asOfMs)) return undefined;
  const what = `the bar closes at ${isoAt(openMs + timeframeMs)}, after the file was told (${isoAt(asOfMs)})`;
  const todo = "Leave the unfinished bar out (drop-unfinished), or fetch it again";
  return { kind: "unfinished", file, row: last + 1, at: isoAt(openMs), what, todo };
}

function countZeroVolume({ length, openMs, volume }: CandleColumns): ZeroVolume {
  let bars = 0, run = 0, longestRun = 0, longestEnd = -1;
  for (let i = 0; i < length; i++) {
    run = volume[i] === 0 ? run + 1 : 0;
    if (run > 0) bars++;
    if (run > longestRun) {
      longestRun = run;
      longestEnd = i;
    }
  }
  return { bars, longestRun, longestFromMs: bars === 0 ? null : openMs[longestEnd - longestRun + 1] };
}

function findJumps(
  { length, openMs, close }: CandleColumns,
  { timeframeMs, jumpPct }: InspectOptions,
): Jump[] {
  const jumps: Jump[] = [];
  for (let i = 1; i < length; i++) {
    const changePct = (close[i] / close[i - 1] - 1) * 100;
    if (!(Math.abs(changePct) > jumpPct)) continue;
    const missingBars = Math.max(0, Math.round((openMs[i] - openMs[i - 1]) / timeframeMs) - 1);
    jumps.push({ openMs: openMs[i], changePct, missingBars });
  }
  return jumps;
}

function zeroWarnings(
  { bars, longestRun, longestFromMs }: ZeroVolume,
  { file, timeframeMs }: InspectOptions,
): DataWarning[] {
  if (longestFromMs === null) return [];
  const what = `${bars} bar${bars === 1 ? "" : "s"} without volume, the longest run has ${longestRun} (${
    formatSpan(longestRun * timeframeMs)
  }) from ${isoAt(longestFromMs)}`;
  return [{ kind: "zero-volume", file, at: isoAt(longestFromMs), what }];
}

function jumpWarning(
  { openMs, changePct, missingBars }: Jump,
  { file, timeframeMs }: InspectOptions,
): DataWarning {
  const change = signedPercent(changePct);
  const ratio = 1 + changePct / 100, at = isoAt(openMs);
  if (missingBars === 0) return { kind: "jump", file, at, what: `the close moves by ${change} in one bar` };
  const hole = `${missingBars} missing bar${missingBars === 1 ? "" : "s"} of ${formatSpan(timeframeMs)}`;
  const isSuspect = ratio >= SUSPECT_RATIO || ratio <= 1 / SUSPECT_RATIO;
  return isSuspect
    ? {
      kind: "suspect",
      file,
      at,
      what: `looks like another instrument under this name: ${change} after ${hole}`,
    }
    : { kind: "jump", file, at, what: `the close moves by ${change} over ${hole}` };
}

/** +17,111,500 % or -54.1 %: one decimal, none where it is zero. */
function signedPercent(pct: number): string {
  const text = Math.abs(pct).toFixed(1).replace(/\.0$/, "").replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ",");
  return `${pct > 0 ? "+" : "-"}${text} %`;
}

import type { CandleColumns } from "./columns.ts";
import { type DataFault, type DataFaultKind, fileFault, isoAt } from "./data_fault.ts";
import { commonStep, dividesDay, formatSpan } from "./timeframe.ts";

/** What a series is checked against. */
export interface CheckOptions {
  /** Length of a bar in ms; must divide a day. */
  readonly timeframeMs: number;
  /** Name of the file, for the faults. @default {""} */
  readonly file?: string;
}

/** A price ratio across a hole from which on two instruments probably share the ticker (LUNA in May 2022: 20,000). */
export const SUSPECT_RATIO = 10;

/**
 * Everything wrong with a series of candles, by row: times strictly increasing, contiguous and on UTC multiples of the
 * timeframe; prices positive and finite; volume >= 0; high >= max(open, close); low <= min(open, close). An empty list
 * means sound. Flat bars without volume are legal, and so is a move of any size. Each row is compared with the row above,
 * so one stray time costs at most two faults. Series of another timeframe and series told newest first get one fault
 * instead of one a row.
 */
export function checkCandles(columns: CandleColumns, options: CheckOptions): DataFault[] {
  const file = options.file ?? "";
  if (columns.length === 0) return [fileFault("empty", file, "there are no candles", "Fetch the file again")];
  const faults: DataFault[] = [];
  const whole = wholeSeriesFault(columns, options.timeframeMs, file);
  if (whole !== undefined) faults.push(whole);
  for (let i = 0; i < columns.length; i++) {
    if (whole === undefined) checkTime(columns, i, { file, timeframeMs: options.timeframeMs, faults });
    checkBar(columns, i, file, faults);
  }
  return faults;
}

/** A fault of all times at once, which makes row by row faults noise. */
function wholeSeriesFault(columns: CandleColumns, timeframeMs: number, file: string): DataFault | undefined {
  if (!dividesDay(timeframeMs)) {
    const what = `a bar of ${formatSpan(timeframeMs)} does not divide a UTC day`;
    return fileFault(
      "timeframe",
      file,
      what,
      "Use one of 1m 5m 15m 30m 1h 2h 4h 1d, or another divisor of a day",
    );
  }
  const steps = columns.length - 1;
  if (isNewestFirst(columns.openMs)) {
    const what = "the rows run from the newest to the oldest";
    return fileFault("disorder", file, what, "Reverse the rows: oldest first");
  }
  const common = steps >= 3 ? commonStep(columns.openMs) : undefined;
  if (common === undefined || common.stepMs === timeframeMs || common.count * 2 <= steps) return undefined;
  const what = `the bars are ${formatSpan(common.stepMs)} apart, ${formatSpan(timeframeMs)} was asked for`;
  return fileFault(
    "timeframe",
    file,
    what,
    "Name the timeframe of the file, or give the file of that timeframe",
  );
}

/** Whether three times or more run strictly downwards. */
export function isNewestFirst(timesMs: Float64Array): boolean {
  for (let i = 1; i < timesMs.length; i++) if (!(timesMs[i] < timesMs[i - 1])) return false;
  return timesMs.length >= 3;
}

interface TimeCheck {
  readonly file: string;
  readonly timeframeMs: number;
  readonly faults: DataFault[];
}

function checkTime(columns: CandleColumns, i: number, check: TimeCheck): void {
  const { timeframeMs } = check;
  const openMs = columns.openMs[i];
  if (!Number.isFinite(openMs)) {
    report(
      check.faults,
      "time",
      check.file,
      [i, openMs],
      `the open time is ${openMs}`,
      "Fetch this bar again",
    );
    return;
  }
  if (openMs % timeframeMs !== 0) {
    const what = `the bar does not open on a UTC multiple of ${formatSpan(timeframeMs)}`;
    report(
      check.faults,
      "alignment",
      check.file,
      [i, openMs],
      what,
      "Convert the times to UTC, or remove the row",
    );
  }
  const beforeMs = i === 0 ? NaN : columns.openMs[i - 1];
  if (openMs === beforeMs) {
    report(
      check.faults,
      "duplicate",
      check.file,
      [i, openMs],
      "the time of the row above again",
      "Remove one of the two",
    );
  } else if (openMs < beforeMs) {
    const what = `the time is before that of the row above (${isoAt(beforeMs)})`;
    report(check.faults, "disorder", check.file, [i, openMs], what, "Sort the rows by time, oldest first");
  } else if (openMs - beforeMs > timeframeMs) {
    check.faults.push(gapFault(columns, i, check));
  }
}

function gapFault(columns: CandleColumns, i: number, { file, timeframeMs }: TimeCheck): DataFault {
  const openMs = columns.openMs[i], fromMs = columns.openMs[i - 1] + timeframeMs;
  const missingBars = Math.ceil((openMs - fromMs) / timeframeMs);
  const toMs = fromMs + (missingBars - 1) * timeframeMs;
  const ratio = columns.open[i] / columns.close[i - 1];
  const suspect = ratio >= SUSPECT_RATIO || ratio <= 1 / SUSPECT_RATIO;
  const what = `${missingBars} bar${missingBars === 1 ? "" : "s"} of ${formatSpan(timeframeMs)} missing, ` +
    `${isoAt(fromMs)} to ${isoAt(toMs)}` +
    (suspect
      ? `, and the price is ${ratio.toPrecision(6)} times that before: perhaps another instrument`
      : "");
  const todo = suspect
    ? "Cut the file here"
    : "Fetch the missing bars, or use the part before or after the hole";
  return { kind: "gap", file, row: i + 1, at: isoAt(openMs), what, todo, gap: { fromMs, toMs, missingBars } };
}

const PRICES = ["open", "high", "low", "close"] as const;

function checkBar(columns: CandleColumns, i: number, file: string, faults: DataFault[]): void {
  const open = columns.open[i], high = columns.high[i], low = columns.low[i], close = columns.close[i];
  const volume = columns.volume[i];
  // One comparison chain for the sound bar; NaN fails it. The rest names what is wrong.
  const sound = low > 0 && high < Infinity && open >= low && open <= high && close >= low && close <= high;
  if (sound && volume >= 0 && volume < Infinity) return;
  const where = [i, columns.openMs[i]] as const;
  let comparable = true;
  for (const name of [...PRICES, "volume"] as const) {
    const value = columns[name][i];
    if (!Number.isFinite(value)) {
      report(faults, "number", file, where, `${name} is ${value}`, "Fetch this bar again");
    } else if (name === "volume" ? value < 0 : value <= 0) {
      const rule = name === "volume" ? "volume must not be negative" : "prices must be above zero";
      report(faults, "negative", file, where, `${name} is ${value}: ${rule}`, "Fetch this bar again");
    }
    comparable &&= Number.isFinite(value) || name === "volume";
  }
  if (!comparable) return;
  if (high < Math.max(open, close)) {
    const what = `high ${high} is below the open or close (${open}, ${close})`;
    report(faults, "range", file, where, what, "Fetch this bar again");
  }
  if (low > Math.min(open, close)) {
    const what = `low ${low} is above the open or close (${open}, ${close})`;
    report(faults, "range", file, where, what, "Fetch this bar again");
  }
}

function report(
  faults: DataFault[],
  kind: DataFaultKind,
  file: string,
  [i, openMs]: readonly [number, number],
  what: string,
  todo: string,
): void {
  faults.push({ kind, file, row: i + 1, at: isoAt(openMs), what, todo });
}

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CandleColumns, type CandleRow } from "./columns.ts";
import { checkCandles } from "./integrity.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;

/** Flat bars at these hours after 2020-01-01. */
function flat(...hours: number[]): CandleRow[] {
  return hours.map((hour) => [T + hour * H, 10, 10, 10, 10, 0]);
}

/** Five sound bars with the middle one replaced. */
function withMiddle(...cells: number[]): CandleRow[] {
  return flat(0, 1, 2, 3, 4).with(2, [T + 2 * H, ...cells] as unknown as CandleRow);
}

const at = (hour: number) => new Date(T + hour * H).toISOString().replace(".000Z", "Z");
const gap = (row: number, from: number, to: number, count: number) =>
  `gap ${row} ${at(to + 1)}: ${count} bar${count === 1 ? "" : "s"} of 1h missing, ${at(from)} to ${at(to)}`;

/** Name, rows, and the faults as "kind row at: what". */
const CASES: readonly [string, readonly CandleRow[], ...string[]][] = [
  ["a sound series", flat(0, 1, 2, 3)],
  ["flat bars without volume", withMiddle(10, 10, 10, 10, 0)],
  ["a move of any size", withMiddle(10, 1_000, 0.001, 900, 5)],
  ["one bar", flat(7)],
  ["no bars", [], "empty 0 : there are no candles"],
  ["a gap", flat(0, 1, 2, 6, 7), gap(4, 3, 5, 3)],
  ["two gaps", flat(0, 1, 3, 4, 5, 6, 9), gap(3, 2, 2, 1), gap(7, 7, 8, 2)],
  ["a duplicate", flat(0, 1, 1, 2), `duplicate 3 ${at(1)}: the time of the row above again`],
  [
    "a stray row",
    flat(0, 1, 5, 2, 3),
    gap(3, 2, 4, 3),
    `disorder 4 ${at(2)}: the time is before that of the row above (${at(5)})`,
  ],
  [
    "two rows exchanged",
    flat(1, 0),
    `disorder 2 ${at(0)}: the time is before that of the row above (${at(1)})`,
  ],
  ["newest first", flat(3, 2, 1), "disorder 0 : the rows run from the newest to the oldest"],
  [
    "half past",
    flat(0, 1, 1.5, 2, 3),
    `alignment 3 ${at(1.5)}: the bar does not open on a UTC multiple of 1h`,
  ],
  [
    "half past, for the next hour",
    flat(0, 1, 2.5, 3, 4),
    "does not open on a UTC multiple of 1h",
    "1 bar of 1h missing, " + `${at(2)} to ${at(2)}`,
  ],
  ["another timeframe", flat(0, 4, 8, 12, 16), "timeframe 0 : the bars are 4h apart, 1h was asked for"],
  ["a zero price", withMiddle(10, 10, 0, 10, 1), `negative 3 ${at(2)}: low is 0: prices must be above zero`],
  [
    "negative figures",
    withMiddle(-1, 10, -2, 10, -3),
    ...["open is -1: prices must be above zero", "low is -2: prices must be above zero"],
    "volume is -3: volume must not be negative",
  ],
  [
    "high below close",
    withMiddle(10, 10.5, 9, 11, 1),
    `range 3 ${at(2)}: high 10.5 is below the open or close (10, 11)`,
  ],
  [
    "low above open",
    withMiddle(10, 12, 10.5, 11, 1),
    `range 3 ${at(2)}: low 10.5 is above the open or close (10, 11)`,
  ],
  [
    "high below low",
    withMiddle(10, 9, 11, 10, 1),
    `range 3 ${at(2)}: high 9 is below the open or close (10, 10)`,
    `range 3 ${at(2)}: low 11 is above the open or close (10, 10)`,
  ],
  ["NaN", withMiddle(10, NaN, 9, 10, 1), `number 3 ${at(2)}: high is NaN`],
  ["infinity", withMiddle(10, Infinity, 9, 10, Infinity), "high is Infinity", "volume is Infinity"],
  ["no time", flat(0, NaN, 2), "time 2 : the open time is NaN"],
];

for (const [name, rows, ...want] of CASES) {
  Deno.test(`checkCandles() judges ${name}`, () => {
    const faults = checkCandles(CandleColumns.fromRows(rows), { timeframeMs: H, file: "x" });
    const texts = faults.map((fault) => `${fault.kind} ${fault.row} ${fault.at}: ${fault.what}`);
    strictEqual(texts.length, want.length, texts.join("\n"));
    want.forEach((text, i) => strictEqual(texts[i].endsWith(text), true, `${texts[i]} <> ${text}`));
    for (const fault of faults) strictEqual(fault.file === "x" && fault.todo.length > 0, true);
  });
}

Deno.test("checkCandles() gives a gap as numbers too", () => {
  const [fault] = checkCandles(CandleColumns.fromRows(flat(0, 1, 2, 6, 7)), { timeframeMs: H });
  deepStrictEqual(fault.gap, { fromMs: T + 3 * H, toMs: T + 5 * H, missingBars: 3 });
});

Deno.test("checkCandles() suspects another instrument where the price jumps across a hole", () => {
  const rows = [...flat(0, 1), [T + 5 * H, 2_000, 2_000, 2_000, 2_000, 1] as const];
  const [fault] = checkCandles(CandleColumns.fromRows(rows), { timeframeMs: H });
  strictEqual(
    fault.what.endsWith("and the price is 200.000 times that before: perhaps another instrument"),
    true,
  );
  strictEqual(fault.todo, "Cut the file here");
  const [fall] = checkCandles(
    CandleColumns.fromRows([...flat(0, 1), [T + 5 * H, 0.5, 0.5, 0.5, 0.5, 1]]),
    { timeframeMs: H },
  );
  strictEqual(fall.todo, "Cut the file here");
});

Deno.test("checkCandles() refuses a timeframe that does not divide a day, and judges the bars all the same", () => {
  const week = 7 * 86_400_000;
  const faults = checkCandles(CandleColumns.fromRows(withMiddle(10, 10, 10, 10, -1)), { timeframeMs: week });
  deepStrictEqual(faults.map((fault) => fault.kind), ["timeframe", "negative"]);
  strictEqual(faults[0].what, "a bar of 7d does not divide a UTC day");
});

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { CandleColumns, type CandleRow } from "../columns.ts";
import { checkCandles } from "../integrity.ts";
import { repairCandles } from "./candles.ts";
import { parseRepairs, type Repair, REPAIRS } from "./repairs.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;
const OPTIONS = { timeframeMs: H, file: "f", asOfMs: null };
const bar = (hour: number, close = 10, volume = 1): CandleRow =>
  [T + hour * H, close, close + 1, close - 1, close, volume] as const;

function repair(rows: CandleRow[], repairs: Repair[], asOfMs: number | null = null) {
  const outcome = repairCandles(CandleColumns.fromRows(rows), repairs, { ...OPTIONS, asOfMs });
  if (!outcome.ok) return { faults: outcome.error.map(({ what }) => what) };
  const { candles, done } = outcome.value;
  return { rows: Array.from({ length: candles.length }, (_, i) => CandleColumns.row(candles, i)), done };
}

/** What is wrong, how it is mended, what is left, and what is said of it. */
const MENDED: readonly (readonly [string, CandleRow[], Repair[], CandleRow[], string[]])[] = [
  [
    "flat bars without volume at the last close in holes",
    [bar(0, 10), bar(3, 12), bar(5, 11)],
    ["fill-holes"],
    [bar(0, 10), [T + H, 10, 10, 10, 10, 0], [T + 2 * H, 10, 10, 10, 10, 0], bar(3, 12), [
      T + 4 * H,
      12,
      12,
      12,
      12,
      0,
    ], bar(5, 11)],
    ["fill-holes: 3 flat bars without volume at the last close in 2 holes, the longest 2 bars from 2020-01-01T01:00:00Z"],
  ],
  [
    "the part after the last hole",
    [bar(0), bar(1), bar(2), bar(4), bar(6), bar(7)],
    ["drop-before-gap"],
    [bar(6), bar(7)],
    ["drop-before-gap: 2 bars kept, opens 2020-01-01T06:00:00Z to 2020-01-01T07:00:00Z, 4 bars before and 0 bars after left out"],
  ],
  [
    "the longest part",
    [bar(0), bar(2), bar(3), bar(4), bar(6), bar(7)],
    ["keep-longest"],
    [bar(2), bar(3), bar(4)],
    ["keep-longest: 3 bars kept, opens 2020-01-01T02:00:00Z to 2020-01-01T04:00:00Z, 1 bar before and 2 bars after left out"],
  ],
  [
    "rows equal to the row above, and no others",
    [bar(0), bar(0), bar(1), bar(1, 11)],
    ["drop-duplicates"],
    [bar(0), bar(1), bar(1, 11)],
    ["drop-duplicates: 1 row equal to the row above left out"],
  ],
  [
    "rows told newest first",
    [bar(2), bar(1), bar(0)],
    ["sort"],
    [bar(0), bar(1), bar(2)],
    ["sort: 2 rows moved to their place in time"],
  ],
  ["nothing where holes are kept", [bar(0), bar(2)], ["keep-gaps"], [bar(0), bar(2)], [
    "keep-gaps: 1 hole left as they are",
  ]],
  [
    "everything in the order of REPAIRS",
    [bar(3), bar(0), bar(0)],
    ["fill-holes", "drop-duplicates", "sort"],
    [
      bar(0),
      [T + H, 10, 10, 10, 10, 0],
      [T + 2 * H, 10, 10, 10, 10, 0],
      bar(3),
    ],
    [
      "sort: 3 rows moved to their place in time",
      "drop-duplicates: 1 row equal to the row above left out",
      "fill-holes: 2 flat bars without volume at the last close in 1 hole, the longest 2 bars from 2020-01-01T01:00:00Z",
    ],
  ],
];
for (const [name, rows, repairs, left, done] of MENDED) {
  Deno.test(`repairCandles() by ${repairs.join(", ")}: ${name}`, () => {
    deepStrictEqual(repair(rows, repairs), { rows: left, done });
  });
}

Deno.test("repairCandles() changes nothing and says nothing where there is no need", () => {
  const rows = [bar(0), bar(1), bar(2)];
  deepStrictEqual(repair(rows, [...REPAIRS], T + 3 * H), { rows, done: [] });
});

Deno.test("repairCandles() leaves out a bar that had not closed, if it is said when that was", () => {
  deepStrictEqual(repair([bar(0), bar(1)], ["drop-unfinished"], T + 2 * H - 1), {
    rows: [bar(0)],
    done: ["drop-unfinished: 1 bar that had not closed at 2020-01-01T01:59:59.999Z left out"],
  });
  deepStrictEqual(repair([bar(0)], ["drop-unfinished"]), {
    faults: ["nobody knows when the rows were told, so no bar can be called unfinished"],
  });
});

Deno.test("repairCandles() does not fill a hole with another instrument behind it, nor one of more than a week", () => {
  deepStrictEqual(repair([bar(0, 100), bar(3, 2)], ["fill-holes"]), {
    faults: [
      "2 missing bars are not filled: the price behind them is 0.0200000 times that before, which looks like another instrument",
    ],
  });
  ok(repair([bar(0), bar(7 * 24 + 1)], ["fill-holes"]).rows !== undefined);
  deepStrictEqual(repair([bar(0), bar(7 * 24 + 2)], ["fill-holes"]), {
    faults: ["169 missing bars are not filled: 169h are no outage of a venue (7d at most)"],
  });
});

Deno.test("prop: repairCandles() fill-holes makes any series with holes sound and keeps every bar", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(steps, (skips) => {
      let hour = 0;
      const rows = skips.map((skip, i) => bar(hour += skip, 10 + i % 7));
      const outcome = repairCandles(CandleColumns.fromRows(rows), ["fill-holes"], OPTIONS);
      if (!outcome.ok) return false;
      const { candles } = outcome.value;
      const kept = rows.every(([openMs, ...values], i) => {
        const [, ...found] = CandleColumns.row(candles, CandleColumns.lowerBound(candles, openMs));
        return i >= 0 && found.join() === values.join();
      });
      return kept && candles.length === hour - skips[0] + 1 && checkCandles(candles, OPTIONS).length === 0;
    }),
    { seed: 70_021, numRuns: 300 },
  );
});

Deno.test("parseRepairs() takes each name once and refuses others with the list", () => {
  deepStrictEqual(parseRepairs(["fill-holes", "sort", "sort"]), { ok: true, value: ["sort", "fill-holes"] });
  const unknown = parseRepairs(["magic"]);
  strictEqual(
    !unknown.ok && unknown.error,
    `Cannot repair by "magic": use one or more of ${REPAIRS.join(", ")}`,
  );
});

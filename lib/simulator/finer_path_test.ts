import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { unwrap } from "../core/mod.ts";
import { CandleColumns, type CandleRow } from "../market/mod.ts";
import { PHASE, type Phase } from "../trader/mod.ts";
import {
  type BarText,
  candlesOf,
  fillsOf,
  fundingOf,
  HOUR_MS,
  play,
  START_MS,
  testInstrument,
} from "./exchange_fixture.ts";
import { pointMs, pointsUpTo } from "./finer_path.ts";
import { Tape } from "./tape.ts";

const MINUTE_MS = 60_000;

Deno.test("pointsUpTo() puts every point of a bar into the segment of its time", () => {
  for (const perBar of [1, 2, 3, 4, 12, 60]) {
    const stepMs = 3 * HOUR_MS / perBar;
    const path = { stepMs, perBar, candles: CandleColumns.fromRows([]), firstRow: new Int32Array(0) };
    const ends = [0, 1, 2, 3].map((phase) => pointsUpTo(perBar, phase as Phase));
    strictEqual(ends[0], 1, "the open alone");
    strictEqual(ends[3], 4 * perBar, "all");
    for (let point = 1; point < 4 * perBar; point++) {
      const atMs = pointMs(path, point), isOpen = point % 4 === 0;
      // a segment ends with what is at its instant's time, but for a candle that opens then
      const phase = [1, 2, 3].find((it) => isOpen ? atMs < it * HOUR_MS : atMs <= it * HOUR_MS)!;
      const own = ends.findIndex((end) => point < end);
      strictEqual(own, phase, `point ${point} of ${perBar} candles, at ${atMs / MINUTE_MS} minutes of 180`);
    }
  }
});

/** One bar, and its quarters from minute `fromMinute` on. */
function tape(bars: readonly BarText[], quarters: readonly BarText[], fromMinute = 0, stepMinutes = 15) {
  const rows = quarters.map(([o, h, l, c, v = 100], i): CandleRow => [
    ...[START_MS + (fromMinute + i * stepMinutes) * MINUTE_MS, o, h, l, c, v] as const,
  ]);
  return Tape.create({
    timeframeMs: HOUR_MS,
    fromMs: START_MS,
    toMs: START_MS + bars.length * HOUR_MS,
    symbols: [{
      instrument: testInstrument(),
      candles: candlesOf(bars),
      funding: fundingOf([]),
      finer: { candles: CandleColumns.fromRows(rows), stepMs: stepMinutes * MINUTE_MS },
    }],
    assumeFundingRate: 0,
  });
}

const BARS: readonly BarText[] = [
  [1000, 1010, 990, 1000],
  [1000, 1020, 980, 1010],
  [1010, 1011, 1009, 1010],
];
const QUARTERS: readonly BarText[] = [
  [1000, 1002, 998, 1001, 40],
  [1001, 1020, 1000, 1018, 40],
  [1018, 1019, 985, 990, 40],
  [990, 1012, 980, 1010, 40],
];

Deno.test("Exchange walks the finer candles between the instants, in order, and tells of fills at the instant", () => {
  const self = play(unwrap(tape(BARS, QUARTERS, 60), "finer tape"), { intrabar: "finer" });
  self.to(1, PHASE.open);
  strictEqual(self.state.lastPrice[0], 1000);
  // bought through 989.9 in the third quarter, which begins at 30 minutes; sold through 1015.1 in the second
  self.order({ type: "limit", limitTicks: 9900 });
  self.order({ type: "limit", side: -1, limitTicks: 10_150 });
  const at20 = self.to(1, PHASE.extreme1);
  // first quarter 1000 998 1002 1001, then the second's open of 1001 at 15 and its low of 1000 at 20 minutes
  deepStrictEqual([fillsOf(at20), self.state.lastPrice[0]], [[], 1000]);
  const at40 = self.to(1, PHASE.extreme2);
  // 1020, 1018, then 1018, and with the short the high of 1019 first, at 35; the low of 985 at 40
  deepStrictEqual(fillsOf(at40), [["o2", 10_150, 1000, true], ["o1", 9900, 1000, true]]);
  deepStrictEqual(self.state.lastPrice[0], 985);
  strictEqual(
    at40.every((it) => it.kind !== "OrderFilled" || it.fill.atMs === START_MS + 100 * MINUTE_MS),
    true,
  );
  self.to(1, PHASE.close);
  strictEqual(self.state.lastPrice[0], 1010);
});

Deno.test("Exchange takes its share of the finer candle's volume", () => {
  const self = play(unwrap(tape(BARS, QUARTERS, 60), "finer tape"), { intrabar: "finer" });
  self.to(1, PHASE.open);
  self.order({ qtySteps: 9000 });
  // a tenth of 40 at each point: 998, 1002 and 1001 of the first quarter, each with 2 bps up to the tick
  deepStrictEqual(fillsOf(self.to(1, PHASE.extreme1)), [
    ["o1", 9982, 4000, false],
    // with a long the low is first, and it has been
    ["o1", 10_023, 4000, false],
    ["o1", 10_013, 1000, true],
  ]);
});

Deno.test("Exchange lets orders arrive between the points", () => {
  const self = play(unwrap(tape(BARS, QUARTERS, 60), "finer tape"), {
    intrabar: "finer",
    latencyMs: 12 * MINUTE_MS,
  });
  self.to(1, PHASE.open);
  self.order({});
  // there at 12 minutes: the first point after is the close of the first quarter, 1001, at 15
  deepStrictEqual(fillsOf(self.to(1, PHASE.extreme1)), [["o1", 10_013, 1000, true]]);
});

Deno.test("Exchange goes the usual way through a bar whose finer candles are not all there", () => {
  const self = play(unwrap(tape(BARS, QUARTERS.slice(0, 3), 60), "finer tape"), { intrabar: "finer" });
  self.to(1, PHASE.extreme1);
  strictEqual(self.state.lastPrice[0], 980);
});

Deno.test("Tape.create() refuses finer candles that are another market's or no part of a bar", () => {
  const faults = (...args: Parameters<typeof tape>) => {
    const created = tape(...args);
    return created.ok ? "" : created.error.join("\n");
  };
  match(
    faults(BARS, [...QUARTERS.slice(0, 3), [990, 1012, 981, 1010]], 60),
    /TEST\/USDT:USDT, at 2024-01-01T01:00:00Z: the intrabar candles do not make the bar\. Use candles of the same market/,
  );
  match(faults(BARS, QUARTERS, 60, 120), /intrabar candles of 2h do not divide bars of 1h/);
  match(faults(BARS, [[1000, 990, 998, 1001]], 60), /intrabar.*high 990 is below/);
});

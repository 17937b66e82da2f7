import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Tape } from "../../simulator/mod.ts";
import { FUTURES, hideFuture } from "./hidden_future.ts";
import { fundingTimes, gapAt, holeAt, outageAt, volatilityTimes, volumeTimes } from "./shocks.ts";
import { risingTape } from "./trust_fixture.ts";

const TAPE = risingTape(48, 10);
const closes = (tape: Tape) => tape.symbols[0]!.candles.close;
const before = (values: Float64Array) => [...values.slice(0, 10 + 20)];

Deno.test("gapAt() moves every price from the open of a bar on, and none before", () => {
  const tape = gapAt(TAPE, 20, 0.5);
  deepStrictEqual(before(closes(tape)), before(closes(TAPE)));
  const { open, high, low } = tape.symbols[0]!.candles;
  deepStrictEqual([open[30], high[30], low[30], closes(tape)[30]], [65, 65.8, 64.8, 65.5]);
  strictEqual(closes(gapAt(TAPE, 20, 0.5, "OTHER/USDT:USDT"))[30], 131);
});

Deno.test("outageAt() stands still without volume, then goes on where the market is; holeAt() has no such bars", () => {
  const { candles } = outageAt(TAPE, 20, 5).symbols[0]!;
  deepStrictEqual(before(candles.close), before(closes(TAPE)));
  for (let i = 30; i < 35; i++) {
    deepStrictEqual([candles.high[i], candles.low[i], candles.volume[i]], [130, 130, 0]);
  }
  deepStrictEqual([candles.open[35], candles.volume[35]], [135, 1_000]);
  const { timeframeMs, fromMs, toMs } = TAPE;
  const raw = Tape.create({ timeframeMs, fromMs, toMs, symbols: holeAt(TAPE, 20, 5), assumeFundingRate: 0 });
  ok(!raw.ok && /5 bars of 1h missing/.test(raw.error.join()), "a tape takes no hole");
});

Deno.test("volumeTimes() and fundingTimes() change nothing else, and warm-up volumes not at all", () => {
  const thin = volumeTimes(TAPE, 1 / 20).symbols[0]!.candles;
  deepStrictEqual([thin.volume[9], thin.volume[10], thin.close[30]], [1_000, 50, 131]);
  strictEqual(Tape.fundingRate(fundingTimes(TAPE, 10), 0, 7), 0.001);
  strictEqual(Tape.fundingRate(fundingTimes(TAPE, 1e6), 0, 7), 0.99);
});

Deno.test("volatilityTimes() stretches returns, leaves bars sound and once as it was", () => {
  deepStrictEqual([...closes(volatilityTimes(TAPE, 1))], [...closes(TAPE)]);
  const wild = volatilityTimes(TAPE, 3).symbols[0]!.candles;
  const logs = [...closes(TAPE)].map(Math.log);
  for (const row of [0, 30, 57]) {
    const mean = logs.slice(0, row + 1).reduce((sum, it) => sum + it, 0) / (row + 1);
    const wanted = Math.exp(mean + 3 * (logs[row]! - mean));
    ok(
      Math.abs(wild.close[row]! - wanted) <= 0.05 + 1e-9,
      `row ${row}: ${wild.close[row]}, wanted ${wanted}`,
    );
  }
});

Deno.test("the way within bars is kept up to a shock or a cut, and not told behind it", () => {
  const tape = risingTape(48, 10, true);
  const known = (changed: Tape) => {
    const finer = changed.symbols[0]!.finer;
    return finer === undefined ? 0 : finer.firstRow.filter((row) => row >= 0).length;
  };
  deepStrictEqual(
    [tape, volumeTimes(tape, 2), gapAt(tape, 20, 0.5), outageAt(tape, 20, 5), volatilityTimes(tape, 3)].map(
      known,
    ),
    [48, 48, 20, 20, 0],
  );
  deepStrictEqual(FUTURES.map((future) => known(hideFuture(tape, 20, future, "1"))), [20, 20]);
});

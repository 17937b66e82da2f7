import assert from "node:assert/strict";
import { CandleColumns } from "../../../lib/market/mod.ts";
import { generateMarket } from "../../../lib/simulator/mod.ts";
import { runConventions } from "../convention_loop.ts";
import { type Conventions, RULE_CONVENTIONS } from "../conventions.ts";
import { isEqual, reconcile } from "../reconcile.ts";
import { runReference } from "../reference_loop.ts";
import { RULES } from "../rules.ts";
import { TradeColumns } from "../trade_columns.ts";
import { runSwept } from "./swept_loop.ts";
import { createTwin, runTwin } from "./swept_twin.ts";

const RULE_POINT = { fast: RULES.fastPeriod, slow: RULES.slowPeriod };
const [{ candles: CANDLES }] = generateMarket({
  ...{ seed: "swept", symbols: 1, startMs: 0, timeframeMs: 60_000, bars: 20_000 },
});
const BY_NAME: readonly [string, Conventions][] = [
  ["the rules", RULE_CONVENTIONS],
  ["no entry in the bar of an exit", { ...RULE_CONVENTIONS, reentry: false }],
  ["levels from the signal's close", { ...RULE_CONVENTIONS, levels: "signal_close" }],
];

Deno.test("runSwept() with the periods of the rules counts and adds up what runReference() trades", () => {
  const reference = runReference(CANDLES), swept = runSwept(CANDLES, RULE_POINT);
  assert.ok(reference.length > 300);
  assert.deepEqual(swept, { trades: reference.length, net: TradeColumns.net(reference) });
});

for (const [name, conventions] of BY_NAME) {
  Deno.test(`runTwin() with the periods of the rules is runConventions(), trade by trade: ${name}`, () => {
    const { trades } = runTwin(createTwin(CANDLES), RULE_POINT, conventions);
    const difference = reconcile(trades, runConventions(CANDLES, conventions));
    assert.ok(trades.length > 300);
    assert.deepEqual(difference.differences, []);
    assert.ok(isEqual(difference) && Math.abs(difference.netDifference) < 1e-9);
  });
}

Deno.test("runSwept() and runTwin() agree on other periods", () => {
  const twin = createTwin(CANDLES);
  for (const point of [{ fast: 5, slow: 60 }, { fast: 54, slow: 60 }, { fast: 20, slow: 259 }]) {
    const { trades } = runTwin(twin, point, RULE_CONVENTIONS), swept = runSwept(CANDLES, point);
    assert.ok(swept.trades > 20);
    assert.equal(trades.length, swept.trades);
    assert.ok(Math.abs(TradeColumns.net(trades) - swept.net) < 1e-9);
  }
});

Deno.test("runTwin() tells R by the distance from the signal's close to the stop", () => {
  const conventions: Conventions = { ...RULE_CONVENTIONS, levels: "signal_close" };
  const twin = createTwin(CandleColumns.slice(CANDLES, 0, 2_000));
  const { trades, sumR } = runTwin(twin, RULE_POINT, conventions);
  let sum = 0;
  for (const { net, quantity, signalBar } of TradeColumns.rows(trades)) {
    // the stop lies on a tick of 0.01 or finer, so near 2 ATR
    sum += net / (quantity * RULES.stopAtr * twin.atr[signalBar]);
  }
  assert.ok(trades.length > 20);
  assert.ok(Math.abs(sum / sumR - 1) < 0.05, `${sum} and ${sumR}`);
});

Deno.test("runTwin() refuses conventions that it does not know", () => {
  const twin = createTwin(CandleColumns.slice(CANDLES, 0, 100));
  assert.throws(() => runTwin(twin, RULE_POINT, { ...RULE_CONVENTIONS, entry: "signal_close" }), RangeError);
});

Deno.test("runSwept() and runTwin() have no trades where the averages never begin", () => {
  const short = CandleColumns.slice(CANDLES, 0, 10);
  assert.deepEqual(runSwept(short, RULE_POINT), { trades: 0, net: 0 });
  assert.equal(runTwin(createTwin(short), RULE_POINT, RULE_CONVENTIONS).trades.length, 0);
});

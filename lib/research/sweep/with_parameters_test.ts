import assert from "node:assert/strict";
import { SYSTEM } from "./sweep_fixture.ts";
import { withParameters } from "./with_parameters.ts";

const RAW = { id: "test", tag: "TT", regime: { adx_trend: 26 } };

Deno.test("withParameters() sets values by path and leaves all else as it was", () => {
  const changed = withParameters(RAW, {
    "strategies.trend_pullback.reward_risk_min": 3,
    "exits.regime_flip": true,
    "router.RANGE": "trend_pullback",
  });
  assert.ok(changed.ok);
  const { strategies, exits, router, regime } = changed.value;
  assert.deepEqual(
    [strategies.trend_pullback?.reward_risk_min, exits.regime_flip, router.RANGE, regime.adx_trend],
    [3, true, "trend_pullback", 26],
  );
  assert.equal(strategies.trend_pullback?.rsi_min, 40);
  assert.deepEqual(RAW, { id: "test", tag: "TT", regime: { adx_trend: 26 } }, "what was given stays");
});

const REFUSED: readonly (readonly [string, unknown, Record<string, number | string>, RegExp])[] = [
  [
    "a misspelt path, naming near ones",
    RAW,
    { "regime.adx_tren": 20 },
    /no such value; near it are regime\.adx_trend,/,
  ],
  ["a section", RAW, { "strategies.trend_pullback": 1 }, /is a section.*trend_pullback\.enabled/],
  ["a path beyond a value", RAW, { "regime.adx_trend.x": 1 }, /no such value/],
  ["what every object has", RAW, { "regime.constructor": 1 }, /no such value/],
  ["a value out of bounds", RAW, { "regime.adx_trend": -1 }, /^regime\.adx_trend: /],
  ["values that contradict each other", RAW, { "regime.adx_trend": 15 }, /adx_trend must be above adx_range/],
  ["a text for a number", RAW, { "regime.adx_trend": "high" }, /^regime\.adx_trend: /],
  ["the bar of the candles", RAW, { "timeframes.entry": "2h" }, /cannot be varied/],
  ["a system that is none", { ...RAW, tag: "?" }, {}, /^tag: two capital/],
];
for (const [name, system, values, pattern] of REFUSED) {
  Deno.test(`withParameters() refuses ${name}`, () => {
    const changed = withParameters(system, values);
    assert.ok(!changed.ok);
    assert.match(changed.error.join("\n"), pattern);
  });
}

Deno.test("withParameters() refuses what a symbol has a value of its own for", () => {
  const overrides = { regime: { adx_trend: 30 } };
  const system = { ...SYSTEM, symbols: { "BTC/USDT:USDT": { enabled: true, overrides } } };
  const changed = withParameters(system, { "regime.adx_trend": 28 });
  assert.ok(!changed.ok);
  assert.match(changed.error[0]!, /BTC\/USDT:USDT has a value of its own/);
  assert.ok(withParameters(system, { "regime.slope_bars": 4 }).ok);
});

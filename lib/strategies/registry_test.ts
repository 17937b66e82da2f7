import assert from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { createStates, observeAll, STRATEGIES, STRATEGY_NAMES, watchersOf } from "./registry.ts";
import { strategiesConfig } from "./schema.ts";
import { StrategyView } from "./view.ts";
import { HALF_TICK, judge, onePivot } from "./view_fixture.ts";

const CONFIG = strategiesConfig.parse({ squeeze_breakout: { enabled: true }, ema_cross: {} });

function unknownView(): StrategyView {
  return StrategyView.create(HALF_TICK, onePivot("low", NaN, 0), onePivot("high", NaN, 0));
}

Deno.test("STRATEGIES lists every configured strategy under its own name", () => {
  assert.deepEqual([...STRATEGY_NAMES].sort(), Object.keys(CONFIG).sort());
  for (const name of STRATEGY_NAMES) assert.equal(STRATEGIES[name].name, name);
});

Deno.test("STRATEGIES propose nothing on a view in which nothing is known, and say which rule failed", () => {
  for (const name of STRATEGY_NAMES) {
    const { signal, failed } = judge(STRATEGIES[name], CONFIG[name]!, unknownView());
    assert.equal(signal.side, 0);
    assert.notEqual(failed, "");
  }
});

Deno.test("observeAll() shows the bar to enabled strategies alone", () => {
  const view = unknownView();
  Object.assign(view.entry, { index: 3, close: 89, low: 88, high: 91, rsi: 20, bbLower: 90, bbUpper: 110 });
  const on = createStates(CONFIG), off = createStates(CONFIG);
  observeAll(watchersOf(CONFIG, on), view);
  const without = { ...CONFIG, range_reversion: { ...CONFIG.range_reversion, enabled: false } };
  observeAll(watchersOf(without, off), view);
  const seen = { side: 1, extreme: 88, rsi: 20, armedIndex: 3, isBack: false };
  assert.deepEqual(on, { ...createStates(CONFIG), range_reversion: seen });
  assert.deepEqual(off, createStates(CONFIG));
});

Deno.test("createStates() leaves out what is not configured", () => {
  const names = Object.keys(createStates(strategiesConfig.parse({})));
  assert.deepEqual(names, STRATEGY_NAMES.filter((name) => name !== "ema_cross"));
});

Deno.test("createStates() makes plain data that can be snapshotted", () => {
  assert.deepEqual(decodeState(encodeState(createStates(CONFIG))), createStates(CONFIG));
});

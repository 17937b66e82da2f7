import assert from "node:assert/strict";
import { Donchian } from "./donchian.ts";
import { sampleBars } from "./testkit_test.ts";

Deno.test("Donchian.update() spans the highs and lows of the last n bars", () => {
  const state = Donchian.create(2);
  assert.ok(Number.isNaN(Donchian.update(state, 12, 8)));
  assert.ok(Number.isNaN(state.upper) && Number.isNaN(state.lower));
  assert.equal(Donchian.update(state, 10, 9), 10);
  assert.deepEqual([state.upper, state.lower], [12, 8]);
  Donchian.update(state, 11, 6);
  assert.deepEqual([state.upper, state.lower, state.mid], [11, 6, 8.5]);
});

Deno.test("Donchian.update() gives a channel that always holds the current bar", () => {
  for (const { bars } of sampleBars()) {
    const state = Donchian.create(20);
    for (let i = 0; i < bars.length; i++) {
      Donchian.update(state, bars.high[i], bars.low[i]);
      if (i >= 19) assert.ok(state.lower <= bars.low[i] && bars.high[i] <= state.upper);
    }
  }
});

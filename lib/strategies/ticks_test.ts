import assert from "node:assert/strict";
import type { Instrument, Side } from "../domain/mod.ts";
import { anchorTicks, stopBeyond, stopTicks, targetTicks } from "./ticks.ts";
import { HALF_TICK } from "./view_fixture.ts";

/** Tick 0.5: price, side, and the ticks of anchor, stop and target. */
const ROWS: readonly [number, Side, number, number, number][] = [
  [100, 1, 200, 200, 200],
  [100, -1, 200, 200, 200],
  [100.2, 1, 201, 200, 200],
  [100.2, -1, 200, 201, 201],
  [100.49, 1, 201, 200, 200],
];

Deno.test("anchorTicks() rounds against us, stopTicks() away from the entry, targetTicks() toward it", () => {
  for (const [price, side, anchor, stop, target] of ROWS) {
    assert.equal(anchorTicks(HALF_TICK, price, side), anchor);
    assert.equal(stopTicks(HALF_TICK, price, side), stop);
    assert.equal(targetTicks(HALF_TICK, price, side), target);
  }
});

Deno.test("stopBeyond() puts ticks and a share of the ATR between level and stop", () => {
  const buffer = { stop_buffer_ticks: 1, stop_buffer_atr: 0.1 };
  assert.equal(stopBeyond(HALF_TICK, buffer, 100, 5, 1), 198);
  assert.equal(stopBeyond(HALF_TICK, buffer, 100, 5, -1), 202);
  assert.equal(stopBeyond(HALF_TICK, buffer, 100, 5.1, 1), 197, "rounded away");
  assert.equal(stopBeyond(HALF_TICK, buffer, 100, 5.1, -1), 203, "rounded away");
  assert.equal(stopBeyond(HALF_TICK, { stop_buffer_ticks: 0, stop_buffer_atr: 0 }, 100, 5, 1), 200);
  assert.ok(Number.isNaN(stopBeyond(HALF_TICK, buffer, 100, NaN, 1)));
});

Deno.test("stopBeyond() lands on the tick that decimal arithmetic gives", () => {
  // 0.1 ticks are no doubles: 9187.1 - (0.1 + 0.1 x 24) = 9184.6 exactly in decimals
  const it: Instrument = { ...HALF_TICK, tickMantissa: 1, tickPow10: 10 };
  const buffer = { stop_buffer_ticks: 1, stop_buffer_atr: 0.1 };
  assert.equal(stopBeyond(it, buffer, 9187.1, 24, 1), 91_846);
  assert.equal(stopBeyond(it, buffer, 9187.1, 24, -1), 91_896);
});

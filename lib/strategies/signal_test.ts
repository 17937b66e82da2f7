import assert from "node:assert/strict";
import { Signal } from "./signal.ts";

function shortSignal(): Signal {
  const signal = Signal.create();
  Object.assign(signal, { side: -1, rule: "band_reversion", anchorTicks: 200, stopTicks: 210 });
  Object.assign(signal, { rewardRisk: 1.5, leverage: 1, score: 0.7 });
  Signal.addTarget(signal, 185, 50);
  Signal.addTarget(signal, 170, 50);
  return signal;
}

const ORIGIN = { system: "rr", symbol: "BTC/USDT:USDT", regime: "RANGE", barCloseMs: 1_600_000_000_000 };

Deno.test("Signal.toIntent() carries everything over, with the id of the decision", () => {
  assert.deepEqual(Signal.toIntent(shortSignal(), ORIGIN), {
    id: "rr:BTC/USDT:USDT:1600000000000:band_reversion:short",
    system: "rr",
    symbol: "BTC/USDT:USDT",
    side: -1,
    rule: "band_reversion",
    regime: "RANGE",
    barCloseMs: 1_600_000_000_000,
    anchorTicks: 200,
    stopTicks: 210,
    targets: [{ ticks: 185, sharePct: 50 }, { ticks: 170, sharePct: 50 }],
    leverage: 1,
    score: 0.7,
  });
});

Deno.test("Signal.toIntent() throws without a side", () => {
  assert.throws(() => Signal.toIntent(Signal.create(), ORIGIN), {
    message: "Cannot make an intent of a signal without a side",
  });
});

Deno.test("Signal.addTarget() throws on a third target", () => {
  assert.throws(() => Signal.addTarget(shortSignal(), 160, 10), RangeError);
});

Deno.test("Signal.clear() leaves nothing of an earlier signal", () => {
  const signal = shortSignal();
  Signal.clear(signal);
  assert.deepEqual(signal, Signal.create());
});

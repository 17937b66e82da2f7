import assert from "node:assert/strict";
import { Atr, type AtrMethod } from "./atr.ts";
import { assertSeries, type Bars, plainMean, run, sampleBars, windowed } from "./testkit_test.ts";
import { trueRange } from "./true_range.ts";

function atrOf(bars: Bars, period: number, method: AtrMethod): Float64Array {
  const state = Atr.create(period, { method });
  return run(bars.length, (i) => Atr.update(state, bars.high[i], bars.low[i], bars.close[i]));
}

/** True ranges from the second bar on. */
function rangesOf({ length, high, low, close }: Bars): Float64Array {
  return run(length - 1, (i) => trueRange(high[i + 1], low[i + 1], close[i]));
}

Deno.test("Atr.update() with method sma is the mean of the last n true ranges", () => {
  for (const { name, bars } of sampleBars()) {
    const expected = windowed(rangesOf(bars), 14, plainMean);
    const compared = assertSeries(atrOf(bars, 14, "sma"), [NaN, ...expected], 1e-12, { what: name });
    assert.equal(compared, bars.length - 14);
  }
});

Deno.test("Atr.update() smooths Wilder's way by default", () => {
  for (const { name, bars } of sampleBars()) {
    const ranges = rangesOf(bars);
    let value = plainMean(ranges.subarray(0, 14));
    const expected = [
      NaN,
      ...run(ranges.length, (i) => {
        if (i < 13) return NaN;
        if (i > 13) value += (ranges[i] - value) / 14;
        return value;
      }),
    ];
    assertSeries(atrOf(bars, 14, "wilder"), expected, 1e-12, { what: name });
    assert.equal(Atr.create(14).method, "wilder");
  }
});

Deno.test("Atr.create() refuses a method it does not know", () => {
  assert.throws(() => Atr.create(14, { method: "ema" as AtrMethod }), {
    name: "RangeError",
    message: 'Cannot create Atr as \'method\' must be "wilder" or "sma": current value is ema',
  });
});

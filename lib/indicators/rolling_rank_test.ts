import assert from "node:assert/strict";
import fc from "fast-check";
import { RollingRank } from "./rolling_rank.ts";
import {
  anyPeriod,
  assertSeries,
  type Bars,
  priceSeries,
  PROPERTY,
  run,
  sampleBars,
} from "./testkit_test.ts";

function rankOf(x: ArrayLike<number>, period: number): Float64Array {
  const state = RollingRank.create(period);
  return run(x.length, (i) => RollingRank.update(state, x[i]));
}

function batchRank(x: Bars["close"], period: number): Float64Array {
  return run(x.length, (i) => {
    if (i < period) return NaN;
    return x.subarray(i - period, i).filter((earlier) => earlier < x[i]).length / period;
  });
}

Deno.test("RollingRank.update() is the share of the previous n values strictly below the current one", () => {
  assertSeries(rankOf([1, 2, 3, 4, 9, 3, 3], 4), [NaN, NaN, NaN, NaN, 1, 0.25, 0], 0);
});

Deno.test("RollingRank.update() is 0 in a flat series", () => {
  assert.equal(rankOf([2, 2, 2, 2], 3)[3], 0);
});

Deno.test("prop: RollingRank.update() equals the batch count", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(rankOf(x, period), batchRank(x, period), 0);
    }),
    PROPERTY,
  );
});

Deno.test("RollingRank.update() equals the batch count on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    const compared = assertSeries(rankOf(bars.close, 119), batchRank(bars.close, 119), 0, { what: name });
    assert.equal(compared, bars.length - 119);
  }
});

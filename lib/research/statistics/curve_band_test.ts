import assert from "node:assert/strict";
import { type CurveBand, curveBand, isInsideBand } from "./curve_band.ts";
import { quantile } from "./moments.ts";
import { noise, shareHolding } from "./statistics_fixture.ts";

const LENGTH = 40;

/** Random walks, one after another. */
function walks(seed: string, count: number): Float64Array {
  let level = 0;
  return noise(seed, count * LENGTH).map((step, i) => level = (i % LENGTH === 0 ? 0 : level) + step);
}

/** Share of 400 new walks inside a band. */
function shareInside(band: CurveBand): number {
  const fresh = walks("fresh", 400);
  return shareHolding(400, (i) => isInsideBand(band, fresh.subarray(i * LENGTH, (i + 1) * LENGTH)));
}

Deno.test("curveBand() holds the stated share of whole curves, its own and new ones", () => {
  for (const coverage of [0.5, 0.9]) {
    const curves = walks("band", 1000);
    const band = curveBand(curves, 1000, coverage);
    const own = shareHolding(1000, (i) => isInsideBand(band, curves.subarray(i * LENGTH, (i + 1) * LENGTH)));
    assert.equal(own, coverage);
    assert.ok(Math.abs(shareInside(band) - coverage) < 0.06, `${shareInside(band)} of ${coverage}`);
  }
});

Deno.test("curveBand() is wider than quantiles per place, which far fewer curves stay inside", () => {
  const curves = walks("band", 1000);
  const columns = Array.from({ length: LENGTH }, (_, place) => curves.filter((_, i) => i % LENGTH === place));
  const perPlace = (share: number) => Float64Array.from(columns, (column) => quantile(column, share));
  const pointwise = { low: perPlace(0.05), middle: perPlace(0.5), high: perPlace(0.95) };
  assert.ok(shareInside(pointwise) < 0.75, `${shareInside(pointwise)}`);
});

Deno.test("curveBand() is flat where all curves agree, and isInsideBand() allows rounding alone", () => {
  const band = curveBand(Float64Array.of(1, 5, 2, 5, 3, 5, 4, 5), 4, 0.5);
  assert.deepEqual([band.low[1], band.middle[1], band.high[1]], [5, 5, 5]);
  assert.equal(band.middle[0], 2.5);
  assert.ok(isInsideBand(band, [2, 5 + 1e-12]));
  assert.ok(!isInsideBand(band, [2, 5.001]) && !isInsideBand(band, [NaN, 5]));
});

Deno.test("curveBand() refuses curves that are not of one length", () => {
  assert.throws(() => curveBand(new Float64Array(7), 3, 0.9), {
    name: "RangeError",
    message: /'places of a curve'/,
  });
});

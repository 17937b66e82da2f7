import fc from "fast-check";
import { SignChanges } from "./sign_changes.ts";
import { anyPeriod, assertSeries, PROPERTY, run } from "./testkit_test.ts";

function changesOf(x: ArrayLike<number>, period: number): Float64Array {
  const state = SignChanges.create(period);
  return run(x.length, (i) => SignChanges.update(state, x[i]));
}

const CASES = [
  { name: "counts each change once", series: [1, -1, 2, 3, 4], expected: [NaN, NaN, 1, 0.5, 0] },
  { name: "lets a zero keep the sign before", series: [1, 0, 2, 0, -1], expected: [NaN, NaN, 0, 0, 0.5] },
  {
    name: "judges nothing before the first sign",
    series: [NaN, 0, 0, -1, 1, 1],
    expected: [NaN, NaN, NaN, NaN, NaN, 0.5],
  },
];
for (const { name, series, expected } of CASES) {
  Deno.test(`SignChanges.update() ${name}`, () => {
    assertSeries(changesOf(series, 2), expected, 0);
  });
}

Deno.test("prop: SignChanges.update() equals the batch count", () => {
  const series = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 80, size: "max" });
  fc.assert(
    fc.property(series, anyPeriod, (x, period) => {
      let sign = 0;
      const signs = x.map((value) => sign = Math.sign(value) || sign);
      const first = signs.findIndex((s) => s !== 0);
      const expected = run(x.length, (i) => {
        if (first < 0 || i < first + period) return NaN;
        let changes = 0;
        for (let j = i - period + 1; j <= i; j++) if (signs[j] !== signs[j - 1]) changes += 1;
        return changes / period;
      });
      assertSeries(changesOf(x, period), expected, 0);
    }),
    PROPERTY,
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { normalCdf } from "./normal.ts";
import { near } from "./statistics_fixture.ts";
import { incompleteBeta, logGamma, studentTCdf, studentTQuantile } from "./student_t.ts";

Deno.test("studentTCdf() equals scipy's", () => {
  const table: [number, number, number][] = [
    [-12, 1000, 2.1620286933872145e-31],
    [-2, 1, 0.14758361765043326],
    [-0.5, 3, 0.3257239824240755],
    [1e-6, 5, 0.5000003796066899],
    [1.812461122811676, 10, 0.95],
    [2, 30, 0.9726874775185085],
    [4, 2, 0.9714045207910317],
  ];
  for (const [t, freedom, expected] of table) near(studentTCdf(t, freedom), expected, 1e-11, `cdf of ${t}`);
});

Deno.test("studentTQuantile() equals scipy's", () => {
  const table: [number, number, number][] = [
    [0.975, 1, 12.706204736174694],
    [0.975, 10, 2.228138851986274],
    [0.95, 30, 1.697260886593957],
    [1e-6, 5, -24.771029720515948],
    [0.3, 2, -0.6172133998483678],
  ];
  for (const [p, freedom, expected] of table) {
    near(studentTQuantile(p, freedom), expected, 1e-10, `quantile of ${p}`);
  }
  assert.deepEqual([0, 0.5, 1].map((p) => studentTQuantile(p, 4)), [-Infinity, 0, Infinity]);
});

Deno.test("studentTCdf() is NaN without freedom and nears the normal with much of it", () => {
  assert.ok(Number.isNaN(studentTCdf(1, 0)) && Number.isNaN(studentTCdf(NaN, 3)));
  assert.deepEqual([studentTCdf(-Infinity, 3), studentTCdf(Infinity, 3)], [0, 1]);
  near(studentTCdf(1.3, 20_000), normalCdf(1.3), 1e-4, "cdf");
});

Deno.test("incompleteBeta() and logGamma() equal scipy's", () => {
  near(incompleteBeta(0.4, 2, 3), 0.5248, 1e-13, "beta");
  near(incompleteBeta(0.1, 0.5, 0.5), 0.20483276469913345, 1e-13, "beta");
  near(incompleteBeta(0.9, 30, 7), 0.9371718576241628, 1e-12, "beta");
  assert.deepEqual([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)], [0, 1]);
  assert.ok(Number.isNaN(incompleteBeta(-0.1, 2, 3)));
  near(logGamma(0.5), 0.5723649429247, 1e-13, "log gamma");
  near(logGamma(3.7), 1.428072326665388, 1e-13, "log gamma");
  near(logGamma(100.5), 361.43554046777757, 1e-13, "log gamma");
});

Deno.test("studentTQuantile() undoes studentTCdf(), which is symmetric", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -8, max: 8, noNaN: true }),
      fc.integer({ min: 1, max: 200 }),
      (t, freedom) => {
        near(studentTQuantile(studentTCdf(-Math.abs(t), freedom), freedom), -Math.abs(t), 1e-6, "quantile");
        assert.ok(Math.abs(studentTCdf(t, freedom) + studentTCdf(-t, freedom) - 1) < 1e-14);
      },
    ),
    { seed: 11, numRuns: 200 },
  );
});

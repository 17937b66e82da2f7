import assert from "node:assert/strict";
import fc from "fast-check";
import { walkForwardWindows } from "./walk_forward.ts";

const WALK = { periods: 25, fitPeriods: 10, testPeriods: 5 };

Deno.test("walkForwardWindows() rolls, anchors, purges, steps and drops as asked", () => {
  const plain = (options: object) =>
    walkForwardWindows({ ...WALK, ...options })
      .map(({ fit, test }) => [fit.from, fit.to, test.from, test.to]);
  assert.deepEqual(plain({}), [[0, 10, 10, 15], [5, 15, 15, 20], [10, 20, 20, 25]]);
  assert.deepEqual(plain({ anchored: true }), [[0, 10, 10, 15], [0, 15, 15, 20], [0, 20, 20, 25]]);
  assert.deepEqual(plain({ purgePeriods: 2 }), [[0, 10, 12, 17], [5, 15, 17, 22], [10, 20, 22, 25]]);
  assert.deepEqual(plain({ purgePeriods: 2, dropPartial: true }), [[0, 10, 12, 17], [5, 15, 17, 22]]);
  assert.deepEqual(plain({ stepPeriods: 8 }), [[0, 10, 10, 15], [8, 18, 18, 23]]);
  assert.deepEqual(plain({ periods: 10 }), []);
});

Deno.test("walkForwardWindows() refuses tests that overlap", () => {
  assert.throws(() => walkForwardWindows({ ...WALK, stepPeriods: 4 }), {
    name: "RangeError",
    message: "Cannot plan a walk as 'stepPeriods' must be a whole number of at least 5: current value is 4",
  });
});

Deno.test("walkForwardWindows() tests each later period once and never fits on what it tests", () => {
  const cases = fc.record({
    periods: fc.integer({ min: 0, max: 200 }),
    fitPeriods: fc.integer({ min: 1, max: 50 }),
    testPeriods: fc.integer({ min: 1, max: 30 }),
    purgePeriods: fc.integer({ min: 0, max: 10 }),
    anchored: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, (options) => {
      let next = options.fitPeriods + options.purgePeriods;
      for (const { fit, test } of walkForwardWindows(options)) {
        assert.equal(test.from, next);
        assert.equal(fit.to + options.purgePeriods, test.from);
        assert.ok(options.anchored ? fit.from === 0 : fit.to - fit.from === options.fitPeriods);
        next = test.to;
      }
      assert.equal(next, Math.max(options.periods, options.fitPeriods + options.purgePeriods));
    }),
    { seed: 37, numRuns: 200 },
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { falseDiscoveryControl } from "./multiple_testing.ts";
import { normalCdf } from "./normal.ts";
import { near, noise } from "./statistics_fixture.ts";

Deno.test("falseDiscoveryControl() equals scipy's false_discovery_control", () => {
  const { adjusted, discovered } = falseDiscoveryControl([0.01, 0.04, 0.03, 0.005, 0.2], 0.04);
  [0.025, 0.05, 0.05, 0.025, 0.2].forEach((value, i) => near(adjusted[i], value, 1e-14, `p-value ${i}`));
  assert.deepEqual(discovered, [true, false, false, true, false]);
  assert.deepEqual(falseDiscoveryControl([], 0.1).discovered, []);
});

Deno.test("falseDiscoveryControl() refuses what is no p-value", () => {
  assert.throws(() => falseDiscoveryControl([0.2, NaN], 0.1), {
    name: "RangeError",
    message: "Cannot control false discoveries as a p-value must lie in 0..1: p-value 1 is NaN",
  });
});

Deno.test("falseDiscoveryControl() finds true effects and keeps the share of false ones below the rate", () => {
  let found = 0;
  let wrong = 0;
  for (let set = 0; set < 50; set++) {
    // the first 20 of 100 have an effect
    const pValues = noise(`fdr ${set}`, 100).map((x, i) => 1 - normalCdf(x + (i < 20 ? 4 : 0)));
    const { discovered } = falseDiscoveryControl(pValues, 0.1);
    discovered.forEach((is, i) => {
      if (is) found += 1;
      if (is && i >= 20) wrong += 1;
    });
  }
  assert.ok(found > 800 && wrong / found < 0.12, `${wrong} of ${found}`);
});

Deno.test("falseDiscoveryControl() never adjusts downwards nor changes the order", () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(pValues, (list) => {
      const { adjusted } = falseDiscoveryControl(list, 0.05);
      list.forEach((value, i) => {
        assert.ok(adjusted[i] >= value * (1 - 1e-12) && adjusted[i] <= 1);
        list.forEach((other, j) => assert.ok(value <= other ? adjusted[i] <= adjusted[j] : true));
      });
    }),
    { seed: 29, numRuns: 100 },
  );
});

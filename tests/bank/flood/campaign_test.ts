import assert from "node:assert/strict";
import { Campaign } from "./campaign.ts";

const DEFAULTS = { "seconds": 60, "cell-restarts": 200 };

Deno.test("Campaign.readNumbers() takes what is not given from the defaults", () => {
  assert.deepEqual(Campaign.readNumbers([], DEFAULTS), DEFAULTS);
  assert.deepEqual(Campaign.readNumbers(["--cell-restarts", "3"], DEFAULTS), {
    "seconds": 60,
    "cell-restarts": 3,
  });
});

for (const value of ["-1", "1.5", "ten", "", "1e3"]) {
  Deno.test(`Campaign.readNumbers() refuses "${value}"`, () => {
    const message = `Cannot run as --seconds must be a whole number: current value is "${value}"`;
    assert.throws(() => Campaign.readNumbers([`--seconds=${value}`], DEFAULTS), {
      name: "RangeError",
      message,
    });
  });
}

Deno.test("Campaign.readNumbers() refuses an option it does not know", () => {
  assert.throws(() => Campaign.readNumbers(["--minutes", "1"], DEFAULTS), TypeError);
});

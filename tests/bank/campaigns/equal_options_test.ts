import assert from "node:assert/strict";
import { readOptions } from "./equal_options.ts";

Deno.test("readOptions() gives the full campaign where nothing is asked", () => {
  assert.deepEqual(readOptions([]), {
    transfers: 100_000,
    delayMs: 20,
    skipDelays: false,
    unsortedRuns: 5,
    unsortedTransfers: 2_000,
    seed: "equal",
  });
});

Deno.test("readOptions() takes each option at its word", () => {
  const words =
    "--transfers 5000 --delay-ms 4 --skip-delays --unsorted-runs 0 --unsorted-transfers 300 --seed s";
  assert.deepEqual(readOptions(words.split(" ")), {
    transfers: 5_000,
    delayMs: 4,
    skipDelays: true,
    unsortedRuns: 0,
    unsortedTransfers: 300,
    seed: "s",
  });
});

Deno.test("readOptions() refuses numbers that are none or too small, and unknown options", () => {
  for (const [option, text] of [["--transfers", "0"], ["--transfers", "1e3"], ["--delay-ms", "2.5"]]) {
    assert.throws(() => readOptions([option, text]), {
      name: "RangeError",
      message: `Cannot run as ${option} must be a whole number of at least 1: current value is "${text}"`,
    });
  }
  assert.throws(() => readOptions(["--transfer", "5"]), TypeError);
});

import assert from "node:assert/strict";
import { FAULT_KINDS } from "../wrappers/fault_kinds.ts";
import { readOptions } from "./fire_options.ts";

Deno.test("readOptions() gives the full campaign where nothing is asked", () => {
  assert.deepEqual(readOptions([], "by the clock"), {
    faults: 500,
    deliveries: ["stepped", "free"],
    seed: "by the clock",
    transfers: 50_000,
    meanMs: 3_000,
    arsonMs: 5_000,
    kinds: FAULT_KINDS,
    keep: "",
  });
});

Deno.test("readOptions() takes each option at its word", () => {
  const words =
    "--faults 60 --delivery free --seed s --transfers 7 --mean-ms 1500 --arson-ms 2500 --kinds heap,throw --keep banks";
  assert.deepEqual(readOptions(words.split(" ")), {
    faults: 60,
    deliveries: ["free"],
    seed: "s",
    transfers: 7,
    meanMs: 1_500,
    arsonMs: 2_500,
    kinds: ["throw", "heap"],
    keep: "banks",
  });
});

Deno.test("readOptions() makes banks smaller where few faults are asked for", () => {
  assert.equal(readOptions(["--faults", "25"]).transfers, 10_000);
  assert.equal(readOptions(["--faults", "126"]).transfers, 50_000);
});

Deno.test("readOptions() refuses numbers that are none, other deliveries, and unknown options", () => {
  for (const text of ["0", "1e3", "2.5", "-1", ""]) {
    assert.throws(() => readOptions([`--faults=${text}`]), {
      name: "RangeError",
      message: `Cannot run as --faults must be a whole number above 0: current value is "${text}"`,
    });
  }
  assert.throws(() => readOptions(["--delivery", "fast"]), {
    name: "RangeError",
    message: 'Cannot run as --delivery must be stepped, free or both: current value is "fast"',
  });
  for (const text of ["fire", "", "heap,heap", "heap,fire"]) {
    assert.throws(() => readOptions([`--kinds=${text}`]), RangeError);
  }
  assert.throws(() => readOptions(["--fault", "5"]), TypeError);
});

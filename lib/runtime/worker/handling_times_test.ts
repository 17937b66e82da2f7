import assert from "node:assert/strict";
import { HandlingTimes } from "./handling_times.ts";

const cases = [
  { us: -1, bucket: 0 },
  { us: 0.999, bucket: 0 },
  { us: 1, bucket: 1 },
  { us: 1.999, bucket: 1 },
  { us: 2, bucket: 2 },
  { us: 1_023.9, bucket: 10 },
  { us: 1_024, bucket: 11 },
  { us: 2 ** 30 - 1, bucket: 30 },
  { us: 2 ** 30, bucket: 31 },
  { us: 1e15, bucket: 31 },
];

for (const { us, bucket } of cases) {
  Deno.test(`HandlingTimes.add() counts ${us} us in bucket ${bucket}, and grows no further`, () => {
    const times = HandlingTimes.create();
    HandlingTimes.add(times, us);
    assert.deepEqual(times, [...Array(bucket).fill(0), 1]);
  });
}

Deno.test("HandlingTimes.add() keeps what it counted before", () => {
  const times = HandlingTimes.create();
  for (const us of [5, 0.5, 6, 0.5]) HandlingTimes.add(times, us);
  assert.deepEqual(times, [2, 0, 0, 2]);
});

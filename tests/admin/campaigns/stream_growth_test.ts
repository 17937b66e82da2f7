import assert from "node:assert/strict";
import { growthOf } from "./stream_growth.ts";

const MINUTES = 10, SAMPLES = 200;
/** Memory of a process that warms up, collects garbage every 13 samples, and leaks so much a minute, MiB. */
const curve = (leak: number) =>
  Array.from({ length: SAMPLES }, (_, i) => {
    const warm = 100 - 40 * Math.exp(-i / 20), garbage = 20 * (i % 13) / 13;
    return warm + garbage + leak * i * MINUTES / SAMPLES;
  });

const CASES: { name: string; leak: number; isFlat: boolean }[] = [
  { name: "no leak", leak: 0, isFlat: true },
  { name: "a leak below what can be told from noise", leak: 0.3, isFlat: true },
  { name: "a leak of 2 MiB a minute", leak: 2, isFlat: false },
  { name: "memory that is given back", leak: -3, isFlat: true },
];

for (const { name, leak, isFlat } of CASES) {
  Deno.test(`growthOf() judges ${name}`, () => {
    const growth = growthOf(curve(leak), MINUTES);
    assert.equal(growth.isFlat, isFlat);
    assert.ok(Math.abs(growth.mibPerMinute - leak) < 0.4, `${growth.mibPerMinute}`);
  });
}

Deno.test("growthOf() says nothing of a few values", () => {
  assert.throws(() => growthOf(Array(22).fill(1), 1), RangeError);
});

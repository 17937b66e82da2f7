import assert from "node:assert/strict";
import { sharedCopy } from "./sweep_memory.ts";

Deno.test("sharedCopy() is the same data, with every typed array in shared memory", () => {
  const whole = Float64Array.of(1, NaN, 3, 4);
  const data = {
    ...{ name: "BTC", money: 5n, none: null, on: true, list: [{ deep: Int32Array.of(1, -2) }] },
    ...{ whole, part: whole.subarray(1, 3), bytes: Uint8Array.of(7, 8) },
  };
  const copy = sharedCopy(data);
  assert.deepEqual(copy, data);
  for (const view of [copy.whole, copy.part, copy.bytes, copy.list[0]!.deep]) {
    assert.ok(view.buffer instanceof SharedArrayBuffer);
  }
  assert.equal(copy.part.buffer, copy.whole.buffer, "views of one buffer still share it");
  whole[1] = 9;
  assert.ok(Number.isNaN(copy.whole[1]), "what was copied stays");
});

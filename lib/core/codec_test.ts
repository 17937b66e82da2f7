import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "./codec.ts";

const STATE = {
  price: 0.1,
  money: -12345678901234567890n,
  nothing: null,
  waiting: NaN,
  edge: [Infinity, -Infinity, -0],
  ring: new Float64Array([1, NaN, -0]),
  counts: new Int32Array([1, -2]),
  bytes: new Uint8Array([0, 255]),
  nested: { empty: {}, list: [] as number[], yes: true },
};

Deno.test("decodeState() restores what encodeState() wrote, typed arrays, bigints and NaN included", () => {
  const copy = decodeState(encodeState(STATE)) as typeof STATE;
  deepStrictEqual(copy, STATE);
  strictEqual(encodeState(copy), encodeState(STATE));
});

Deno.test("encodeState() keeps a window of a larger buffer to itself", () => {
  const window = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  deepStrictEqual(decodeState(encodeState({ window })), { window: new Float64Array([2, 3]) });
});

Deno.test("encodeState() refuses what is not plain data and says where", () => {
  throws(() => encodeState({ a: { b: () => 1 } }), /state\.a\.b/);
  throws(() => encodeState({ a: new Map() }), /state\.a/);
  throws(() => encodeState({ a: undefined }), /state\.a/);
  throws(() => encodeState({ $n: "1" }), /state\.\$n/);
  throws(() => encodeState([new Float32Array(1)]), /Float32Array/);
});

Deno.test("encodeState() round-trips any JSON value and any double", () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((v) => !JSON.stringify(v).includes('"$')),
      fc.double(),
      (value, double) => {
        deepStrictEqual(decodeState(encodeState([value, double])), [
          JSON.parse(JSON.stringify(value)),
          double,
        ]);
      },
    ),
    { seed: 4 },
  );
});

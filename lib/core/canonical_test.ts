import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "./canonical.ts";

Deno.test("canonicalJson() sorts keys, keeps shortest floats and writes bigints as integer strings", () => {
  strictEqual(
    canonicalJson({ b: 0.1 + 0.2, a: [1n, true, null, "x\n"], c: undefined, "10": -0, "9": 1e21 }),
    '{"10":0,"9":1e+21,"a":["1",true,null,"x\\n"],"b":0.30000000000000004}',
  );
});

Deno.test("canonicalJson() refuses numbers that are not finite and values that are not data", () => {
  for (const bad of [NaN, Infinity, () => 1, Symbol("x")]) throws(() => canonicalJson({ bad }), TypeError);
});

Deno.test("canonicalJson() does not depend on the order in which keys were written", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      return canonicalJson(object) === canonicalJson(reversed);
    }),
    { seed: 3 },
  );
});

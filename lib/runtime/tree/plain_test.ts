import assert from "node:assert/strict";
import { pathToUnplain } from "./plain.ts";

const CIRCLE: { self?: unknown } = {};
CIRCLE.self = CIRCLE;
const SHARED = { a: 1 };

const CASES: readonly { readonly name: string; readonly value: unknown; readonly path: string | null }[] = [
  { name: "null", value: null, path: null },
  { name: "a number that is none", value: NaN, path: null },
  { name: "a bigint", value: 1n, path: null },
  { name: "nested data", value: { list: [1, "b", { c: [true] }], empty: {} }, path: null },
  { name: "an object without a prototype", value: Object.assign(Object.create(null), { a: 1 }), path: null },
  { name: "the same object twice", value: [SHARED, SHARED], path: null },
  { name: "a field that is undefined", value: { a: 1, b: undefined }, path: null },
  { name: "a function in a list", value: { list: [1, () => 1] }, path: "args.list.1" },
  { name: "a symbol", value: Symbol("s"), path: "args" },
  { name: "a Map", value: { map: new Map() }, path: "args.map" },
  { name: "a date", value: [new Date(0)], path: "args.0" },
  { name: "an instance", value: new (class Foo {})(), path: "args" },
  { name: "a circle", value: CIRCLE, path: "args.self" },
];

for (const { name, value, path } of CASES) {
  Deno.test(`pathToUnplain() says of ${name}: ${path ?? "plain"}`, () => {
    assert.equal(pathToUnplain(value, "args"), path);
    if (path === null) assert.doesNotThrow(() => structuredClone(value));
  });
}

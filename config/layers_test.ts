import { deepStrictEqual } from "node:assert/strict";
import { leaves, mergeLayers } from "./layers.ts";

Deno.test("mergeLayers() lets later layers win key by key and remembers who wrote what", () => {
  const { values, origins, faults } = mergeLayers([
    { name: "one", values: { a: { b: 1, c: 2 }, list: [1, 2], d: "x" } },
    { name: "two", values: { a: { c: 3 }, list: [9] } },
    { name: "nothing", values: null },
    { name: "three", values: { e: { f: null } } },
  ]);
  deepStrictEqual(values, { a: { b: 1, c: 3 }, list: [9], d: "x", e: { f: null } });
  deepStrictEqual([...origins].sort(), [
    ["a", "two"],
    ["a.b", "one"],
    ["a.c", "two"],
    ["d", "one"],
    ["e", "three"],
    ["e.f", "three"],
    ["list", "two"],
  ]);
  deepStrictEqual(faults, []);
});

Deno.test("mergeLayers() leaves the layers as they were", () => {
  const low = { a: { b: 1 } }, high = { a: { b: 2 } };
  mergeLayers([{ name: "low", values: low }, { name: "high", values: high }]);
  deepStrictEqual([low, high], [{ a: { b: 1 } }, { a: { b: 2 } }]);
});

for (const value of [5, null, "x", [1]]) {
  Deno.test(`mergeLayers() keeps a section that ${JSON.stringify(value)} would replace, and says so`, () => {
    const { values, faults } = mergeLayers([
      { name: "one", values: { risk: { leverage: 1, stop: 2 } } },
      { name: "two", values: { risk: value } },
      { name: "three", values: { risk: { leverage: 3 } } },
    ]);
    deepStrictEqual(values, { risk: { leverage: 3, stop: 2 } });
    deepStrictEqual(faults, [
      `risk: a section is needed, found ${JSON.stringify(value)} (from two); put keys under it or remove it`,
    ]);
  });
}

Deno.test("mergeLayers() lets a section take the place of a value", () => {
  const { values } = mergeLayers([
    { name: "one", values: { a: 1 } },
    { name: "two", values: { a: { b: 2 } } },
  ]);
  deepStrictEqual(values, { a: { b: 2 } });
});

Deno.test("leaves() lists every leaf by its path, empty sections and lists among them", () => {
  deepStrictEqual(leaves({ a: { b: 1, c: {} }, d: [1, { e: 2 }], f: null }), [
    ["a.b", 1],
    ["a.c", {}],
    ["d", [1, { e: 2 }]],
    ["f", null],
  ]);
});

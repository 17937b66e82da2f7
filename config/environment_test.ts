import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { environmentLayers } from "./environment.ts";
import { load } from "./shipped_fixture.ts";

const asNumber = (text: string): unknown => {
  if (text === "bad") throw new Error("no value at line 1\nmore");
  return Number(text);
};

Deno.test("environmentLayers() spells a path by double underscores, a layer for each variable, by name", () => {
  const env = { BULKHEAD_B: "2", PATH: "3", BULKHEAD_A__X_Y__Z: "1", NOT_BULKHEAD_C: "4", bulkhead_d: "5" };
  deepStrictEqual(environmentLayers(env, {}, asNumber), {
    layers: [
      { name: "environment BULKHEAD_A__X_Y__Z", values: { a: { x_y: { z: 1 } } } },
      { name: "environment BULKHEAD_B", values: { b: 2 } },
    ],
    faults: [],
  });
});

Deno.test("environmentLayers() takes BULKHEAD_STORE as the path it is, whatever YAML would read in it", () => {
  for (const path of ["run/a.sqlite", "123", "true", "~", "a: b: c", "[x"]) {
    strictEqual(load("", { env: { BULKHEAD_STORE: path } }).config.store.path, path);
  }
});

Deno.test("environmentLayers() finds keys that have capitals", () => {
  const { config } = load("", { env: { BULKHEAD_SYSTEM__ROUTER__BREAKOUT: "null" } });
  strictEqual(config.system.router.BREAKOUT, null);
  const known = { Mixed_Case: { X: 1 } };
  const { layers } = environmentLayers(
    { BULKHEAD_MIXED_CASE__X: "2", BULKHEAD_NEW__Y: "3" },
    known,
    asNumber,
  );
  deepStrictEqual(layers.map(({ values }) => values), [{ Mixed_Case: { X: 2 } }, { new: { y: 3 } }]);
});

Deno.test("environmentLayers() reports a value that cannot be read by its variable, and reads the others", () => {
  const { layers, faults } = environmentLayers({ BULKHEAD_A: "bad", BULKHEAD_B: "1" }, {}, asNumber);
  deepStrictEqual(faults, ["environment BULKHEAD_A: not valid YAML: no value at line 1"]);
  deepStrictEqual(layers.map(({ name }) => name), ["environment BULKHEAD_B"]);
});

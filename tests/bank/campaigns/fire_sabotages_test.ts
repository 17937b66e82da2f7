import assert from "node:assert/strict";
import { patched } from "./equal_unsorted.ts";
import { SABOTAGES } from "./fire_sabotages.ts";

const PROGRAM = new URL("../../..", import.meta.url);

Deno.test("SABOTAGES fit the program as it is", async () => {
  for (const { name, patches } of SABOTAGES) {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const before = texts.get(patch.file) ?? await Deno.readTextFile(new URL(patch.file, PROGRAM));
      texts.set(patch.file, patched(before, patch));
      assert.notEqual(texts.get(patch.file), before, name);
    }
  }
});

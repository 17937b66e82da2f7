import assert from "node:assert/strict";
import { patched } from "../../program_copy.ts";
import { PARTS_SABOTAGES } from "./parts_sabotages.ts";

const PROGRAM = new URL("../../..", import.meta.url);

Deno.test("PARTS_SABOTAGES fit the program as it is", async () => {
  for (const { name, patches } of PARTS_SABOTAGES) {
    for (const patch of patches) {
      const before = await Deno.readTextFile(new URL(patch.file, PROGRAM));
      assert.notEqual(patched(before, patch), before, name);
    }
  }
});

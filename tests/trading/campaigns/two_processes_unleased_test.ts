import assert from "node:assert/strict";
import { patched } from "../../program_copy.ts";
import { UNLEASED } from "./two_processes_unleased.ts";

Deno.test("UNLEASED fits the program", async () => {
  for (const patch of UNLEASED) {
    assert.ok(patched(await Deno.readTextFile(patch.file), patch).includes(patch.replace));
  }
});

import assert from "node:assert/strict";
import { type ExitKind, type RestartType, shallRestart } from "./child_spec.ts";

const KINDS: readonly ExitKind[] = [
  "normal",
  "shutdown",
  "crash",
  "load_failed",
  "not_ready",
  "silence",
  "heap",
  "exit",
  "killed",
  "gave_up",
  "unkillable",
];

const NEVER_AGAIN: readonly { restart: RestartType; kinds: readonly ExitKind[] }[] = [
  { restart: "permanent", kinds: [] },
  { restart: "transient", kinds: ["normal", "shutdown"] },
  { restart: "temporary", kinds: KINDS },
];

for (const { restart, kinds } of NEVER_AGAIN) {
  Deno.test(`shallRestart() lets a ${restart} child end for ${kinds.length} of ${KINDS.length} reasons`, () => {
    assert.deepEqual(KINDS.filter((kind) => !shallRestart(restart, kind)), kinds);
  });
}

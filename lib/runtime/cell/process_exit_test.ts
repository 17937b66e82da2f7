import assert from "node:assert/strict";
import type { ExitKind } from "../supervision/child_spec.ts";
import { exitReasonOf } from "./process_exit.ts";

Deno.test("exitReasonOf() tells a full heap, a signal, a refusal and an exit code apart", () => {
  const cases: readonly [number | null, string | null, ExitKind, RegExp][] = [
    [0, null, "normal", /left/],
    [1, null, "exit", /exit code 1$/],
    [70, null, "load_failed", /refused to start/],
    [133, null, "heap", /heap.*exit code 133/],
    [null, "SIGTRAP", "heap", /heap.*SIGTRAP/],
    [null, "SIGKILL", "killed", /SIGKILL/],
    [null, "SIGSEGV", "killed", /SIGSEGV/],
    [null, null, "exit", /null/],
  ];
  for (const [code, signal, kind, detail] of cases) {
    const reason = exitReasonOf({ code, signal });
    assert.equal(reason.kind, kind, `${code} ${signal}`);
    assert.match(reason.detail, detail);
  }
});

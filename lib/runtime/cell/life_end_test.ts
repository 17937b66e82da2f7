import assert from "node:assert/strict";
import type { ExitKind } from "../supervision/child_spec.ts";
import type { CrashReport } from "../tree/protocol.ts";
import { LifeEnd } from "./life_end.ts";

const CRASH: CrashReport = {
  reason: { kind: "crash", detail: "own words" },
  ...{ name: "Error", message: "own words", stack: "", cause: "", handling: null },
};
const SILENCE = { kind: "silence", detail: "no heartbeat" } as const;
const LATER = { kind: "crash", detail: "seen later" } as const;

Deno.test("LifeEnd.reasonOf() says why a life ended by all that is known", () => {
  const cases: readonly [string, (end: LifeEnd) => void, ExitKind][] = [
    ["nothing known", () => {}, "exit"],
    ["told to stop, but closed without a word", (end) => end.wasToldToStop = true, "exit"],
    ["stopped as told", (end) => end.wasToldToStop = end.hasSaidStopped = true, "shutdown"],
    ["ended by itself", (end) => end.hasSaidStopped = true, "normal"],
    ["killed", (end) => end.wasKilled = true, "killed"],
    [
      "stopped, then killed",
      (end) => end.wasToldToStop = end.hasSaidStopped = end.wasKilled = true,
      "shutdown",
    ],
    ["noticed", (end) => LifeEnd.noteFault(end, SILENCE), "silence"],
    ["noticed, then killed", (end) => LifeEnd.noteFault(end, SILENCE) && (end.wasKilled = true), "silence"],
    ["said so itself", (end) => LifeEnd.noteCrash(end, CRASH), "crash"],
    ["noticed, then said so itself", (end) => {
      LifeEnd.noteFault(end, SILENCE);
      LifeEnd.noteCrash(end, CRASH);
    }, "crash"],
    ["crashed on its way to the stop", (end) => {
      end.wasToldToStop = true;
      LifeEnd.noteCrash(end, CRASH);
    }, "crash"],
  ];
  for (const [name, note, kind] of cases) {
    const end = LifeEnd.create();
    note(end);
    assert.equal(LifeEnd.reasonOf(end).kind, kind, name);
  }
});

Deno.test("LifeEnd.noteFault() and noteCrash() are true for the first failure alone", () => {
  const noticed = LifeEnd.create();
  assert.equal(LifeEnd.noteFault(noticed, SILENCE), true);
  assert.equal(LifeEnd.noteFault(noticed, LATER), false);
  assert.deepEqual(LifeEnd.reasonOf(noticed), SILENCE);
  assert.equal(LifeEnd.noteCrash(noticed, CRASH), false);
  const said = LifeEnd.create();
  assert.equal(LifeEnd.noteCrash(said, CRASH), true);
  assert.equal(LifeEnd.noteFault(said, LATER), false);
  assert.deepEqual(LifeEnd.reasonOf(said), CRASH.reason);
});

import assert from "node:assert/strict";
import { CellLife } from "./cell_life.ts";
import { drive, type Driven, gone, HEAP, pause, ready, upAndRunning } from "./driven_life_fixture.ts";

interface StopCase {
  readonly name: string;
  readonly before: (it: Driven) => Promise<void> | void;
  readonly log: readonly string[];
}

const STOPS: readonly StopCase[] = [
  {
    name: "kills a process that is not ready",
    before: () => {},
    log: ["> SIGKILL", "notice CellGone", "gone: shutdown"],
  },
  {
    name: "lets its worker end, then the process leave",
    before: upAndRunning,
    log: [
      "> StopWorker w#5",
      "down w: shutdown",
      "notice WorkerGone",
      "> Leave",
      "notice CellGone",
      "gone: shutdown",
    ],
  },
  {
    name: "starts no worker that was about to start",
    before: (it) => {
      it.hooks.onReport(ready());
      it.log.length = 0;
    },
    log: ["> Leave", "notice CellGone", "gone: shutdown"],
  },
];

for (const { name, before, log } of STOPS) {
  Deno.test(`CellLife.stop() ${name}`, async () => {
    using it = drive();
    await before(it);
    CellLife.stop(it.cell);
    await it.prepared();
    if (it.log.includes("> StopWorker w#5")) it.hooks.onReport(gone("shutdown"));
    const reason = it.log.includes("> Leave") ? "normal" : "killed";
    it.hooks.onExit({ kind: reason, detail: "" }, { code: 0, signal: null });
    assert.deepEqual(it.log, log);
  });
}

Deno.test("CellLife.stop() is no excuse for a process that dies of something else", async () => {
  using it = drive();
  await upAndRunning(it);
  CellLife.stop(it.cell);
  it.hooks.onExit(HEAP, { code: null, signal: "SIGTRAP" });
  assert.equal(it.log.at(-1), "gone: heap");
});

Deno.test("CellLife starts nothing in a process that becomes ready after it was to stop", async () => {
  using it = drive();
  CellLife.stop(it.cell);
  it.hooks.onReport(ready());
  await it.prepared();
  assert.deepEqual(it.log, ["> SIGKILL", "notice CellReady"]);
});

Deno.test("CellLife fails once its process has been silent for too long, and any report counts", async () => {
  using it = drive({}, { timing: { heartbeatMs: 5, silenceMs: 40 } });
  await pause(70);
  assert.deepEqual(it.log, [], "before it is ready, only the supervisor's time counts");
  await upAndRunning(it);
  for (let i = 0; i < 8; i++) {
    await pause(10);
    it.hooks.onReport({ kind: "Beat", workers: [] });
  }
  assert.deepEqual(it.log, []);
  // on a busy machine the root stands still itself at times, and then counts anew
  for (let i = 0; i < 200 && it.log.length === 0; i++) await pause(10);
  assert.deepEqual(it.log, ["notice CellFailed", "failed: silence"]);
});

const HOLDERS: readonly {
  readonly name: string;
  readonly readyMs: number;
  readonly ms: number;
  readonly log: string[];
}[] = [
  { name: "not at once", readyMs: 200, ms: 20, log: [] },
  { name: "while the cell has time left to become ready", readyMs: 40, ms: 40, log: ["kill holder 55"] },
];

for (const { name, readyMs, ms, log } of HOLDERS) {
  Deno.test(`CellLife has the holder of its lock killed, ${name}`, async () => {
    using it = drive({ readyMs });
    it.hooks.onReport({ kind: "LockHeld", pid: 55 });
    await pause(ms);
    assert.deepEqual(it.log, ["notice CellLockHeld", ...log]);
  });
}

Deno.test("CellLife leaves the holder of its lock alone once the cell is ready", async () => {
  using it = drive({ readyMs: 30 });
  it.hooks.onReport({ kind: "LockHeld", pid: 55 });
  it.hooks.onReport(ready());
  await pause(40);
  assert.deepEqual(it.log, ["notice CellLockHeld", "notice CellReady"]);
});

Deno.test("CellLife fails where the holder of its lock must not be killed", async () => {
  const refusal = new Deno.errors.PermissionDenied("not yours");
  using it = drive({ readyMs: 10 }, {
    killHolder: () => {
      throw refusal;
    },
  });
  it.hooks.onReport({ kind: "LockHeld", pid: 55 });
  await pause(20);
  assert.deepEqual(it.log, ["notice CellLockHeld", "notice CellFailed", "failed: load_failed"]);
});

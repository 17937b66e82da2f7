import assert from "node:assert/strict";
import type { ExitKind } from "../supervision/child_spec.ts";
import type { Deed } from "./deeds_fixture.ts";
import { driveCell, type DrivenCell } from "./driven_cell_fixture.ts";

interface EndCase {
  readonly what: Deed["what"];
  /** Of the WorkerFailed; null if there is none. */
  readonly failed: ExitKind | null;
  readonly gone: ExitKind;
  readonly detail: RegExp;
}

const ENDS: readonly EndCase[] = [
  { what: "throw", failed: "crash", gone: "crash", detail: /Uncaught Error: boom/ },
  { what: "reject", failed: "crash", gone: "crash", detail: /in promise.*boom/ },
  { what: "crash", failed: "crash", gone: "crash", detail: /in its own words/ },
  { what: "crash_and_throw", failed: "crash", gone: "crash", detail: /in its own words/ },
  { what: "close", failed: null, gone: "exit", detail: /without a word/ },
  { what: "exit", failed: null, gone: "exit", detail: /without a word/ },
  { what: "end", failed: null, gone: "normal", detail: /by itself/ },
];

Deno.test("a worker's end is noticed with its reason, and proven by itself if its thread yields", async (t) => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  let incarnation = 0;
  for (const { what, failed, gone, detail } of ENDS) {
    await t.step(what, async () => {
      const life = { id: "a", incarnation: ++incarnation };
      cell.start("a", { incarnation });
      assert.equal((await cell.next("WorkerReady", "a")).incarnation, incarnation);
      cell.tell("a", { what });
      const end = await cell.next("WorkerGone", "a");
      assert.deepEqual({ id: end.id, incarnation: end.incarnation }, life);
      assert.equal(end.reason.kind, gone);
      assert.match(end.reason.detail, detail);
      assert.equal(end.crash?.message, what.startsWith("crash") ? "in its own words" : undefined);
      const failures = cell.reports.filter(({ kind }) => kind === "WorkerFailed");
      assert.equal(failures.length, failed === null ? 0 : 1, "told once");
      if (failed === null) return;
      const failure = await cell.next("WorkerFailed", "a");
      assert.equal(failure.reason.kind, failed);
      assert.equal(failure.crash?.message, end.crash?.message);
    });
  }
});

Deno.test("a worker that is stopped or killed goes for that reason", async () => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  for (
    const [incarnation, kind, gone] of [[1, "StopWorker", "shutdown"], [2, "KillWorker", "killed"]] as const
  ) {
    cell.start("a", { incarnation });
    await cell.next("WorkerReady", "a");
    cell.process.send([{ kind, id: "a", incarnation: 9 }, { kind, id: "nobody", incarnation }]);
    cell.tell("a", { what: "send", to: "root" });
    await cell.next("Carry");
    cell.process.send([{ kind, id: "a", incarnation }]);
    const end = await cell.next("WorkerGone", "a");
    assert.deepEqual([end.incarnation, end.reason.kind], [incarnation, gone]);
  }
  assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerFailed"));
});

Deno.test("a worker that does not get as far as its lock goes too", async () => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  cell.start("a", { atBoot: "throw_at_boot" });
  const { reason } = await cell.next("WorkerFailed", "a");
  assert.equal(reason.kind, "load_failed");
  assert.match((await cell.next("WorkerGone", "a")).reason.detail, /bad start/);
  for (const [place, atBoot] of ["loop_at_boot", "close_at_boot", "silent_start"].entries()) {
    const incarnation = place + 2;
    cell.start("a", { incarnation, atBoot });
    await cell.next("Beat");
    await cell.next("Beat");
    cell.process.send([{ kind: "KillWorker", id: "a", incarnation }]);
    assert.equal((await cell.next("WorkerGone", "a")).reason.kind, "killed", atBoot);
  }
});

Deno.test("a worker that may more than its cell cannot start", async () => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  cell.start("a", { permissions: { net: ["127.0.0.1:9"] } });
  const { reason } = await cell.next("WorkerFailed", "a");
  assert.equal(reason.kind, "load_failed");
  assert.match(reason.detail, /Can't escalate parent thread permissions/);
  await cell.next("WorkerGone", "a");
});

Deno.test("workers that wait for their turn to start can be stopped and killed", async () => {
  const ids = ["a", "b", "c", "d"];
  await using cell = driveCell({ workers: ids });
  await cell.next("CellReady");
  for (const id of ids) cell.start(id);
  cell.process.send([
    { kind: "StopWorker", id: "b", incarnation: 1 },
    { kind: "KillWorker", id: "c", incarnation: 1 },
  ]);
  assert.equal((await cell.next("WorkerGone", "b")).reason.kind, "shutdown");
  assert.equal((await cell.next("WorkerGone", "c")).reason.kind, "killed");
  await cell.next("WorkerReady", "a");
  await cell.next("WorkerReady", "d");
  assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerReady"), "b and c never start");
});

for (const what of ["loop", "loop_microtasks"] as const) {
  Deno.test(`a worker in a ${what} is silent, and no kill proves its end but that of the process`, async () => {
    await using cell = driveCell({ workers: ["a", "b"] });
    await startBoth(cell);
    cell.tell("a", { what });
    const { reason } = await cell.next("WorkerFailed", "a");
    assert.equal(reason.kind, "silence");
    assert.match(reason.detail, /no heartbeat for \d+ ms/);
    cell.process.send([{ kind: "KillWorker", id: "a", incarnation: 1 }]);
    for (let beats = 0; beats < 20; beats++) await cell.next("Beat");
    assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerGone" || kind === "WorkerFailed"));
    cell.tell("b", { what: "send", to: "root" });
    await cell.next("Carry");
    cell.process.kill();
    assert.equal((await cell.exited()).reason.kind, "killed");
  });
}

Deno.test("a cell leaves although a thread in it never yields", async () => {
  await using cell = driveCell({ workers: ["a", "b"] });
  await startBoth(cell);
  cell.tell("a", { what: "loop" });
  await cell.next("Note", "a");
  cell.process.send([{ kind: "Leave" }]);
  assert.deepEqual((await cell.exited()).exit, { code: 0, signal: null });
});

Deno.test("a worker that beats but hangs in one message, or beats no more, is silent once", async () => {
  await using cell = driveCell({ workers: ["a", "b"] });
  await startBoth(cell);
  cell.tell("a", { what: "hang" });
  cell.tell("b", { what: "mute" });
  assert.match((await cell.next("WorkerFailed", "a")).reason.detail, /busy with one message for \d+ ms/);
  assert.match((await cell.next("WorkerFailed", "b")).reason.detail, /no heartbeat for \d+ ms/);
  for (let beats = 0; beats < 5; beats++) await cell.next("Beat");
  assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerFailed"), "told once");
  cell.process.send([{ kind: "KillWorker", id: "a", incarnation: 1 }]);
  assert.equal((await cell.next("WorkerGone", "a")).reason.kind, "silence");
});

Deno.test("a worker that starts for long is not silent", async () => {
  await using cell = driveCell({ workers: ["a"], timing: { heartbeatMs: 10, silenceMs: 50 } });
  await cell.next("CellReady");
  cell.start("a", { atBoot: "silent_start" });
  for (let beats = 0; beats < 20; beats++) await cell.next("Beat");
  assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerFailed"));
});

for (const stoppedMs of [200, 800]) {
  Deno.test(`a cell whose process is stopped for ${stoppedMs} ms blames none of its workers`, async () => {
    await using cell = driveCell({ workers: ["a", "b"] });
    await startBoth(cell);
    Deno.kill(cell.process.pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, stoppedMs));
    Deno.kill(cell.process.pid, "SIGCONT");
    for (let beats = 0; beats < 10; beats++) await cell.next("Beat");
    cell.tell("a", { what: "send", to: "root" });
    await cell.next("Carry");
    assert.ok(!cell.reports.some(({ kind }) => kind === "WorkerFailed"));
  });
}

Deno.test("a start while the earlier life is not proven gone ends the cell", async () => {
  await using cell = driveCell({ workers: ["a", "b"] });
  await startBoth(cell);
  cell.start("a", { incarnation: 2 });
  assert.deepEqual((await cell.exited()).exit, { code: 1, signal: null });
});

async function startBoth(cell: DrivenCell): Promise<void> {
  await cell.next("CellReady");
  for (const id of ["a", "b"]) {
    cell.start(id);
    await cell.next("WorkerReady", id);
  }
}

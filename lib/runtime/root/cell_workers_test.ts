import assert from "node:assert/strict";
import type { AgentReport } from "../tree/protocol.ts";
import { CellLife } from "./cell_life.ts";
import { drive, gone, HEAP, pause, ready, upAndRunning } from "./driven_life_fixture.ts";
import { life, metrics, workerSpec } from "./life_fixture.ts";

Deno.test("CellWorkers starts a worker when its start is prepared, and is up when it is ready", async () => {
  using it = drive();
  it.hooks.onReport(ready());
  assert.deepEqual(it.log, ["notice CellReady"], "its epoch may not be raised yet");
  await it.prepared();
  it.hooks.onReport({ kind: "WorkerReady", id: "w", incarnation: 5, actors: [] });
  assert.deepEqual(it.log.slice(1), [
    "notice WorkerStarted",
    "> StartWorker w#5",
    "notice WorkerReady",
    "ready w",
    "up",
  ]);
});

Deno.test("CellWorkers fences a worker that failed, and starts no other life before the proof", async () => {
  using it = drive();
  await upAndRunning(it);
  const reason = { kind: "silence", detail: "" } as const;
  it.hooks.onReport({ kind: "WorkerFailed", id: "w", incarnation: 5, reason, crash: null });
  assert.deepEqual(it.log, ["notice WorkerFailed", "down w: silence", "> KillWorker w#5"]);
  await pause(5);
  await it.prepared();
  assert.equal(it.log.length, 3);
  it.hooks.onReport(gone("crash"));
  await pause(5);
  await it.prepared();
  assert.deepEqual(it.log.slice(3), [
    "notice WorkerGone",
    "notice Restarting",
    "notice WorkerStarted",
    "> StartWorker w#6",
  ]);
});

Deno.test("CellWorkers fails where a worker outlives its kill, and says it once", async () => {
  using it = drive();
  await upAndRunning(it);
  const reason = { kind: "silence", detail: "" } as const;
  it.hooks.onReport({ kind: "WorkerFailed", id: "w", incarnation: 5, reason, crash: null });
  await pause(30);
  it.hooks.onReport({ kind: "CellRefused", why: "too late" });
  assert.deepEqual(it.log.slice(3), ["notice GaveUp", "notice CellFailed", "failed: unkillable"]);
});

Deno.test("CellWorkers takes the end of the process as the proof for all that lived in it", async () => {
  using it = drive({ workers: [workerSpec("w"), workerSpec("x")] });
  await upAndRunning(it);
  it.hooks.onExit(HEAP, { code: null, signal: "SIGTRAP" });
  assert.deepEqual(it.log, [
    "notice WorkerFailed",
    "down w: heap",
    "notice WorkerGone",
    "notice CellGone",
    "gone: heap",
  ]);
  await it.cell.exited.promise;
  await it.prepared();
  assert.equal(it.log.length, 5, "x was about to start");
});

Deno.test("CellWorkers leaves out workers that never come back, and keeps what became of the others before", async () => {
  const last = life("w", { incarnation: 3, phase: "gone" });
  using it = drive({ workers: [workerSpec("dropped"), workerSpec("w")] }, {}, new Map([["w", last]]));
  assert.equal(it.cell.workers.get("w"), last);
  it.hooks.onReport(ready());
  await it.prepared();
  assert.deepEqual(it.log.slice(1), ["notice WorkerStarted", "> StartWorker w#5"]);
  assert.equal(it.cell.workers.get("w")!.incarnation, 5);
});

Deno.test("CellWorkers tells nothing of an earlier life, and keeps metrics of the present one alone", async () => {
  using it = drive();
  await upAndRunning(it);
  it.hooks.onReport(gone("crash", 4));
  it.hooks.onReport({ kind: "WorkerReady", id: "w", incarnation: 4, actors: [] });
  it.hooks.onReport({ kind: "WorkerReady", id: "w", incarnation: 5, actors: [] });
  const [old, now] = [metrics({ busyMs: 1 }), metrics({ busyMs: 2 })];
  it.hooks.onReport({ kind: "Beat", workers: [{ id: "w", incarnation: 5, metrics: now }] });
  it.hooks.onReport({ kind: "Beat", workers: [{ id: "w", incarnation: 4, metrics: old }] });
  assert.deepEqual(it.log, []);
  assert.equal(it.cell.workers.get("w")!.metrics, now);
  it.hooks.onReport({ kind: "Note", id: "w", incarnation: 5, note: "n" });
  assert.deepEqual(it.log, ["notice Note"]);
});

Deno.test("CellWorkers drops a temporary worker that ends, and goes on without it", async () => {
  using it = drive({ workers: [workerSpec("w", [], { restart: "temporary" })] });
  await upAndRunning(it);
  it.hooks.onReport(gone("crash"));
  assert.deepEqual(it.log, [
    "notice WorkerFailed",
    "down w: crash",
    "notice WorkerGone",
    "notice Dropped",
    "dropped w",
  ]);
});

Deno.test("CellLife.send() loses what a worker does not take, and restart() stops one in order and starts it again", async () => {
  using it = drive();
  assert.equal(CellLife.send(it.cell, "w", []), false);
  await upAndRunning(it);
  assert.equal(CellLife.send(it.cell, "w", []), true);
  assert.equal(CellLife.send(it.cell, "nobody", []), false);
  CellLife.restart(it.cell, "w");
  it.hooks.onReport(gone("shutdown"));
  await it.prepared();
  assert.deepEqual(it.log, [
    "> Carry",
    "> StopWorker w#5",
    "down w: shutdown",
    "notice WorkerGone",
    "notice WorkerStarted",
    "> StartWorker w#6",
  ]);
});

Deno.test("CellWorkers ends the root where a start cannot be prepared, or what it is told cannot be read", async () => {
  using it = drive({}, { prepare: () => Promise.reject(new Error("no epoch")) });
  it.hooks.onReport(ready());
  await it.prepared();
  it.hooks.onReport({ kind: "Carry" } as AgentReport);
  assert.equal(it.log[1], "fatal: Error: no epoch");
  assert.match(it.log[2], /^fatal: TypeError/);
});

import assert from "node:assert/strict";
import type { Notice, NoticeBody } from "../../../lib/runtime/root/notices.ts";
import { FireJudge, LAST_STEPS_MS } from "./fire_judge.ts";

const REASON = { kind: "crash", detail: "" } as const;
const EFFECTIVE = {} as Extract<Notice, { kind: "CellReady" }>["effective"];

/** A machine on which these processes live: the ticks of their births and their worker threads, by number. */
function machineOf(processes: Record<number, { bornAt: number; threads: number }>) {
  return {
    processes,
    bornAt: (pid: number) => processes[pid]?.bornAt ?? null,
    workerThreads: (pid: number) => processes[pid]?.threads ?? 0,
  };
}

function judgeOn(probe = machineOf({})) {
  const judge = FireJudge.create(probe, new Map([["vault", ["journal", "w"]]]));
  const tell = (body: NoticeBody, rootNo = judge.rootNo) =>
    FireJudge.onNotice(judge, rootNo, { ...body, atMs: 1 } as Notice);
  return {
    judge,
    started: (worker: string, incarnation: number) => tell({ kind: "WorkerStarted", worker, incarnation }),
    gone: (worker: string, incarnation: number) =>
      tell({ kind: "WorkerGone", worker, incarnation, reason: REASON, crash: null }),
    failed: (worker: string, incarnation: number) =>
      tell({ kind: "WorkerFailed", worker, incarnation, reason: REASON, crash: null }),
    cellReady: (pid: number) => tell({ kind: "CellReady", cell: "vault", pid, effective: EFFECTIVE }),
    cellGone: (pid: number) => tell({ kind: "CellGone", cell: "vault", pid, reason: REASON }),
  };
}

Deno.test("FireJudge takes starts whose predecessor is proven gone, and each worker's on its own", () => {
  const { judge, started, gone } = judgeOn();
  started("w", 1);
  started("v", 1);
  gone("w", 1);
  started("w", 2);
  assert.deepEqual([judge.breaches, judge.starts, judge.early], [[], 3, 0]);
});

Deno.test("FireJudge finds a start before the exit proof, which a failure is not", () => {
  const { judge, started, failed, gone } = judgeOn();
  started("w", 1);
  gone("w", 0);
  failed("w", 1);
  started("w", 2);
  assert.deepEqual(judge.breaches, ["w#2 started before w#1 was proven gone"]);
  assert.deepEqual([judge.starts, judge.early], [2, 1]);
});

Deno.test("FireJudge finds a life that has the number of an earlier one, but for those of another root", () => {
  const { judge, started, gone } = judgeOn();
  started("w", 1);
  gone("w", 1);
  FireJudge.onRoot(judge, 2);
  started("w", 1);
  assert.deepEqual(judge.breaches, []);
  gone("w", 1);
  started("w", 1);
  assert.deepEqual(judge.breaches, ["w#1 started after w#1"]);
});

Deno.test("FireJudge does not take late words of a dead root for the next one's", () => {
  const { judge, started } = judgeOn();
  FireJudge.onRoot(judge, 2);
  started("w", 1);
  const late = { kind: "WorkerStarted", worker: "w", incarnation: 7, atMs: 1 } as const;
  FireJudge.onNotice(judge, 1, late);
  assert.deepEqual([judge.breaches, judge.starts], [[], 1]);
});

Deno.test("FireJudge asks the machine whether an earlier process of a cell lives when the next is ready", () => {
  const machine = machineOf({ 7: { bornAt: 100, threads: 2 }, 8: { bornAt: 200, threads: 2 } });
  const { judge, cellReady } = judgeOn(machine);
  cellReady(7);
  FireJudge.onRoot(judge, 2);
  cellReady(8);
  assert.deepEqual(judge.breaches, ["Cell vault is ready as process 8 while process 7 of it lives"]);
  assert.equal(judge.early, 1);
  assert.deepEqual(FireJudge.left(judge), [7, 8]);
});

Deno.test("FireJudge does not take a number that was given again for the process that had it", () => {
  const machine = machineOf({ 7: { bornAt: 100, threads: 2 } });
  const { judge, cellReady } = judgeOn(machine);
  cellReady(7);
  machine.processes[7] = { bornAt: 150, threads: 0 };
  machine.processes[8] = { bornAt: 200, threads: 2 };
  cellReady(8);
  assert.deepEqual([judge.breaches, FireJudge.left(judge)], [[], [8]]);
});

Deno.test("FireJudge finds a process that is told gone and lives", () => {
  const machine = machineOf({ 7: { bornAt: 100, threads: 2 } });
  const { judge, cellReady, cellGone } = judgeOn(machine);
  cellReady(7);
  cellGone(7);
  assert.deepEqual(judge.breaches, ["Cell vault is told gone while process 7 lives"]);
});

Deno.test("FireJudge finds a cell that goes on with more worker threads than workers", () => {
  const machine = machineOf({ 7: { bornAt: 100, threads: 2 } });
  const { judge, cellReady } = judgeOn(machine);
  cellReady(7);
  const look = (threads: number, nowMs: number) => {
    machine.processes[7] = { bornAt: 100, threads };
    FireJudge.lookAtThreads(judge, nowMs);
  };
  look(2, 0);
  look(3, 100);
  look(3, 100 + LAST_STEPS_MS);
  look(2, 1_200);
  assert.deepEqual(
    [judge.breaches, judge.longestCrowdMs],
    [[], LAST_STEPS_MS],
    "last steps are no second life",
  );
  look(3, 1_300);
  look(3, 2_500);
  look(3, 2_510);
  assert.deepEqual(judge.breaches, [], "too few looks to know that it is the same one");
  look(3, 2_520);
  assert.deepEqual(judge.breaches, ["Cell vault (process 7) ran 3 threads of 2 workers for 1220 ms"]);
  assert.deepEqual([judge.looks, judge.early], [8, 1]);
});

Deno.test("FireJudge does not look at processes that are over", () => {
  const machine = machineOf({ 7: { bornAt: 100, threads: 3 } });
  const { judge, cellReady } = judgeOn(machine);
  cellReady(7);
  delete machine.processes[7];
  FireJudge.lookAtThreads(judge, 0);
  machine.processes[7] = { bornAt: 300, threads: 3 };
  for (let nowMs = 100; nowMs < 3_000; nowMs += 100) FireJudge.lookAtThreads(judge, nowMs);
  assert.deepEqual([judge.breaches, judge.looks], [[], 0]);
});

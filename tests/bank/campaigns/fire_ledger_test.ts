import assert from "node:assert/strict";
import type { Notice, NoticeBody } from "../../../lib/runtime/root/notices.ts";
import { type FireFault, FireLedger } from "./fire_ledger.ts";

const CELLS = new Map([["vault", ["journal", "w"]], ["branch", ["v"]]]);
const CRASH = { kind: "crash", detail: "it threw" } as const;
const SILENCE = { kind: "silence", detail: "" } as const;

/** A ledger, with what the root of a number tells it at a time. */
function ledgerOf(rootNo = 1) {
  const ledger = FireLedger.create(CELLS);
  const tell = (atMs: number, body: NoticeBody, root = rootNo) =>
    FireLedger.onNotice(ledger, root, { ...body, atMs } as Notice);
  return {
    ledger,
    fault: (atMs: number, worker: string, incarnation: number, fault = "throw") =>
      // the notice comes later than the fault: its own time counts
      tell(atMs + 3, {
        ...{ kind: "Note", worker, incarnation },
        note: { fault, atMs, worker, incarnation },
      }),
    failed: (atMs: number, worker: string, incarnation: number, root = rootNo) =>
      tell(atMs, { kind: "WorkerFailed", worker, incarnation, reason: CRASH, crash: null }, root),
    ready: (atMs: number, worker: string, root = rootNo) =>
      tell(atMs, { kind: "WorkerReady", worker, incarnation: 9 }, root),
    cellFailed: (atMs: number, cell: string, pid: number) =>
      tell(atMs, { kind: "CellFailed", cell, pid, reason: SILENCE }),
  };
}

const TOLD = ["detectedMs", "noticedAs", "recoveredMs", "isCutShort"] as const;

function told(fault: FireFault | undefined): unknown[] {
  return TOLD.map((key) => fault?.[key]);
}

Deno.test("FireLedger measures from a worker's fault to its failure and to its next readiness", () => {
  const { ledger, fault, failed, ready } = ledgerOf();
  fault(100, "w", 1);
  ready(105, "w");
  failed(110, "w", 1);
  failed(115, "w", 1);
  ready(120, "v");
  ready(130, "w");
  ready(140, "w");
  assert.deepEqual(told(ledger.faults[0]), [110, "crash", 130, false]);
  assert.equal(ledger.open.size, 0);
});

Deno.test("FireLedger takes only what befalls the very life that was hit, after it was hit", () => {
  const { ledger, fault, failed } = ledgerOf();
  fault(100, "w", 2);
  failed(99, "w", 2);
  failed(110, "w", 1);
  failed(110, "v", 2);
  failed(110, "w", 2, 2);
  assert.deepEqual(told(ledger.faults[0]), [null, "", null, false]);
});

Deno.test("FireLedger finds a worker that crashes though nothing was done to that life of it", () => {
  const { ledger, fault, failed } = ledgerOf();
  fault(100, "w", 1);
  failed(110, "w", 1);
  failed(120, "w", 1);
  FireLedger.onNotice(ledger, 1, {
    ...{ kind: "WorkerFailed", atMs: 130, worker: "w", incarnation: 2, reason: SILENCE, crash: null },
  });
  assert.deepEqual(ledger.unprovoked, []);
  failed(140, "w", 2);
  failed(150, "v", 1);
  failed(160, "w", 1, 2);
  const text = "failed though nothing was done to it: it threw";
  assert.deepEqual(ledger.unprovoked, [`w#2 ${text}`, `v#1 ${text}`, `w#1 ${text}`]);
});

Deno.test("FireLedger waits for all workers of a cell that was hit", () => {
  const { ledger, ready, cellFailed } = ledgerOf();
  FireLedger.onCellHit(ledger, { kind: "kill_cell", where: "vault", life: 77, rootNo: 1, atMs: 100 });
  cellFailed(105, "vault", 76);
  cellFailed(110, "vault", 77);
  ready(120, "w");
  assert.deepEqual(told(ledger.faults[0]), [110, "silence", null, false]);
  ready(150, "journal");
  assert.deepEqual(told(ledger.faults[0]), [110, "silence", 150, false]);
});

Deno.test("FireLedger does not blame a freeze for what comes long after it", () => {
  const { ledger, cellFailed } = ledgerOf();
  const freeze = { kind: "freeze_short", where: "vault", life: 77, rootNo: 1, atMs: 100 } as const;
  FireLedger.onCellHit(ledger, { ...freeze, untilMs: 2_000 });
  cellFailed(2_001, "vault", 77);
  assert.equal(ledger.faults[0].detectedMs, null);
  FireLedger.onRootEnd(ledger, { rootNo: 1, kind: null, pid: 5, hitMs: 3_000, atMs: 3_000 });
  assert.equal(ledger.faults[0].isCutShort, false, "it was harmless");
});

Deno.test("FireLedger cuts short what a root did not live to overcome, and lets the next one overcome its death", () => {
  const { ledger, fault, ready } = ledgerOf();
  fault(100, "w", 1);
  FireLedger.onRootEnd(ledger, { rootNo: 1, kind: "kill_root", pid: 5, hitMs: 200, atMs: 210 });
  assert.deepEqual(told(ledger.faults[0]), [null, "", null, true]);
  for (const worker of ["journal", "w", "v"]) ready(300, worker, 1);
  assert.deepEqual(told(ledger.faults[1]), [210, "SIGKILL", null, false], "a late word of the dead root");
  for (const [i, worker] of ["journal", "w", "v"].entries()) ready(400 + i, worker, 2);
  assert.deepEqual(told(ledger.faults[1]), [210, "SIGKILL", 402, false]);
  assert.deepEqual(ledger.faults.map(({ where }) => where), ["w", "root"]);
});

Deno.test("FireLedger finds what nobody notices or overcomes under a root that lives", () => {
  const { ledger, fault, failed, ready } = ledgerOf();
  fault(0, "w", 1, "regex");
  FireLedger.onRootHit(ledger, { kind: "freeze_root", life: 5, rootNo: 1, atMs: 0, untilMs: 500 });
  assert.equal(FireLedger.overdue(ledger, 20_000), null);
  assert.equal(FireLedger.overdue(ledger, 20_001), "regex of w (1) was not noticed in 20000 ms");
  failed(21_000, "w", 1);
  assert.equal(FireLedger.overdue(ledger, 90_000), null);
  assert.equal(
    FireLedger.overdue(ledger, 90_001),
    "regex of w (1) was noticed and not overcome in 90000 ms",
  );
  ready(90_002, "w");
  assert.equal(FireLedger.overdue(ledger, 1e9), null);
});

Deno.test("FireLedger counts faults, but not that a root gave up for them", () => {
  const { ledger, fault } = ledgerOf();
  fault(1, "w", 1);
  fault(2, "w", 2, "stack");
  fault(3, "v", 1);
  FireLedger.onRootEnd(ledger, { rootNo: 1, kind: "gave_up", pid: 5, hitMs: 9, atMs: 9 });
  assert.equal(FireLedger.total(ledger), 3);
  assert.deepEqual(Object.fromEntries(FireLedger.count(ledger, ({ kind }) => kind)), {
    throw: 2,
    stack: 1,
    gave_up: 1,
  });
  assert.equal(ledger.faults.at(-1)!.noticedAs, "exit code 70");
});

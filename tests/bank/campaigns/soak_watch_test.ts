import assert from "node:assert/strict";
import type { Notice } from "../../../lib/runtime/mod.ts";
import { SoakWatch } from "./soak_watch.ts";

const MEANT = {
  reason: { kind: "crash", detail: "" },
  name: "Error",
  message: "Life 1 of worker/0 ends",
  stack: "",
};

function failed(worker: string, message: string | null, kind = "crash"): Notice {
  const reason = { kind, detail: "" };
  const crash = message === null ? null : { ...MEANT, message, cause: "", handling: null };
  return { kind: "WorkerFailed", atMs: 1, worker, incarnation: 1, reason, crash } as Notice;
}

function ready(worker: string): Notice {
  return { kind: "WorkerReady", atMs: 1, worker, incarnation: 1 };
}

function birth(atMs: number, locks: number): Notice {
  return { kind: "Note", atMs, worker: "worker/0", incarnation: 1, note: { locks } };
}

const CASES: readonly { readonly name: string; readonly isCellPhase: boolean; readonly notice: Notice }[] = [
  { name: "another worker", isCellPhase: false, notice: failed("worker/1", "Life 1 of worker/1 ends") },
  { name: "the worker for a reason of its own", isCellPhase: false, notice: failed("worker/0", "oops") },
  { name: "the cell's workers too early", isCellPhase: false, notice: failed("worker/4", null, "killed") },
  { name: "the journal", isCellPhase: true, notice: failed("journal", null, "killed") },
  { name: "the worker too late", isCellPhase: true, notice: failed("worker/0", "Life 1 of worker/0 ends") },
];

for (const { name, isCellPhase, notice } of CASES) {
  Deno.test(`SoakWatch notes the failure of ${name}`, () => {
    const watch = SoakWatch.create("worker/0", "branch");
    watch.isCellPhase = isCellPhase;
    SoakWatch.onNotice(watch, notice);
    assert.equal(watch.others.length, 1);
  });
}

Deno.test("SoakWatch notes who starts again without having failed", () => {
  const watch = SoakWatch.create("worker/0", "branch");
  const started = (worker: string, incarnation: number): Notice => ({
    kind: "WorkerStarted",
    atMs: 1,
    worker,
    incarnation,
  });
  for (const [worker, incarnation] of [["worker/1", 1], ["worker/0", 2]] as const) {
    SoakWatch.onNotice(watch, started(worker, incarnation));
  }
  assert.deepEqual(watch.others, []);
  SoakWatch.onNotice(watch, started("worker/1", 2));
  assert.equal(watch.others.length, 1);
});

Deno.test("SoakWatch takes the deaths that are meant, each in its time", () => {
  const watch = SoakWatch.create("worker/0", "branch");
  SoakWatch.onNotice(watch, failed("worker/0", "Life 1 of worker/0 ends"));
  watch.isCellPhase = true;
  SoakWatch.onNotice(watch, failed("worker/7", null, "killed"));
  assert.deepEqual(watch.others, []);
});

Deno.test("SoakWatch counts a life of the cell when all its workers are ready", async () => {
  const watch = SoakWatch.create("worker/0", "branch");
  const second = SoakWatch.cell(watch, 2, 1_000);
  for (const worker of ["worker/4", "worker/5", "worker/6"]) SoakWatch.onNotice(watch, ready(worker));
  assert.equal(watch.cellLives, 0);
  SoakWatch.onNotice(watch, ready("worker/7"));
  assert.equal(watch.cellLives, 1);
  const effective = {} as Extract<Notice, { kind: "CellReady" }>["effective"];
  SoakWatch.onNotice(watch, { kind: "CellReady", atMs: 1, cell: "branch", pid: 1, effective });
  for (const n of [4, 5, 6, 7]) SoakWatch.onNotice(watch, ready(`worker/${n}`));
  await second;
});

Deno.test("SoakWatch explains locks by threads and by lives that were over not long ago", () => {
  const watch = SoakWatch.create("worker/0", "branch");
  const gone = (atMs: number) => ({ ...failed("worker/0", "Life"), kind: "WorkerGone", atMs }) as Notice;
  for (const atMs of [0, 90_000, 95_000]) SoakWatch.onNotice(watch, gone(atMs));
  SoakWatch.onNotice(watch, birth(100_000, 7));
  assert.equal(watch.mostLocksOver, 0);
  SoakWatch.onNotice(watch, birth(100_000, 8));
  assert.deepEqual([watch.mostLocks, watch.mostLocksOver], [8, 1]);
});

Deno.test("SoakWatch gives up on a life that does not come, and on a root that is over", async () => {
  const watch = SoakWatch.create("worker/0", "branch");
  await assert.rejects(SoakWatch.worker(watch, 1, 1), /no life 1 of worker\/0 after 1 ms/);
  SoakWatch.end(watch);
  await assert.rejects(SoakWatch.worker(watch, 1, 1_000), /as the root is over/);
});

import assert from "node:assert/strict";
import type { Notice, TreeMetrics } from "../../../lib/runtime/mod.ts";
import type { StrikeWay } from "../wrappers/strike.ts";
import { type EndWay, PartsJudge } from "./parts_judge.ts";

/** Plays notices to a judge that expects these ends. */
function judgeOf(plan: Readonly<Record<string, readonly EndWay[]>>) {
  const judge = PartsJudge.create(new Map(Object.entries(plan)));
  let atMs = 0;
  const tell = (body: unknown) =>
    PartsJudge.onNotice(judge, { ...body as Notice, atMs: atMs += 100 } as Notice);
  const started = (worker: string, incarnation: number) => {
    tell({ kind: "WorkerStarted", worker, incarnation });
    tell({ kind: "WorkerReady", worker, incarnation });
  };
  const noted = (worker: string, incarnation: number, strike: StrikeWay) =>
    tell({
      kind: "Note",
      worker,
      incarnation,
      note: { strike, worker, incarnation, messageId: "", logicalMs: 0 },
    });
  const failed = (worker: string, incarnation: number, kind: string) =>
    tell({ kind: "WorkerFailed", worker, incarnation, reason: { kind, detail: "so" }, crash: null });
  return { judge, tell, started, noted, failed };
}

function metricsOf(
  workers: Readonly<Record<string, readonly [incarnation: number, restarts: number]>>,
  cells = {},
): TreeMetrics {
  return {
    workers: Object.entries(workers).map(([id, [incarnation, restarts]]) => ({ id, incarnation, restarts })),
    restarts: cells,
  } as unknown as TreeMetrics;
}

Deno.test("PartsJudge takes what was planned, and measures from the death to being ready", () => {
  const { judge, started, noted, failed } = judgeOf({ risk: ["throw", "load"] });
  started("risk", 1);
  started("feed", 1);
  noted("risk", 1, "throw");
  failed("risk", 1, "crash");
  PartsJudge.onNotice(judge, { kind: "WorkerStarted", worker: "risk", incarnation: 2, atMs: 0 });
  noted("risk", 2, "load");
  failed("risk", 2, "load_failed");
  started("risk", 3);
  PartsJudge.onEnd(judge, metricsOf({ risk: [3, 2], feed: [1, 0] }));
  assert.deepEqual(judge.breaches, []);
  assert.deepEqual(judge.recoveries, [{ way: "load", ms: 300 }]);
});

Deno.test("PartsJudge finds a death and a start that nobody brought about", () => {
  const { judge, started, noted, failed } = judgeOf({ risk: ["throw"] });
  started("risk", 1);
  started("feed", 1);
  noted("risk", 1, "throw");
  failed("risk", 1, "crash");
  failed("feed", 1, "silence");
  started("feed", 2);
  assert.deepEqual(judge.breaches, [
    "feed#1 died though nothing was done to it: silence: so",
    "feed#2 started though nothing was done to feed#1",
  ]);
});

Deno.test("PartsJudge finds a death that was noticed as another", () => {
  const { judge, noted, failed } = judgeOf({ risk: ["close"] });
  noted("risk", 1, "close");
  failed("risk", 1, "silence");
  assert.deepEqual(judge.breaches, ["risk#1 died by close, which was noticed as silence: so"]);
});

Deno.test("PartsJudge finds what did not happen, and counters that say otherwise", () => {
  const { judge, started } = judgeOf({ risk: ["throw"], ghost: [] });
  started("risk", 1);
  started("feed", 1);
  PartsJudge.onEnd(judge, metricsOf({ risk: [1, 1], feed: [1, 2] }, { risk: 1, keel: 1 }));
  assert.deepEqual(judge.breaches, [
    "There is no worker ghost",
    "risk died by nothing, planned was throw",
    "risk had 1 lives and ended in life 1, not 2",
    "feed counts 2 restarts, not 0",
    "Cell keel counts 1 restarts, not 0",
  ]);
});

Deno.test("PartsJudge finds cells that end, supervisors that give up and workers that are dropped", () => {
  const { judge, tell } = judgeOf({});
  const gone = (kind: string) => ({ cell: "keel", pid: 7, reason: { kind, detail: "so" } });
  tell({ kind: "CellGone", ...gone("shutdown") });
  assert.deepEqual(judge.breaches, []);
  tell({ kind: "CellFailed", ...gone("silence") });
  tell({ kind: "GaveUp", supervisor: "keel", reason: "intensity", child: "risk" });
  tell({ kind: "Dropped", id: "feed", reason: { kind: "normal", detail: "" } });
  assert.deepEqual(judge.breaches, [
    "Cell keel came to its end (CellFailed): silence: so",
    "keel gave up: intensity, risk",
    "feed was dropped",
  ]);
});

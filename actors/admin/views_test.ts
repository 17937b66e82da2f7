import assert from "node:assert/strict";
import type { Message, TreeMetrics } from "../../lib/runtime/mod.ts";
import type { ConfigVersion } from "../../lib/store/mod.ts";
import type { DecisionRecord, TraderEvent } from "../../lib/trader/mod.ts";
import { A, B } from "../session_fixture.ts";
import { configView } from "./config_view.ts";
import { decisionView } from "./decision_view.ts";
import { doneText } from "./done_text.ts";
import { eventView, jsonOf } from "./event_views.ts";
import { healthView } from "./health_view.ts";
import type { RunInfo } from "./messages.ts";
import { Standing } from "./standing.ts";
import { treeView } from "./tree_views.ts";

const UNITS = { currency: "USDT", instruments: [] };
const T = Date.UTC(2024, 0, 1);

Deno.test("jsonOf() writes what JSON cannot as something it can", () => {
  assert.deepEqual(jsonOf({ a: 12n, b: NaN, c: [Infinity, undefined, "x", true, null] }), {
    ...{ a: "12", b: null },
    c: [null, null, "x", true, null],
  });
});

Deno.test("eventView() tells each event in words, names its symbol, and shortens decisions", () => {
  const decision = {
    id: "d",
    atMs: T,
    symbol: A,
    regime: "RANGE",
    strategy: "s",
    verdict: "no_trade",
    reason: "why",
  };
  const events: [string, unknown, unknown][] = [
    ["DecisionMade", { decision: { ...decision, features: { x: 1 } } }, [
      A,
      "info",
      `${A}: no trade in RANGE, why`,
    ]],
    ["RegimeChanged", { symbol: B, regime: "TREND", confidence: 0.666 }, [
      B,
      "info",
      `${B}: TREND, confidence 0.67`,
    ]],
    ["CommandRefused", { symbol: B, command: "MoveStop", why: "not tighter" }, [
      ...[B, "info", `${B}: MoveStop refused, not tighter`],
    ]],
    ["Unheard", {}, [null, "info", "Unheard"]],
  ];
  for (const [kind, body, expected] of events) {
    const stored = { id: 7, actor: "risk", kind, atMs: T, body: { kind, ...body as object } as Message };
    const { seq, at, symbol, level, text, data } = eventView(stored, UNITS);
    assert.deepEqual([seq, at], [7, "2024-01-01T00:00:00.000Z"]);
    assert.deepEqual([symbol, level, text], expected);
    if (kind === "DecisionMade") assert.equal((data as { features?: unknown }).features, undefined);
  }
});

Deno.test("decisionView() tells what operators keep off, and each check against its limit", () => {
  const record = {
    ...{ id: "d", atMs: T, historyFromMs: T, features: {}, riskChecks: [], intent: null, sizing: null },
    checks: [{ name: "x", value: 0.1234567891, limit: 2, pass: false }],
  } as unknown as DecisionRecord;
  const { causes, checks: [check] } = decisionView({ ...record, causes: ["latch.operator: why"] });
  assert.deepEqual([causes, check.text], [["latch.operator: why"], "0.123457 against 2"]);
  assert.deepEqual(decisionView(record).causes, []);
});

Deno.test("doneText() names what is switched", () => {
  const pause = (scope: string) => doneText({ kind: "PauseEntries", scope, reason: "" });
  assert.deepEqual([pause("portfolio"), pause("system:x"), pause(A)], [
    "entries of all symbols are paused",
    "entries of x are paused",
    `entries of ${A} are paused`,
  ]);
});

Deno.test("eventView() gives what people are told of its level and words", () => {
  const body = {
    kind: "ProtectionLost",
    symbol: A,
    nakedMs: 2_000,
    how: "nobody placed one",
    atMs: T,
  } as Message;
  const { level, text } = eventView({ id: 1, actor: "guardian", kind: body.kind, atMs: T, body }, UNITS);
  assert.deepEqual([level, text], [
    "critical",
    `${A}: position without a working stop for 2 s: nobody placed one`,
  ]);
});

/** A standing before anything happened. */
function standing(): Standing {
  const reader = {
    ...{ equityCurve: () => [], daySummaries: () => [], lastDecisionMs: () => 0, systemEvents: () => [] },
    latestEvents: () => [],
  };
  return Standing.read(reader as unknown as Parameters<typeof Standing.read>[0], 1_000n);
}

Deno.test("Standing follows latches, equity and protection", () => {
  const it = standing();
  const latch = (scope: string, on: boolean): TraderEvent => ({
    ...{ kind: "LatchChanged", scope, latch: "operator", on, cause: "a person", atMs: T },
  });
  const take = (event: TraderEvent) => Standing.take(it, event as unknown as Message);
  take(latch(A, true));
  assert.deepEqual([Standing.isHalted(it), Standing.isPaused(it, A), Standing.isPaused(it, B)], [
    false,
    true,
    false,
  ]);
  take(latch("system:x", true));
  assert.equal(Standing.isHalted(it), true);
  take(latch("system:x", false));
  take(latch(A, false));
  assert.deepEqual([Standing.isHalted(it), Standing.isPaused(it, A), it.latches.size], [false, false, 0]);
  take({ kind: "Heartbeat", wallet: 900n, equity: 1_200n, openRisk: 5n, positions: 1, atMs: T });
  take({ kind: "Heartbeat", wallet: 900n, equity: 1_100n, openRisk: 5n, positions: 1, atMs: T });
  assert.deepEqual([it.equity, it.peakEquity, it.dayStartEquity], [1_100n, 1_200n, 1_000n]);
});

Deno.test("Standing finds the latches that were set before it, by the store's system events", () => {
  const rows = [
    {
      what: "latch_set",
      scope: "portfolio",
      cause: "starting: the book is not reconciled yet",
      atMs: T,
      wallMs: T,
    },
    { what: "latch_set", scope: A, cause: "stale: 2 bars are missing: a: b", atMs: T, wallMs: T },
    { what: "latch_cleared", scope: "portfolio", cause: "starting: it is", atMs: T, wallMs: T },
    { what: "start", scope: "process", cause: "new", atMs: T, wallMs: T },
    { what: "pause", scope: B, cause: "operator: paused by jo: news", atMs: T, wallMs: T },
    { what: "kill_switch", scope: "portfolio", cause: "kill: flatten by jo: fire", atMs: T, wallMs: T },
    { what: "rearm", scope: "portfolio", cause: "kill: re-armed by jo: out", atMs: T, wallMs: T },
  ];
  const reader = {
    ...{ equityCurve: () => [], daySummaries: () => [], lastDecisionMs: () => 0, systemEvents: () => rows },
    latestEvents: () => [],
  };
  const it = Standing.read(reader as unknown as Parameters<typeof Standing.read>[0], 0n);
  assert.deepEqual([...it.latches.values()], [
    { scope: A, name: "stale", cause: "2 bars are missing: a: b", since: "2024-01-01T00:00:00.000Z" },
    { scope: B, name: "operator", cause: "paused by jo: news", since: "2024-01-01T00:00:00.000Z" },
  ]);
});

const INFO = {
  ...{ symbols: [A], knobs: [{ path: "r", label: "R", value: 1, min: 0, max: 5, unit: "%" }], effective: [] },
} as unknown as RunInfo;

function version(
  id: string,
  status: ConfigVersion["status"],
  value: number,
  isInForce = false,
): ConfigVersion {
  return {
    ...{ version: id, origin: "patch", status, isInForce, by: "me", payload: JSON.stringify({ r: value }) },
    ...{ confirmedBy: ["risk"], why: "", createdAtMs: T },
  };
}

Deno.test("configView() shows the values that hold, and who has not confirmed an applied version", () => {
  const versions = [
    version("3", "staged", 4),
    version("2", "rolled_back", 3),
    version("1", "applied", 2, true),
  ];
  const view = configView(INFO, versions);
  assert.deepEqual([view.version, view.knobs[0].value], ["1", 2]);
  assert.deepEqual(view.versions.map(({ awaited }) => awaited.length), [0, 0, 4]);
  assert.ok(!view.versions[2].awaited.includes("risk"));
  assert.equal(configView(INFO, []).knobs[0].value, 1);
});

const METRICS = {
  ...{ restarts: { deck: 2 }, deadLetters: {}, staleWrites: 0, pids: { deck: 12 }, actors: [] },
  workers: [{
    id: "w",
    cell: "deck",
    isUp: false,
    isDropped: false,
    incarnation: 1,
    restarts: 0,
    lastError: "x",
  }],
} as TreeMetrics;

Deno.test("healthView() fails without a store or a root, and warns of parts that are down", () => {
  const told = { kind: "TreeTold", metrics: METRICS, atMs: T, barsPerSecond: 10, restarts: [] } as const;
  const facts = {
    ...{ tree: treeView(told, T + 100), storeFault: "", hasTraded: true, halts: [] },
    ...{ version: "1", uptimeMs: 1_000 },
  };
  const judged = (changes: Partial<typeof facts>) => {
    const { status, isReady } = healthView({ ...facts, ...changes });
    return [status, isReady];
  };
  assert.deepEqual(judged({}), ["warn", true]);
  assert.deepEqual(judged({ storeFault: "it is away" }), ["fail", false]);
  assert.deepEqual(judged({ tree: treeView(told, T + 11_000) }), ["fail", false]);
  assert.deepEqual(judged({ tree: treeView(null, T) }), ["fail", false]);
  assert.deepEqual(judged({ hasTraded: false }), ["warn", false]);
});

Deno.test("treeView() shows the latest restarts, with their times", () => {
  const restarts = [{ part: "deck-1", why: "killed: the process was ended by SIGKILL", atMs: T }];
  const told = { kind: "TreeTold", metrics: METRICS, atMs: T + 1_000, barsPerSecond: 10, restarts } as const;
  const lately = [{
    part: "deck-1",
    why: "killed: the process was ended by SIGKILL",
    at: new Date(T).toISOString(),
  }];
  assert.deepEqual(treeView(told, T + 1_100).lately, lately);
});

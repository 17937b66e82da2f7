import assert from "node:assert/strict";
import { encodeState } from "../../lib/core/mod.ts";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import { reconcileConfig, type ReconciliationState } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, ctxAt, flatSession, START_MS } from "../session_fixture.ts";
import { reconciliationBehavior, type ReconciliationMessage } from "./behavior.ts";

const { trader: { orders } } = flatSession(1);
const reconcile = reconcileConfig.parse({});
const reconciliation = reconciliationBehavior({ ...orders, reconcile, everyMs: 10_000, emergencyStopPct: 2 });

/** Reconciliation through messages at ms after the start; the last step. */
function after(...messages: [ms: number, message: ReconciliationMessage][]): Step<ReconciliationState> {
  let step: Step<ReconciliationState> = { state: reconciliation.init(), events: [], sends: [], timers: [] };
  for (const [ms, message] of messages) step = reconciliation.step(step.state, message, ctxAt(START_MS + ms));
  return step;
}

const sent = ({ sends }: Step<ReconciliationState>) =>
  sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);
const { venue, execution, risk } = ADDRESS;
const ASKED = [
  `${venue} ${LANE.orders} QueryAccount`,
  `${execution} ${LANE.orders} QueryBook`,
  `${risk} ${LANE.orders} QueryRisk`,
];

/** A whole pass in which the venue holds a position without a stop, and the book `steps` of it. */
function pass(ms: number, steps: number): [number, ReconciliationMessage][] {
  const atMs = START_MS + ms,
    position = { symbol: A, side: 1, qtySteps: 900, cost: 1n, isolatedMargin: 1n } as const;
  const stops = [{ symbol: A, intentId: "i", side: 1, stopTicks: 9900, steps: 900 } as const];
  return [
    [ms, { kind: "TimerFired", name: "pass" }],
    [ms, { kind: "BookReported", positions: [{ symbol: A, steps }], orders: [], stops, atMs }],
    [ms, { kind: "RiskReported", walletBalance: 5n, latches: [], atMs }],
    [ms, { kind: "AccountReported", walletBalance: 5n, positions: [position], openOrders: [], atMs }],
  ];
}

Deno.test("reconciliation asks venue, execution and risk at the start and when its time comes", () => {
  for (const kind of ["SessionStarted", "TimerFired"] as const) {
    const step = after([0, { kind, name: "pass" } as ReconciliationMessage]);
    assert.deepEqual(sent(step), ASKED);
    assert.deepEqual(step.timers, [{ op: "set", name: "pass", dueMs: START_MS + 10_000 }]);
  }
});

Deno.test("reconciliation latches entries off before it asks when the tree has come up again", () => {
  assert.deepEqual(sent(after([0, { kind: "SessionResumed" }])), [
    ...ASKED.slice(0, 2),
    `${risk} ${LANE.orders} ChangeLatch`,
    ASKED[2],
  ]);
});

Deno.test("reconciliation has a stop repaired, the guardian look, and entries stop", () => {
  const step = after(...pass(0, 900), ...pass(2000, 900));
  assert.deepEqual(sent(step), [
    `${ADDRESS.guardian} ${LANE.orders} LookNow`,
    `${execution} ${LANE.orders} RepairStop`,
    `${risk} ${LANE.orders} ChangeLatch`,
  ]);
  assert.deepEqual(step.events.map((event) => event.kind), ["Finding"]);
  assert.ok(encodeState(step.state).length > 2);
});

Deno.test("reconciliation hands the venue's word on a lost order to execution", () => {
  const known = after(...pass(0, 900));
  known.state.lookups.push("TTA0");
  const about = { symbol: A, clientId: "TTA0", atMs: START_MS };
  const step = reconciliation.step(known.state, { kind: "OrderUnknown", ...about }, ctxAt(START_MS));
  assert.deepEqual(sent(step), [`${execution} ${LANE.orders} OrderUnknown`]);
});

Deno.test("reconciliation comes sooner when execution is not sure of something", () => {
  const about = { symbol: A, intentId: "i", clientId: "TTE0", atMs: START_MS };
  const step = after([0, { kind: "SessionStarted" }], [1, { kind: "OrderUncertain", ...about }]);
  assert.deepEqual(step.timers, [{ op: "set", name: "pass", dueMs: START_MS + 2001 }]);
});

Deno.test("reconciliation confirms a configuration and changes nothing by it", () => {
  const change = { kind: "ConfigChanged", version: "1-x", knobs: {}, afterMs: 0 } as const;
  const step = reconciliation.step(reconciliation.init(), change, {
    ...ctxAt(START_MS),
    self: ADDRESS.reconciliation,
  });
  const confirmed = {
    kind: "ConfigConfirmed",
    version: "1-x",
    actor: ADDRESS.reconciliation,
    atMs: START_MS,
  };
  assert.deepEqual([step.events, step.sends, step.timers], [[confirmed], [], []]);
  assert.equal(step.state.configVersion, "1-x");
});

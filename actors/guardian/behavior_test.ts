import assert from "node:assert/strict";
import { encodeState } from "../../lib/core/mod.ts";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import { type GuardianState, protectionConfig } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, ctxAt, flatSession, START_MS } from "../session_fixture.ts";
import { guardianBehavior } from "./behavior.ts";

const { trader: { orders } } = flatSession(1);
const protection = protectionConfig.parse({});
const guardian = guardianBehavior({ ...orders, protection, everyMs: 1000 });
type Message = Parameters<typeof guardian.step>[1];

/** A guardian through messages at ms after the start; the last step. */
function after(...messages: [ms: number, message: Message][]): Step<GuardianState> {
  let step: Step<GuardianState> = { state: guardian.init(), events: [], sends: [], timers: [] };
  for (const [ms, message] of messages) step = guardian.step(step.state, message, ctxAt(START_MS + ms));
  return step;
}

const sent = ({ sends }: Step<GuardianState>) =>
  sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);
const { venue, execution } = ADDRESS;

function account(ms: number): [number, Message] {
  const position = { symbol: A, side: 1, qtySteps: 900, cost: 1n, isolatedMargin: 1n } as const;
  const report = { walletBalance: 5n, positions: [position], openOrders: [], atMs: START_MS + ms };
  return [ms, { kind: "AccountReported", ...report }];
}

Deno.test("guardian looks at the start, when its time comes, and when it is asked to", () => {
  for (const kind of ["SessionStarted", "LookNow", "TimerFired"] as const) {
    const step = after([0, { kind, name: "look" } as Message]);
    assert.deepEqual(sent(step), [`${venue} ${LANE.orders} QueryAccount`]);
    assert.deepEqual(step.timers, [{ op: "set", name: "look", dueMs: START_MS + 1000 }]);
  }
});

Deno.test("guardian tells execution of an order in an earlier lane than the venue's word on it", () => {
  const stopPlaced = {
    kind: "StopPlaced",
    symbol: A,
    intentId: "i",
    stopTicks: 9900,
    atMs: START_MS,
  } as const;
  const step = after([0, { kind: "SessionStarted" }], account(1), [2, stopPlaced], account(2001));
  assert.deepEqual(sent(step), [
    `${execution} ${LANE.control} AdoptOrder`,
    `${venue} ${LANE.orders} SubmitOrder`,
  ]);
  assert.ok(LANE.control < LANE.orders);
  assert.ok(encodeState(step.state).length > 2);
});

Deno.test("guardian records what it sees and is deaf to what is not for it", () => {
  assert.deepEqual(after(account(1)).events.map((event) => event.kind), ["ProtectionLost"]);
  const ended = { kind: "CampaignEnded", symbol: A, intentId: "i", atMs: START_MS } as const;
  assert.deepEqual(after([0, ended]), { ...after(), state: guardian.init() });
});

Deno.test("guardian confirms a configuration and changes nothing by it", () => {
  const change = { kind: "ConfigChanged", version: "1-x", knobs: {}, afterMs: 0 } as const;
  const step = guardian.step(guardian.init(), change, { ...ctxAt(START_MS), self: ADDRESS.guardian });
  const confirmed = { kind: "ConfigConfirmed", version: "1-x", actor: ADDRESS.guardian, atMs: START_MS };
  assert.deepEqual([step.events, step.sends, step.timers], [[confirmed], [], []]);
  assert.equal(step.state.configVersion, "1-x");
});

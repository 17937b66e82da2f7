import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../lib/core/mod.ts";
import type { Fact } from "../../lib/notify/mod.ts";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import { A, ctxAt } from "../session_fixture.ts";
import { reporterBehavior, type ReporterState } from "./behavior.ts";

const T = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;
const OPTIONS = {
  ...{ notifier: "notifier", units: { currency: "USDT", instruments: [] }, heartbeatHours: 6, riskPct: 0.5 },
};
const reporter = reporterBehavior(OPTIONS);

const beat = (hour: number): Fact => ({
  ...{
    kind: "Heartbeat",
    wallet: 1_000n,
    equity: 1_000n,
    openRisk: 0n,
    positions: 0,
    atMs: T + hour * HOUR_MS,
  },
});
const lost: Fact = { kind: "ProtectionLost", symbol: A, nakedMs: 2_000, how: "nobody placed one", atMs: T };
const day: Fact = {
  kind: "DaySummarised",
  day: {
    ...{
      date: "2024-01-01",
      equity: 1_000n,
      wallet: 1_000n,
      realized: 0n,
      unrealized: 0n,
      fees: 0n,
      funding: 0n,
    },
    ...{ roundTrips: 0, sumR: 0, drawdownPct: 0, drawdownR: 0, decisions: 0, entries: 0 },
  },
  atMs: T + 24 * HOUR_MS,
};

function after(facts: readonly Fact[], from = reporter): Step<ReporterState> {
  let step: Step<ReporterState> = { state: from.init(), events: [], sends: [], timers: [] };
  for (const fact of facts) step = from.step(step.state, { kind: "Reported", fact }, ctxAt(T));
  return step;
}

Deno.test("reporter turns a fact into what the notifier is to tell", () => {
  const { sends, events, timers, state } = after([lost]);
  const body = {
    ...{ kind: "Notify", level: "critical", key: `protection/${A}`, variant: "lost", atMs: T },
    text: `${A}: position without a working stop for 2 s: nobody placed one`,
  };
  assert.deepEqual(sends, [{ to: "notifier", lane: LANE.data, body }]);
  assert.deepEqual([events, timers, state.facts, state.told], [[], [], 1, 1]);
});

Deno.test("reporter rolls up every hour, and gives a sign of life as often as it was asked to", () => {
  const led = (hour: number, from = reporter) => {
    const { events, sends } = after([beat(hour)], from);
    return [events.map((event) => event.kind), sends.length];
  };
  assert.deepEqual([led(5), led(6), led(24)], [[["DayRolledUp"], 0], [["DayRolledUp"], 1], [[], 1]]);
  const silent = reporterBehavior({ ...OPTIONS, heartbeatHours: 0 });
  assert.deepEqual([led(6, silent), led(24, silent)], [[["DayRolledUp"], 0], [[], 0]]);
});

Deno.test("reporter says with the day what it told that day, and begins anew", () => {
  const text = ({ sends }: Step<ReporterState>) => (sends[0].body as { text?: string }).text ?? "";
  assert.match(text(after([lost, lost, day])), /^day 2024-01-01: .*; told: 2 critical$/);
  assert.doesNotMatch(text(after([lost, day, day])), /told/);
});

Deno.test("reporter tells of the store when its host does", () => {
  const step = reporter.step(reporter.init(), { kind: "StoreDegraded", atMs: T }, ctxAt(T));
  assert.deepEqual(step.sends.map(({ body }) => (body as { level?: string }).level), ["critical"]);
});

Deno.test("reporter throws on a fact it does not know", () => {
  assert.throws(
    () => after([{ kind: "Gossip" } as unknown as Fact]),
    /its kind is not known: current value is Gossip/,
  );
});

Deno.test("reporter goes on from a snapshot", () => {
  const flow: Fact = {
    kind: "CashFlowBooked",
    flow: { id: "fee:1", kind: "fee", symbol: A, amount: -3n, atMs: T },
  };
  const { state } = after([flow, lost]);
  const restored = decodeState(encodeState(state)) as ReporterState;
  const message = { kind: "Reported", fact: beat(5) } as const;
  assert.deepEqual(reporter.step(restored, message, ctxAt(T)), reporter.step(state, message, ctxAt(T)));
});

import assert from "node:assert/strict";
import { sha256Hex } from "../core/mod.ts";
import { createListRecorder, type TraderEvent } from "../trader/mod.ts";
import { Backtest } from "./backtest.ts";
import { testSpec } from "./backtest_fixture.ts";
import { canonicalLines, resultHash } from "./result.ts";

function eventsOf(seed?: string): readonly TraderEvent[] {
  const recorder = createListRecorder();
  Backtest.advance(Backtest.start(testSpec(300, seed), recorder));
  return recorder.events;
}

const EVENTS = eventsOf();

Deno.test("resultHash() is SHA-256 of the canonical lines, each ended by a line feed", () => {
  const lines = canonicalLines(EVENTS);
  const { sha256, lines: count, byKind } = resultHash(EVENTS);
  assert.equal(sha256, sha256Hex(lines.map(({ text }) => `${text}\n`).join("")));
  assert.equal(count, lines.length);
  assert.deepEqual(
    byKind,
    Object.fromEntries(
      (["decision", "fill", "ledger", "order"] as const).map((
        kind,
      ) => [kind, lines.filter((it) => it.kind === kind).length]),
    ),
  );
  assert.ok(Object.values(byKind).every((n) => n > 0), JSON.stringify(byKind));
});

Deno.test("resultHash() of nothing is that of the empty text", () => {
  const none = { decision: 0, fill: 0, ledger: 0, order: 0 };
  assert.deepEqual(resultHash([]), { sha256: sha256Hex(""), lines: 0, byKind: none });
});

Deno.test("canonicalLines() has each order once, as it was last", () => {
  const orders = new Map<string, string>();
  let changes = 0;
  for (const event of EVENTS) {
    if (event.kind !== "OrderChanged") continue;
    orders.set(event.order.clientId, event.order.status);
    changes += 1;
  }
  const lines = canonicalLines(EVENTS).filter(({ kind }) => kind === "order");
  assert.ok(changes > orders.size);
  assert.equal(lines.length, orders.size);
  for (const { id, text } of lines) assert.equal(JSON.parse(text).status, orders.get(id));
});

Deno.test("canonicalLines() are sorted by time, kind and id, however the events came", () => {
  const lines = canonicalLines(EVENTS);
  const keys = lines.map(({ atMs, kind, id }) => `${String(atMs).padStart(16, "0")} ${kind} ${id}`);
  assert.deepEqual(keys, keys.toSorted());
  // an order's changes keep their own order
  const isOrder = ({ kind }: TraderEvent) => kind === "OrderChanged";
  const shuffled = [...EVENTS.filter((it) => !isOrder(it)).reverse(), ...EVENTS.filter(isOrder)];
  assert.equal(resultHash(shuffled).sha256, resultHash(EVENTS).sha256);
});

Deno.test("resultHash() is another for another market, and for one byte of one decision", () => {
  const { sha256 } = resultHash(EVENTS);
  assert.equal(resultHash(eventsOf()).sha256, sha256);
  assert.notEqual(resultHash(eventsOf("another")).sha256, sha256);
  const at = EVENTS.findIndex(({ kind }) => kind === "DecisionMade");
  const event = EVENTS[at] as Extract<TraderEvent, { kind: "DecisionMade" }>;
  const altered = { ...event, decision: { ...event.decision, reason: `${event.decision.reason}.` } };
  assert.notEqual(resultHash([...EVENTS.slice(0, at), altered, ...EVENTS.slice(at + 1)]).sha256, sha256);
});

import assert from "node:assert/strict";
import type { HandledInput } from "./commit_port.ts";
import { Conductor } from "./conductor.ts";
import { type Envelope, LANE } from "./envelope.ts";
import { RoundLedger } from "./round_ledger.ts";

const INPUT: Envelope = {
  from: "market",
  seq: 1,
  to: "a",
  lane: LANE.data,
  atMs: 5,
  causedBy: "",
  body: { kind: "Bar" },
};

function row(more: Partial<HandledInput> = {}): HandledInput {
  return { actor: "a", inputNo: 1, input: INPUT, events: [], sends: [], timers: [], seqAfter: 0, ...more };
}

/** A ledger after round 4, and a conductor that goes on from there. */
function afterRound4() {
  const point = { lastRound: 4, atMs: 40, marketSeq: 2 };
  const conductor = Conductor.create(point);
  return { ledger: RoundLedger.create(point), conductor };
}

function endRound(
  { ledger, conductor }: ReturnType<typeof afterRound4>,
  rows: readonly HandledInput[],
): void {
  conductor.round++;
  conductor.nowMs += 10;
  conductor.marketSeq++;
  for (const each of rows) RoundLedger.add(ledger, each);
  RoundLedger.endRound(ledger, conductor);
}

Deno.test("RoundLedger.isOwed() is true once there are sends or events, or quiet rounds enough", () => {
  const cases: readonly { name: string; rows: HandledInput[][]; maxRounds: number; isOwed: boolean }[] = [
    { name: "nothing", rows: [], maxRounds: 1, isOwed: false },
    { name: "quiet", rows: [[row()], [row()]], maxRounds: 3, isOwed: false },
    { name: "quiet for long", rows: [[row()], [row()], []], maxRounds: 3, isOwed: true },
    { name: "sends", rows: [[row({ sends: [INPUT] })]], maxRounds: 64, isOwed: true },
    { name: "events", rows: [[row({ events: [{ kind: "Said" }] })]], maxRounds: 64, isOwed: true },
  ];
  for (const { name, rows, maxRounds, isOwed } of cases) {
    const both = afterRound4();
    for (const some of rows) endRound(both, some);
    assert.equal(RoundLedger.isOwed(both.ledger, maxRounds), isOwed, name);
  }
});

Deno.test("RoundLedger.take() hands over all whole rounds at once, and then has nothing", () => {
  const both = afterRound4();
  assert.equal(RoundLedger.take(both.ledger), null);
  const [one, two] = [row(), row({ inputNo: 2, sends: [INPUT], events: [{ kind: "Said" }] })];
  endRound(both, [one]);
  endRound(both, [two]);
  assert.deepEqual(RoundLedger.take(both.ledger), {
    batch: { rounds: { from: 5, to: 6, atMs: 60, marketSeq: 4 }, handled: [one, two], snapshots: [] },
    released: [INPUT],
  });
  assert.equal(RoundLedger.take(both.ledger), null);
  endRound(both, []);
  assert.equal(RoundLedger.isOwed(both.ledger, 2), false);
  assert.deepEqual(RoundLedger.take(both.ledger)!.batch.rounds, { from: 7, to: 7, atMs: 70, marketSeq: 5 });
});

Deno.test("RoundLedger.take() leaves the round under way out of the span, and hands snapshots over alone", () => {
  const { ledger: it } = afterRound4();
  const snapshot = { actor: "a" } as typeof it.snapshots[number];
  it.snapshots.push(snapshot);
  assert.deepEqual(RoundLedger.take(it), {
    batch: { rounds: { from: 5, to: 4, atMs: 40, marketSeq: 2 }, handled: [], snapshots: [snapshot] },
    released: [],
  });
});

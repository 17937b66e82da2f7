// impure-ok: test suite
import assert from "node:assert/strict";
import type { HandledInput } from "./commit_port.ts";
import { type Envelope, LANE, messageId } from "./envelope.ts";
import {
  batch,
  beforeAndAfter,
  envelope,
  everything,
  freeBatch,
  handled,
  pending,
  type PortUnderTest,
  type Promised,
  RICH,
  ROOT,
  snapshot,
} from "./commit_rows_fixture.ts";

/** What a port does in free delivery, where each worker commits for itself. */
export const FREE_PROMISES: readonly Promised[] = [
  ["commit() without rounds leaves the resume point to those with rounds", checkInterleaved],
  ["commit() without rounds that throws on a stored input leaves nothing of its batch", checkDuplicate],
  ["commit() without rounds settles what the handled message superseded, and nothing else", checkSettling],
  ["commit() with rounds settles the handled message alone", checkExactSettling],
  ["commit() takes what receivers elsewhere handled out of the outbox, and nothing else", checkElsewhere],
  ["commit() of a stale writer settles nothing", checkStaleSettling],
  ["load() gives what the actor sent and nobody handled, in the order sent", checkOutbox],
  ["load() gives the time of the handling, a pending message that of its send", checkHandlingTime],
  ["load() gives quarantined inputs as such, and no others", checkQuarantined],
];

function checkInterleaved(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  const rows = [1, 2, 3, 4].map((inputNo) => handled("w", inputNo));
  subject.port.commit(freeBatch([rows[0]]), worker);
  assert.deepEqual(subject.port.resumePoint(), { lastRound: 0, atMs: 0, marketSeq: 0, pending: [] });
  subject.port.commit(batch(1, [handled("a", 1)]), ROOT);
  subject.port.commit(freeBatch([rows[1], rows[2]]), worker);
  subject.port.commit(batch(2, []), ROOT);
  subject.port.commit({ ...freeBatch([]), snapshots: [snapshot("w", 1, 2)] }, worker);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.resumePoint(), { lastRound: 2, atMs: 2000, marketSeq: 0, pending: [] });
    const { snapshot: newest, inputs } = port.load("w", 1);
    assert.deepEqual(newest, snapshot("w", 1, 2));
    assert.deepEqual(inputs.map((row) => row.inputNo), [3]);
  }
  const port = subject.reopen();
  port.commit(freeBatch([rows[3]]), worker);
  port.commit(batch(3, []), ROOT);
  assert.equal(port.resumePoint().lastRound, 3);
}

function checkDuplicate({ port }: PortUnderTest): void {
  const worker = port.raiseEpoch("worker");
  const sent = envelope("a", 1, "b");
  port.commit(freeBatch([handled("a", 1, { sends: [sent] })]), worker);
  const before = everything(port);
  const rows = [handled("b", 1, { input: sent, sends: [envelope("b", 1, "a")] }), handled("a", 1)];
  assert.throws(() => port.commit({ ...freeBatch(rows), snapshots: [snapshot("b", 1, 1)] }, worker));
  assert.deepEqual(everything(port), before);
}

/** Messages of "a" to "b" and "c" and one of "x", named by what sets them apart from a#2. */
const SENT = {
  before: { ...envelope("a", 1, "b"), lane: LANE.data },
  handled: { ...envelope("a", 2, "b"), lane: LANE.data },
  otherLane: envelope("a", 3, "b"),
  otherReceiver: { ...envelope("a", 4, "c"), lane: LANE.data },
  after: { ...envelope("a", 15, "b"), lane: LANE.data },
  otherSender: { ...envelope("x", 1, "b"), lane: LANE.data },
} satisfies Record<string, Envelope>;

/** Rows that send SENT. */
function senders(): HandledInput[] {
  const { otherSender, ...ofA } = SENT;
  return [
    handled("a", 1, { sends: Object.values(ofA), seqAfter: 15 }),
    handled("x", 1, { sends: [otherSender] }),
  ];
}

function idsOf(envelopes: readonly Envelope[]): string[] {
  return envelopes.map(messageId);
}

function checkSettling(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  subject.port.commit(freeBatch(senders()), worker);
  const late = [{ ...SENT.otherLane, seq: 30 }, { ...SENT.handled, seq: 31 }];
  const ofB = handled("b", 1, { input: SENT.handled });
  subject.port.commit(freeBatch([ofB, handled("a", 2, { sends: late, seqAfter: 31 })]), worker);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(idsOf(pending(port)), ["a#15", "a#3", "a#30", "a#31", "a#4", "x#1"]);
    assert.deepEqual(idsOf(port.load("a", 1).outbox), ["a#3", "a#4", "a#15", "a#30", "a#31"]);
  }
  const port = subject.reopen();
  port.commit(freeBatch([handled("b", 2, { input: late[1] })]), worker);
  assert.deepEqual(idsOf(port.load("a", 1).outbox), ["a#3", "a#4", "a#30"]);
}

function checkExactSettling(subject: PortUnderTest): void {
  subject.port.commit(batch(1, senders()), ROOT);
  subject.port.commit(batch(2, [handled("b", 1, { input: SENT.handled })]), ROOT);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(idsOf(port.load("a", 1).outbox), ["a#1", "a#3", "a#4", "a#15"]);
  }
}

function checkElsewhere(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  subject.port.commit(freeBatch(senders()), worker);
  // handled; of no outbox; of no actor; sent by the same batch
  const settled = [{ from: "a", seq: 3 }, { from: "a", seq: 99 }, { from: "nobody", seq: 1 }, {
    from: "b",
    seq: 7,
  }];
  const sends = [envelope("b", 7, "far"), envelope("b", 8, "far")];
  subject.port.commit({ ...freeBatch([handled("b", 1, { sends, seqAfter: 8 })]), settled }, worker);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(idsOf(port.load("a", 1).outbox), ["a#1", "a#2", "a#4", "a#15"]);
    assert.deepEqual(idsOf(port.load("b", 1).outbox), ["b#8"]);
    assert.deepEqual(idsOf(pending(port)), ["a#1", "a#15", "a#2", "a#4", "b#8", "x#1"]);
  }
  const port = subject.reopen();
  const rest = [{ from: "a", seq: 1 }, { from: "a", seq: 1 }, { from: "a", seq: 3 }];
  port.commit({ ...freeBatch([]), settled: rest }, worker);
  port.commit({ ...batch(1, []), settled: [{ from: "b", seq: 8 }] }, ROOT);
  assert.deepEqual(idsOf(pending(port)), ["a#15", "a#2", "a#4", "x#1"]);
}

function checkStaleSettling({ port }: PortUnderTest): void {
  const worker = port.raiseEpoch("worker");
  port.commit(freeBatch([handled("a", 1, { sends: [envelope("a", 1, "far")] })]), worker);
  port.raiseEpoch("worker");
  assert.throws(() => port.commit({ ...freeBatch([]), settled: [{ from: "a", seq: 1 }] }, worker));
  assert.deepEqual(idsOf(pending(port)), ["a#1"]);
}

function checkOutbox(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  const sends = [9, 10, 11].map((seq) => ({ ...envelope("a", seq, "b", RICH), key: `BTC/${seq}` }));
  const others = [envelope("b", 1, "a")];
  subject.port.commit(
    freeBatch([handled("a", 1, { sends, seqAfter: 11 }), handled("b", 1, { sends: others })]),
    worker,
  );
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.load("a", 1).outbox, sends);
    assert.deepEqual(port.load("b", 1).outbox, others);
    assert.deepEqual(port.load("c", 1).outbox, []);
  }
  const port = subject.reopen();
  port.commit(freeBatch([handled("b", 2, { input: sends[0] })]), worker);
  assert.deepEqual(port.load("a", 1).outbox, sends.slice(1));
  assert.deepEqual(port.load("b", 1).inputs[1].input, sends[0]);
}

function checkHandlingTime(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  const sent = envelope("a", 1, "b", RICH);
  const later = { ...sent, atMs: sent.atMs + 5 };
  const bar = { ...envelope("market", 3, "b"), atMs: 77 };
  subject.port.commit(freeBatch([handled("a", 1, { sends: [sent] })]), worker);
  assert.deepEqual(subject.port.load("a", 1).outbox, [sent]);
  assert.deepEqual(subject.port.resumePoint().pending, [sent]);
  const rows = [handled("b", 1, { input: later }), handled("b", 2, { input: bar })];
  subject.port.commit(freeBatch(rows), worker);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.load("b", 1).inputs.map((row) => row.input), [later, bar]);
    assert.deepEqual(port.resumePoint().pending, []);
  }
}

function checkQuarantined(subject: PortUnderTest): void {
  const worker = subject.port.raiseEpoch("worker");
  const poison = handled("a", 2, { quarantined: true, events: [{ kind: "Quarantined" }], seqAfter: 4 });
  const sound = handled("a", 1, { seqAfter: 4 });
  subject.port.commit(freeBatch([sound, poison]), worker);
  subject.port.commit(batch(1, [handled("b", 1, { quarantined: true, input: RICH_INPUT })]), ROOT);
  const common = { sendCount: 0, seqAfter: 4 };
  const expected = [
    { ...common, inputNo: 1, input: sound.input },
    { ...common, inputNo: 2, input: poison.input, quarantined: true },
  ];
  const expectedB = { inputNo: 1, input: RICH_INPUT, sendCount: 0, seqAfter: 0, quarantined: true };
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.load("a", 1).inputs, expected);
    assert.deepEqual(port.load("b", 1).inputs, [expectedB]);
  }
}

const RICH_INPUT = envelope("timer:b", 1, "b", RICH);

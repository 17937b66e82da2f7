// impure-ok: test suite
import assert from "node:assert/strict";
import { decodeState, encodeState, sha256Hex } from "../core/mod.ts";
import {
  batch,
  beforeAndAfter,
  envelope,
  everything,
  handled,
  pending,
  type PortUnderTest,
  type Promised,
  RICH,
  ROOT,
  snapshot,
} from "./commit_rows_fixture.ts";

/** What a port does with whole rounds, and with what actors are rebuilt from. */
export const ROUND_PROMISES: readonly Promised[] = [
  ["resumePoint() and load() of an empty store are zero and empty", checkEmpty],
  ["load() gives back every input as it was committed, also after reopening", checkRoundTrip],
  ["load() gives the newest snapshot of the schema and the inputs after it", checkSnapshots],
  ["load() gives back states with bigint, NaN and Float64Array to the bit", checkState],
  ["resumePoint() keeps what was sent pending until it is handled", checkPending],
  ["resumePoint() is that of the newest batch, also after reopening", checkResumePoint],
  ["commit() takes a stop's batch of snapshots without rounds", checkStop],
  ["commit() that throws on a stored input leaves nothing of its batch", checkAtomic],
  ["commit() refuses a batch that does not follow the last round", checkFollows],
];

function checkEmpty({ port }: PortUnderTest): void {
  assert.deepEqual(port.resumePoint(), { lastRound: 0, atMs: 0, marketSeq: 0, pending: [] });
  assert.deepEqual(port.load("a", 1), { snapshot: null, inputs: [], outbox: [] });
}

function checkRoundTrip(subject: PortUnderTest): void {
  const first = handled("a", 1, {
    input: envelope("market", 1, "a", RICH),
    sends: [{ ...envelope("a", 1, "b", RICH), key: "BTC" }],
  });
  const second = handled("a", 2, { input: envelope("c", 9, "a"), seqAfter: 1 });
  subject.port.commit(batch(1, [{ ...first, events: [RICH], timers: TIMER_OPS }, handled("b", 1)]), ROOT);
  subject.port.commit(batch(2, [second]), ROOT);
  const expected = [
    { inputNo: 1, input: first.input, sendCount: 1, seqAfter: 1 },
    { inputNo: 2, input: second.input, sendCount: 0, seqAfter: 1 },
  ];
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.load("a", 1), { snapshot: null, inputs: expected, outbox: first.sends });
    assert.equal(port.load("b", 1).inputs.length, 1);
    assert.equal(port.load("nobody", 1).inputs.length, 0);
  }
}

const TIMER_OPS = [{ op: "set", name: "t", dueMs: 5 }, { op: "clear", name: "t" }] as const;

function checkSnapshots(subject: PortUnderTest): void {
  const rows = [1, 2, 3, 4, 5].map((inputNo) => handled("a", inputNo));
  const snapshots = [snapshot("a", 1, 2), snapshot("a", 2, 3)];
  subject.port.commit({ ...batch(1, rows.slice(0, 3)), snapshots }, ROOT);
  subject.port.commit({ ...batch(2, rows.slice(3)), snapshots: [snapshot("a", 2, 4)] }, ROOT);
  for (const port of beforeAndAfter(subject)) {
    const numbers = (schema: number) => port.load("a", schema).inputs.map((row) => row.inputNo);
    assert.deepEqual(port.load("a", 2).snapshot, snapshot("a", 2, 4));
    assert.deepEqual(numbers(2), [5]);
    assert.deepEqual(port.load("a", 1).snapshot, snapshot("a", 1, 2));
    assert.deepEqual(numbers(1), [3, 4, 5]);
    assert.equal(port.load("a", 7).snapshot, null, "schema 7 is unknown");
    assert.deepEqual(numbers(7), [1, 2, 3, 4, 5]);
    const after = (schema: number, inputNo: number) =>
      port.load("a", schema, inputNo).inputs.map((row) => row.inputNo);
    assert.deepEqual([after(7, 3), after(7, 5), after(1, 1), after(1, 4)], [[4, 5], [], [3, 4, 5], [5]]);
  }
}

function checkState(subject: PortUnderTest): void {
  const state = { ...RICH, balance: 123456789012345678901234567890n };
  const text = encodeState(state);
  const taken = { ...snapshot("a", 1, 1), state: text, stateHash: sha256Hex(text) };
  subject.port.commit({ ...batch(1, [handled("a", 1)]), snapshots: [taken] }, ROOT);
  for (const port of beforeAndAfter(subject)) {
    const loaded = port.load("a", 1).snapshot;
    assert.deepEqual(loaded, taken);
    assert.equal(sha256Hex(loaded!.state), loaded!.stateHash);
    assert.deepEqual(decodeState(loaded!.state), state);
  }
}

function checkPending(subject: PortUnderTest): void {
  const toB = envelope("a", 1, "b", RICH);
  const toC = envelope("a", 2, "c");
  const back = envelope("b", 1, "a");
  subject.port.commit(batch(1, [handled("a", 1, { sends: [toB, toC] })]), ROOT);
  assert.deepEqual(pending(subject.port), [toB, toC]);
  subject.port.commit(batch(2, [handled("b", 1, { input: toB, sends: [back] })]), ROOT);
  assert.deepEqual(pending(subject.port), [toC, back]);
  const port = subject.reopen();
  assert.deepEqual(pending(port), [toC, back]);
  port.commit(batch(3, [handled("a", 2, { input: back }), handled("c", 1, { input: toC })]), ROOT);
  assert.deepEqual(pending(port), []);
}

function checkResumePoint(subject: PortUnderTest): void {
  const first = { from: 1, to: 40, atMs: 1_700_000_000_123, marketSeq: 38 };
  const second = { from: 41, to: 42, atMs: 1_700_000_000_124, marketSeq: 39 };
  subject.port.commit({ ...batch(1, [handled("a", 1)]), rounds: first }, ROOT);
  subject.port.commit({ ...batch(41, [handled("a", 2)]), rounds: second }, ROOT);
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.resumePoint(), {
      lastRound: 42,
      atMs: 1_700_000_000_124,
      marketSeq: 39,
      pending: [],
    });
  }
}

function checkStop(subject: PortUnderTest): void {
  subject.port.commit(batch(1, [handled("a", 1)]), ROOT);
  const rounds = { from: 2, to: 1, atMs: 1000, marketSeq: 0 };
  subject.port.commit({ rounds, handled: [], snapshots: [snapshot("a", 1, 1)] }, ROOT);
  const port = subject.reopen();
  assert.equal(port.resumePoint().lastRound, 1);
  assert.deepEqual(port.load("a", 1), { snapshot: snapshot("a", 1, 1), inputs: [], outbox: [] });
  port.commit(batch(2, [handled("a", 2)]), ROOT);
  assert.equal(port.resumePoint().lastRound, 2);
}

function checkAtomic(subject: PortUnderTest): void {
  const sent = envelope("a", 1, "b");
  subject.port.commit(batch(1, [handled("a", 1, { sends: [sent] })]), ROOT);
  const before = everything(subject.port);
  const stale = [handled("b", 1, { input: sent, sends: [envelope("b", 1, "a")] }), handled("a", 1)];
  const twice = [handled("b", 1, { input: sent }), handled("b", 1, { input: sent })];
  for (const rows of [stale, twice]) {
    assert.throws(() => subject.port.commit({ ...batch(2, rows), snapshots: [snapshot("b", 1, 1)] }, ROOT));
    assert.deepEqual(everything(subject.port), before);
  }
  const port = subject.reopen();
  assert.deepEqual(everything(port), before);
  port.commit(batch(2, [handled("b", 1, { input: sent })]), ROOT);
  assert.deepEqual(pending(port), []);
}

function checkFollows({ port }: PortUnderTest): void {
  port.commit(batch(1, [handled("a", 1)]), ROOT);
  const before = everything(port);
  for (const fromRound of [1, 3]) {
    assert.throws(
      () => port.commit(batch(fromRound, [handled("a", 2)]), ROOT),
      `round ${fromRound} after round 1`,
    );
    assert.deepEqual(everything(port), before);
  }
}

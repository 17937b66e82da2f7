// impure-ok: test suite
import assert from "node:assert/strict";
import { decodeState, encodeState, sha256Hex } from "../core/mod.ts";
import type { ActorSnapshot, CommitBatch, CommitPort, HandledInput } from "./commit_port.ts";
import { type Envelope, LANE, type Message, messageId } from "./envelope.ts";

/** A port under test on a store of its own. */
export interface PortUnderTest {
  readonly port: CommitPort;
  /** Closes what is open and opens the same store again, as a new process would. */
  reopen(): CommitPort;
  /** Closes and deletes the store. */
  dispose(): void;
}

/** Registers the tests that every CommitPort must pass. `makePort` gives an empty store each time. */
export function commitContract(name: string, makePort: () => PortUnderTest): void {
  const test = (promise: string, check: (subject: PortUnderTest) => void) =>
    Deno.test(`${name}: ${promise}`, () => {
      const subject = makePort();
      try {
        check(subject);
      } finally {
        subject.dispose();
      }
    });
  test("resumePoint() and load() of an empty store are zero and empty", checkEmpty);
  test("load() gives back every input as it was committed, also after reopening", checkRoundTrip);
  test("load() gives the newest snapshot of the schema and the inputs after it", checkSnapshots);
  test("load() gives back states with bigint, NaN and Float64Array to the bit", checkState);
  test("resumePoint() keeps what was sent pending until it is handled", checkPending);
  test("resumePoint() is that of the newest batch, also after reopening", checkResumePoint);
  test("commit() takes a stop's batch of snapshots without rounds", checkStop);
  test("commit() that throws on a stored input leaves nothing of its batch", checkAtomic);
  test("commit() refuses a batch that does not follow the last round", checkFollows);
}

/** The port as it is, and once that one was looked at, the reopened one: no port is used after its end. */
function* beforeAndAfter(subject: PortUnderTest): Generator<CommitPort> {
  yield subject.port;
  yield subject.reopen();
}

function checkEmpty({ port }: PortUnderTest): void {
  assert.deepEqual(port.resumePoint(), { lastRound: 0, atMs: 0, marketSeq: 0, pending: [] });
  assert.deepEqual(port.load("a", 1), { snapshot: null, inputs: [] });
}

const RICH: Message = {
  kind: "Rich",
  ...{
    big: -(2n ** 90n),
    curve: new Float64Array([0.1, NaN, -0]),
    bytes: new Uint8Array([0, 255]),
    nan: NaN,
    minus: -0,
  },
  ...{ text: "snow ☃, 'quote', \0", nothing: null, list: [1n, [true]] },
};

function checkRoundTrip(subject: PortUnderTest): void {
  const first = handled("a", 1, {
    input: envelope("market", 1, "a", RICH),
    sends: [envelope("a", 1, "b", RICH)],
  });
  const second = handled("a", 2, { input: envelope("c", 9, "a"), seqAfter: 1 });
  subject.port.commit(batch(1, [{ ...first, events: [RICH], timers: TIMER_OPS }, handled("b", 1)]));
  subject.port.commit(batch(2, [second]));
  const expected = [
    { inputNo: 1, input: first.input, sendCount: 1, seqAfter: 1 },
    { inputNo: 2, input: second.input, sendCount: 0, seqAfter: 1 },
  ];
  for (const port of beforeAndAfter(subject)) {
    assert.deepEqual(port.load("a", 1), { snapshot: null, inputs: expected });
    assert.equal(port.load("b", 1).inputs.length, 1);
    assert.equal(port.load("nobody", 1).inputs.length, 0);
  }
}

const TIMER_OPS = [{ op: "set", name: "t", dueMs: 5 }, { op: "clear", name: "t" }] as const;

function checkSnapshots(subject: PortUnderTest): void {
  const rows = [1, 2, 3, 4, 5].map((inputNo) => handled("a", inputNo));
  subject.port.commit({
    ...batch(1, rows.slice(0, 3)),
    snapshots: [snapshot("a", 1, 2), snapshot("a", 2, 3)],
  });
  subject.port.commit({ ...batch(2, rows.slice(3)), snapshots: [snapshot("a", 2, 4)] });
  for (const port of beforeAndAfter(subject)) {
    const numbers = (schema: number) => port.load("a", schema).inputs.map((row) => row.inputNo);
    assert.deepEqual(port.load("a", 2).snapshot, snapshot("a", 2, 4));
    assert.deepEqual(numbers(2), [5]);
    assert.deepEqual(port.load("a", 1).snapshot, snapshot("a", 1, 2));
    assert.deepEqual(numbers(1), [3, 4, 5]);
    assert.equal(port.load("a", 7).snapshot, null, "schema 7 is unknown");
    assert.deepEqual(numbers(7), [1, 2, 3, 4, 5]);
  }
}

function checkState(subject: PortUnderTest): void {
  const state = { ...RICH, balance: 123456789012345678901234567890n };
  const text = encodeState(state);
  const taken = { ...snapshot("a", 1, 1), state: text, stateHash: sha256Hex(text) };
  subject.port.commit({ ...batch(1, [handled("a", 1)]), snapshots: [taken] });
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
  subject.port.commit(batch(1, [handled("a", 1, { sends: [toB, toC] })]));
  assert.deepEqual(pending(subject.port), [toB, toC]);
  subject.port.commit(batch(2, [handled("b", 1, { input: toB, sends: [back] })]));
  assert.deepEqual(pending(subject.port), [toC, back]);
  const port = subject.reopen();
  assert.deepEqual(pending(port), [toC, back]);
  port.commit(batch(3, [handled("a", 2, { input: back }), handled("c", 1, { input: toC })]));
  assert.deepEqual(pending(port), []);
}

function checkResumePoint(subject: PortUnderTest): void {
  subject.port.commit({
    ...batch(1, [handled("a", 1)]),
    toRound: 40,
    atMs: 1_700_000_000_123,
    marketSeq: 38,
  });
  subject.port.commit({
    ...batch(41, [handled("a", 2)]),
    toRound: 42,
    atMs: 1_700_000_000_124,
    marketSeq: 39,
  });
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
  subject.port.commit(batch(1, [handled("a", 1)]));
  subject.port.commit({ ...batch(2, []), toRound: 1, snapshots: [snapshot("a", 1, 1)] });
  const port = subject.reopen();
  assert.equal(port.resumePoint().lastRound, 1);
  assert.deepEqual(port.load("a", 1), { snapshot: snapshot("a", 1, 1), inputs: [] });
  port.commit(batch(2, [handled("a", 2)]));
  assert.equal(port.resumePoint().lastRound, 2);
}

function checkAtomic(subject: PortUnderTest): void {
  const sent = envelope("a", 1, "b");
  subject.port.commit(batch(1, [handled("a", 1, { sends: [sent] })]));
  const before = everything(subject.port);
  const stale = [handled("b", 1, { input: sent, sends: [envelope("b", 1, "a")] }), handled("a", 1)];
  const twice = [handled("b", 1, { input: sent }), handled("b", 1, { input: sent })];
  for (const rows of [stale, twice]) {
    assert.throws(() => subject.port.commit({ ...batch(2, rows), snapshots: [snapshot("b", 1, 1)] }));
    assert.deepEqual(everything(subject.port), before);
  }
  const port = subject.reopen();
  assert.deepEqual(everything(port), before);
  port.commit(batch(2, [handled("b", 1, { input: sent })]));
  assert.deepEqual(pending(port), []);
}

function checkFollows({ port }: PortUnderTest): void {
  port.commit(batch(1, [handled("a", 1)]));
  const before = everything(port);
  for (const fromRound of [1, 3]) {
    assert.throws(() => port.commit(batch(fromRound, [handled("a", 2)])), `round ${fromRound} after round 1`);
    assert.deepEqual(everything(port), before);
  }
}

function everything(port: CommitPort): unknown {
  return { point: port.resumePoint(), a: port.load("a", 1), b: port.load("b", 1) };
}

function pending(port: CommitPort): Envelope[] {
  return port.resumePoint().pending.toSorted((a, b) => (messageId(a) < messageId(b) ? -1 : 1));
}

function batch(round: number, rows: readonly HandledInput[]): CommitBatch {
  return { fromRound: round, toRound: round, atMs: 1000 * round, marketSeq: 0, handled: rows, snapshots: [] };
}

/** A row; by default of a message from "market", with as few sends as given. */
function handled(actor: string, inputNo: number, given: Partial<HandledInput> = {}): HandledInput {
  const input = envelope("market", 100 + inputNo, actor);
  return {
    actor,
    inputNo,
    input,
    events: [],
    sends: [],
    timers: [],
    seqAfter: given.sends?.length ?? 0,
    ...given,
  };
}

function envelope(from: string, seq: number, to: string, body: Message = { kind: "Ping" }): Envelope {
  return { from, seq, to, lane: LANE.orders, atMs: 1_700_000_000_000, causedBy: "", body };
}

function snapshot(actor: string, schema: number, inputNo: number): ActorSnapshot {
  const state = encodeState({ inputNo, schema });
  return {
    ...{ actor, schema, inputNo, seq: 3, state, stateHash: sha256Hex(state) },
    timers: [{ name: "t", dueMs: 1.5, setBy: "market#1" }],
    seen: [{ from: "market", lane: LANE.data, seq: 7 }, { from: "market", lane: LANE.system, seq: 2 }],
  };
}

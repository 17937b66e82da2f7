// Rows, batches and snapshots for the suite of commit_contract.ts.
import { encodeState, sha256Hex } from "../core/mod.ts";
import {
  type ActorSnapshot,
  type CommitBatch,
  type CommitPort,
  type Epoch,
  type HandledInput,
  ROOT_WRITER,
} from "./commit_port.ts";
import { type Envelope, LANE, type Message, messageId } from "./envelope.ts";

/** A port under test on a store of its own. */
export interface PortUnderTest {
  readonly port: CommitPort;
  /** Closes what is open and opens the same store again, as a new process would. */
  reopen(): CommitPort;
  /** Closes and deletes the store. */
  dispose(): void;
}

/** What every port promises, and how it is checked. */
export type Promised = readonly [promise: string, check: (subject: PortUnderTest) => void];

/** The life in which checks commit rounds: raised before each of them. */
export const ROOT: Epoch = { writer: ROOT_WRITER, number: 1 };

/** The port as it is, and once that one was looked at, the reopened one: no port is used after its end. */
export function* beforeAndAfter(subject: PortUnderTest): Generator<CommitPort> {
  yield subject.port;
  yield subject.reopen();
}

/** A message with all that a codec must keep. */
export const RICH: Message = {
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

/** All that a port tells of the actors "a" and "b". */
export function everything(port: CommitPort): unknown {
  return { point: port.resumePoint(), a: port.load("a", 1), b: port.load("b", 1) };
}

/** What is pending, by message id. */
export function pending(port: CommitPort): Envelope[] {
  return port.resumePoint().pending.toSorted((a, b) => (messageId(a) < messageId(b) ? -1 : 1));
}

/** One round, a second long. */
export function batch(round: number, rows: readonly HandledInput[]): CommitBatch {
  const rounds = { from: round, to: round, atMs: 1000 * round, marketSeq: 0 };
  return { rounds, handled: rows, snapshots: [] };
}

/** What a worker handled in free delivery. */
export function freeBatch(rows: readonly HandledInput[]): CommitBatch {
  return { rounds: null, handled: rows, snapshots: [] };
}

/** A row; by default of a message from a feed of its own, which is no actor. */
export function handled(actor: string, inputNo: number, given: Partial<HandledInput> = {}): HandledInput {
  const input = envelope(`feed/${actor}`, 100 + inputNo, actor);
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

/** A message on the orders lane, of 2023. */
export function envelope(from: string, seq: number, to: string, body: Message = { kind: "Ping" }): Envelope {
  return { from, seq, to, lane: LANE.orders, atMs: 1_700_000_000_000, causedBy: "", body };
}

/** A snapshot with a timer and two seen marks. */
export function snapshot(actor: string, schema: number, inputNo: number): ActorSnapshot {
  const state = encodeState({ inputNo, schema });
  return {
    ...{ actor, schema, inputNo, seq: 3, state, stateHash: sha256Hex(state) },
    timers: [{ name: "t", dueMs: 1.5, setBy: "market#1" }],
    seen: [{ from: "market", lane: LANE.data, seq: 7 }, { from: "market", lane: LANE.system, seq: 2 }],
  };
}

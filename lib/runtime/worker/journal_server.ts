import type { CommitBatch, HandledInput } from "../commit_port.ts";
import { CommitUnavailable, StaleEpochError } from "../errors.ts";
import type { JournalCall, JournalResult, Packet } from "../tree/protocol.ts";
import type { JournalStore } from "./registry.ts";

/** The store with what its worker remembers of those who write. Changed in place. */
export interface JournalServer {
  readonly store: JournalStore;
  /** Writes refused for their epoch. */
  staleWrites: number;
  /** Why the store cannot now; "" once it has made a change again: one that cannot write may well read. */
  unavailable: string;
  /** Answers to the newest changes, by who asked and when: asked again, they are not made again. */
  readonly recent: Map<string, JournalResult>;
}

/** A request, and who asks in which of its lives. */
export interface JournalQuestion extends Pick<Packet, "from" | "incarnation"> {
  readonly requestId: number;
  readonly call: JournalCall;
}

export const JournalServer = { create, answer };

/** Each writer has one commit under way, the root a few more questions. */
const MAX_RECENT = 256;
/** No behavior has it, so no snapshot: all inputs of an actor. */
const NO_SCHEMA = -1;
const DONE: JournalResult = { ok: true, value: null };

function create(store: JournalStore): JournalServer {
  return { store, staleWrites: 0, unavailable: "", recent: new Map() };
}

/**
 * Answers one question. A change is made once, however often it is asked for, also by an earlier life of this server that
 * died before it answered. Throws the store's errors, but for StaleEpochError and CommitUnavailable.
 */
function answer(server: JournalServer, question: JournalQuestion): JournalResult {
  try {
    return lookUp(server, question);
  } catch (error) {
    if (!(error instanceof CommitUnavailable)) throw error;
    server.unavailable = error.message;
    return { ok: false, unavailable: true, message: error.message };
  }
}

function lookUp(server: JournalServer, question: JournalQuestion): JournalResult {
  const { store, recent } = server;
  const { call } = question;
  if (call.op === "load") return { ok: true, value: store.load(call.actor, call.schema) };
  if (call.op === "resumePoint") return { ok: true, value: store.resumePoint() };
  const key = `${question.from}#${question.incarnation}#${question.requestId}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const result = change(server, call);
  server.unavailable = "";
  recent.set(key, result);
  if (recent.size > MAX_RECENT) recent.delete(recent.keys().next().value!);
  return result;
}

type Change = Extract<JournalCall, { readonly op: "commit" | "raiseEpoch" }>;

function change(server: JournalServer, call: Change): JournalResult {
  if (call.op === "raiseEpoch") return { ok: true, value: server.store.raiseEpoch(call.writer) };
  try {
    server.store.commit(call.batch, call.epoch);
    return DONE;
  } catch (error) {
    if (error instanceof StaleEpochError) {
      server.staleWrites++;
      return { ok: false, stale: true, newest: error.newest, message: error.message };
    }
    if (error instanceof CommitUnavailable) throw error;
    // its epoch is the newest, so none but its own writer can have stored it
    if (isStored(server.store, call.batch)) return DONE;
    throw error;
  }
}

/** True if exactly this is what the store holds; asked only when the store refuses a batch. */
function isStored(store: JournalStore, { rounds, handled }: CommitBatch): boolean {
  if (rounds !== null) return store.resumePoint().lastRound === rounds.to;
  return handled.length > 0 && [...Map.groupBy(handled, (row) => row.actor)].every(([actor, rows]) => {
    const after = Math.min(...rows.map(({ inputNo }) => inputNo)) - 1;
    const stored = new Map(store.load(actor, NO_SCHEMA, after).inputs.map((row) => [row.inputNo, row]));
    return rows.every((row) => isSame(row, stored.get(row.inputNo)));
  });
}

type Stored = Pick<HandledInput, "input" | "seqAfter">;

function isSame({ input, seqAfter }: HandledInput, stored: Stored | undefined): boolean {
  return stored?.seqAfter === seqAfter && stored.input.from === input.from && stored.input.seq === input.seq;
}

import { encodeState, sha256Hex } from "../core/mod.ts";
import {
  type Behavior,
  type Ctx,
  NONE,
  portOf,
  type Send,
  type Step,
  type TimerFired,
  type TimerOp,
} from "./behavior.ts";
import type { ActorSnapshot, HandledInput, SeenMark } from "./commit_port.ts";
import { type Envelope, type Lane, type Message, messageId, timerAddress } from "./envelope.ts";
import { ActorCrash, FatalError } from "./errors.ts";
import { TimerQueue } from "./timer_queue.ts";

/** An actor as its host keeps it: the durable data of `ActorSnapshot`, alive. Changed in place. */
export interface ActorRecord {
  readonly address: string;
  readonly behavior: Behavior;
  state: unknown;
  inputNo: number;
  /** Send counter. */
  seq: number;
  /** Last sequence handled, per sender and (index) lane; 0 = none. */
  readonly seen: Map<string, number[]>;
  /** inputNo of the newest snapshot taken; 0 = none. */
  snapshotAt: number;
}

export const ActorRecord = {
  create,
  hasHandled,
  markSeen,
  handle,
  perform,
  book,
  skip,
  spendTimer,
  snapshot,
};

function create(address: string, behavior: Behavior): ActorRecord {
  return { address, behavior, state: behavior.init(), inputNo: 0, seq: 0, seen: new Map(), snapshotAt: 0 };
}

/** True for a message that came before: delivery is at least once, handling is once. */
function hasHandled(actor: ActorRecord, input: Envelope): boolean {
  const lanes = actor.seen.get(input.from);
  return lanes !== undefined && input.seq <= lanes[input.lane];
}

function markSeen(actor: ActorRecord, mark: SeenMark): void {
  const lanes = actor.seen.get(mark.from);
  if (lanes !== undefined) lanes[mark.lane] = mark.seq;
  else actor.seen.set(mark.from, [0, 0, 0, 0].with(mark.lane, mark.seq));
}

/**
 * Lets the actor handle one input and returns the row for the journal; timers change at once, sends are only
 * listed. Throws ActorCrash if the behavior throws; the record is of no use after that.
 */
function handle(actor: ActorRecord, input: Envelope, timers: TimerQueue): HandledInput {
  const ctx = contextOf(actor, input);
  let step: Step<unknown>;
  try {
    step = actor.behavior.step(actor.state, input.body, ctx);
    for (const op of step.timers) applyTimer(op, ctx, timers);
  } catch (cause) {
    throw new ActorCrash(actor.address, ctx.messageId, cause, input.body.kind);
  }
  actor.state = step.state;
  actor.inputNo++;
  markSeen(actor, input);
  return {
    actor: actor.address,
    inputNo: actor.inputNo,
    input,
    events: step.events,
    sends: step.sends.length === 0 ? NONE : step.sends.map((send) => seal(actor, send, ctx)),
    timers: step.timers,
    seqAfter: actor.seq,
  };
}

function contextOf({ address }: ActorRecord, input: Envelope): Ctx {
  return { nowMs: input.atMs, self: address, from: input.from, messageId: messageId(input) };
}

/** Lets a port handle an input; what it sends is to be given to `book`. Rejects with ActorCrash. */
async function perform(actor: ActorRecord, input: Envelope): Promise<readonly Send[]> {
  const ctx = contextOf(actor, input);
  try {
    return await portOf(actor.behavior)!.perform(input.body, ctx);
  } catch (cause) {
    throw new ActorCrash(actor.address, ctx.messageId, cause, input.body.kind);
  }
}

/** Counts an input that a port has handled, and returns its row for the journal. */
function book(actor: ActorRecord, input: Envelope, sends: readonly Send[]): HandledInput {
  const ctx = contextOf(actor, input);
  actor.inputNo++;
  markSeen(actor, input);
  return {
    ...{ actor: actor.address, inputNo: actor.inputNo, input, events: NONE, timers: NONE },
    sends: sends.map((send) => seal(actor, send, ctx)),
    seqAfter: actor.seq,
  };
}

/**
 * Counts an input as handled without a step, and returns its row for the journal: it crashed its actor too
 * often. `events` tell of it.
 */
function skip(
  actor: ActorRecord,
  input: Envelope,
  timers: TimerQueue,
  events: readonly Message[],
): HandledInput {
  if (input.from === timerAddress(actor.address)) spendTimer(actor, input, timers);
  actor.inputNo++;
  markSeen(actor, input);
  return {
    actor: actor.address,
    inputNo: actor.inputNo,
    input,
    events,
    sends: NONE,
    timers: NONE,
    seqAfter: actor.seq,
    quarantined: true,
  };
}

/**
 * Clears the timer whose firing `input` is; false if it is not set (any more). One of the same name that was
 * set since, by another message, stays.
 */
function spendTimer({ address }: ActorRecord, { body, causedBy }: Envelope, timers: TimerQueue): boolean {
  const { name } = body as TimerFired;
  const isSet = timers.byActor.get(address)?.get(name)?.setBy === causedBy;
  return isSet && TimerQueue.clear(timers, address, name);
}

function applyTimer(op: TimerOp, ctx: Ctx, timers: TimerQueue): void {
  if (op.op === "clear") TimerQueue.clear(timers, ctx.self, op.name);
  else TimerQueue.set(timers, { address: ctx.self, name: op.name, dueMs: op.dueMs, setBy: ctx.messageId });
}

function seal(actor: ActorRecord, { to, lane, key, body }: Send, ctx: Ctx): Envelope {
  const seq = ++actor.seq;
  const envelope: Envelope = {
    from: actor.address,
    seq,
    to,
    lane,
    atMs: ctx.nowMs,
    causedBy: ctx.messageId,
    body,
  };
  return key === undefined ? envelope : { ...envelope, key };
}

/** The actor as it is now. Throws FatalError if its state is no plain data. */
function snapshot(actor: ActorRecord, timers: TimerQueue): ActorSnapshot {
  const state = encode(actor);
  actor.snapshotAt = actor.inputNo;
  return {
    actor: actor.address,
    schema: actor.behavior.schema,
    inputNo: actor.inputNo,
    seq: actor.seq,
    timers: TimerQueue.of(timers, actor.address),
    seen: seenMarks(actor),
    state,
    stateHash: sha256Hex(state),
  };
}

function encode(actor: ActorRecord): string {
  try {
    return encodeState(actor.state);
  } catch (cause) {
    throw new FatalError(`Cannot snapshot actor ${actor.address} after input ${actor.inputNo}: ${cause}`, {
      cause,
    });
  }
}

function seenMarks(actor: ActorRecord): SeenMark[] {
  const marks: SeenMark[] = [];
  for (const from of [...actor.seen.keys()].sort()) {
    actor.seen.get(from)!.forEach((seq, lane) => {
      if (seq > 0) marks.push({ from, lane: lane as Lane, seq });
    });
  }
  return marks;
}

import { decodeState, sha256Hex } from "../core/mod.ts";
import { ActorRecord } from "./actor_record.ts";
import { type Behavior, NONE, portOf, type TimerFired } from "./behavior.ts";
import type { ActorHistory, ActorSnapshot, HandledInput, HistoryInput } from "./commit_port.ts";
import type { Conductor } from "./conductor.ts";
import { type Envelope, LANE, messageId, timerAddress } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { TimerQueue } from "./timer_queue.ts";

/** An actor to rebuild. */
export interface Restore {
  readonly address: string;
  readonly behavior: Behavior;
  readonly history: ActorHistory;
  /** Told every row that is made again; one of a port with those of its sends that are still in the outbox. */
  readonly onRow?: (row: HandledInput) => void;
}

/** Where a restored actor's timers go, and how many of them fired: of a conductor, or of a worker alone. */
export type Timing = Pick<Conductor, "timers" | "fired">;

/** A timer as its firing tells of it. */
interface Firing {
  readonly name: string;
  readonly setBy: string;
}

/** Told where the journal and the fold disagree, in words. */
export type OnDivergence = (words: string) => void;

/** A fold under way: an actor that is rebuilt input by input. */
export interface Fold {
  readonly actor: ActorRecord;
  readonly timing: Timing;
  readonly onDivergence: OnDivergence;
  /**
   * Timers that were due when a step replaced or cleared them. They may have fired at that very instant: such a
   * firing is delivered all the same.
   */
  readonly overtaken: Firing[];
  readonly outbox: ActorHistory["outbox"];
  readonly onRow: ((row: HandledInput) => void) | undefined;
}

/**
 * Rebuilds an actor: snapshot, then every later input stepped again; what these steps send and report was
 * released or journalled long ago and is dropped. A quarantined input is counted and not stepped. The actor's
 * timers are set in `timing`. Throws FatalError where the store contradicts itself or the behavior no longer
 * does what it did.
 */
export function restoreActor(restore: Restore, timing: Timing): ActorRecord {
  const fold = beginFold(restore, timing, refuse);
  for (const row of restore.history.inputs) foldInput(fold, row);
  return fold.actor;
}

/** A fold that stands at its snapshot, or before the first input; `onDivergence` may throw. */
export function beginFold(
  { address, behavior, history, onRow }: Omit<Restore, "history"> & { history: Omit<ActorHistory, "inputs"> },
  timing: Timing,
  onDivergence: OnDivergence,
): Fold {
  const actor = ActorRecord.create(address, behavior);
  if (history.snapshot !== null) readSnapshot(actor, history.snapshot, timing);
  return { actor, timing, onDivergence, overtaken: [], outbox: history.outbox, onRow };
}

function refuse(words: string): never {
  throw new FatalError(
    `Fold diverged: ${words}; run the version and the configuration that wrote this store`,
  );
}

function readSnapshot(actor: ActorRecord, snapshot: ActorSnapshot, { timers, fired }: Timing): void {
  const hash = sha256Hex(snapshot.state);
  if (hash !== snapshot.stateHash) {
    throw new FatalError(
      `Cannot restore actor ${actor.address} as its snapshot at input ${snapshot.inputNo} must hash to ` +
        `${snapshot.stateHash}: current value is ${hash}; restore the store from a backup`,
    );
  }
  actor.state = decodeState(snapshot.state);
  actor.inputNo = snapshot.inputNo;
  actor.snapshotAt = snapshot.inputNo;
  actor.seq = snapshot.seq;
  for (const mark of snapshot.seen) ActorRecord.markSeen(actor, mark);
  for (const timer of snapshot.timers) TimerQueue.set(timers, { address: actor.address, ...timer });
  const marks = actor.seen.get(timerAddress(actor.address));
  if (marks !== undefined) fired.set(actor.address, marks[LANE.control]);
}

/** Steps the next input of the journal again, and gives the row that came of it. Throws FatalError where the step throws. */
export function foldInput(fold: Fold, row: HistoryInput): HandledInput {
  const { actor, timing } = fold;
  expectEqual(fold, row, { what: "input number", journal: row.inputNo, fold: actor.inputNo + 1 });
  if (portOf(actor.behavior) !== null) return countAgain(fold, row);
  if (row.input.from === timerAddress(actor.address)) foldFiring(fold, row);
  const again = row.quarantined
    ? ActorRecord.skip(actor, row.input, timing.timers, NONE)
    : stepAgain(fold, row.input);
  expectEqual(fold, row, { what: "number of sends", journal: row.sendCount, fold: again.sends.length });
  expectEqual(fold, row, { what: "send counter", journal: row.seqAfter, fold: again.seqAfter });
  fold.onRow?.(again);
  return again;
}

/** What a port did is not done again; only the journal knows what it sent, and tells of that what is not settled. */
function countAgain(
  { actor, outbox, onRow }: Fold,
  { inputNo, input, seqAfter, quarantined }: HistoryInput,
): HandledInput {
  actor.inputNo = inputNo;
  actor.seq = seqAfter;
  ActorRecord.markSeen(actor, input);
  const id = messageId(input);
  const sends = onRow === undefined ? NONE : outbox.filter(({ causedBy }) => causedBy === id);
  const row = { actor: actor.address, inputNo, input, events: NONE, sends, timers: NONE, seqAfter };
  const counted = quarantined ? { ...row, quarantined } : row;
  onRow?.(counted);
  return counted;
}

function foldFiring(fold: Fold, row: HistoryInput): void {
  const { actor, timing, overtaken } = fold;
  const { name } = row.input.body as TimerFired;
  const wasSet = ActorRecord.spendTimer(actor, row.input, timing.timers) ||
    remove(overtaken, { name, setBy: row.input.causedBy });
  expectEqual(fold, row, { what: `timer ${name} is set`, journal: true, fold: wasSet });
  timing.fired.set(actor.address, row.input.seq);
}

/** Removes one firing from the list; false if it is not in it. */
function remove(list: Firing[], { name, setBy }: Firing): boolean {
  const i = list.findIndex((one) => one.name === name && one.setBy === setBy);
  if (i >= 0) list.splice(i, 1);
  return i >= 0;
}

function stepAgain({ actor, timing, overtaken }: Fold, input: Envelope): HandledInput {
  const { timers } = timing;
  const due = TimerQueue.of(timers, actor.address).filter(({ dueMs }) => dueMs <= input.atMs);
  try {
    const row = ActorRecord.handle(actor, input, timers);
    const own = timers.byActor.get(actor.address);
    for (const timer of due) if (own?.get(timer.name)?.setBy !== timer.setBy) overtaken.push(timer);
    return row;
  } catch (cause) {
    throw new FatalError(`Fold diverged: ${cause}, though it handled it before`, { cause });
  }
}

interface Comparison {
  readonly what: string;
  readonly journal: number | boolean;
  readonly fold: number | boolean;
}

function expectEqual(
  { actor, onDivergence }: Fold,
  row: HistoryInput,
  { what, journal, fold }: Comparison,
): void {
  if (journal === fold) return;
  onDivergence(
    `actor ${actor.address}, input ${row.inputNo} (message ${messageId(row.input)}), ${what}: ` +
      `the journal says ${journal}, the fold ${fold}`,
  );
}

import { decodeState, sha256Hex } from "../core/mod.ts";
import { ActorRecord } from "./actor_record.ts";
import type { Behavior } from "./behavior.ts";
import type { ActorHistory, ActorSnapshot, HistoryInput } from "./commit_port.ts";
import type { Conductor } from "./conductor.ts";
import { type Envelope, LANE, messageId, timerAddress } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { TimerQueue } from "./timer_queue.ts";

/** An actor to rebuild. */
export interface Restore {
  readonly address: string;
  readonly behavior: Behavior;
  readonly history: ActorHistory;
}

/**
 * Rebuilds an actor: snapshot, then every later input stepped again; what these steps send and report was
 * released or journalled long ago and is dropped. Its timers are set in the conductor. Throws FatalError
 * where the store contradicts itself or the behavior no longer does what it did.
 */
export function restoreActor({ address, behavior, history }: Restore, conductor: Conductor): ActorRecord {
  const actor = ActorRecord.create(address, behavior);
  if (history.snapshot !== null) readSnapshot(actor, history.snapshot, conductor);
  for (const row of history.inputs) foldInput(actor, row, conductor);
  return actor;
}

function readSnapshot(actor: ActorRecord, snapshot: ActorSnapshot, conductor: Conductor): void {
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
  for (const timer of snapshot.timers) TimerQueue.set(conductor.timers, { address: actor.address, ...timer });
  const fired = actor.seen.get(timerAddress(actor.address));
  if (fired !== undefined) conductor.fired.set(actor.address, fired[LANE.control]);
}

function foldInput(actor: ActorRecord, row: HistoryInput, conductor: Conductor): void {
  expectEqual(actor, row, { what: "input number", journal: row.inputNo, fold: actor.inputNo + 1 });
  if (row.input.from === timerAddress(actor.address)) foldFiring(actor, row, conductor);
  const { sends, seqAfter } = stepAgain(actor, row.input, conductor);
  expectEqual(actor, row, { what: "number of sends", journal: row.sendCount, fold: sends.length });
  expectEqual(actor, row, { what: "send counter", journal: row.seqAfter, fold: seqAfter });
}

function foldFiring(actor: ActorRecord, row: HistoryInput, conductor: Conductor): void {
  const { name } = row.input.body as { readonly name?: unknown };
  const wasSet = TimerQueue.clear(conductor.timers, actor.address, String(name));
  expectEqual(actor, row, { what: `timer ${name} is set`, journal: true, fold: wasSet });
  conductor.fired.set(actor.address, row.input.seq);
}

function stepAgain(actor: ActorRecord, input: Envelope, conductor: Conductor) {
  try {
    return ActorRecord.handle(actor, input, conductor.timers);
  } catch (cause) {
    throw new FatalError(`Fold diverged: ${cause}, though it handled it before`, { cause });
  }
}

interface Comparison {
  readonly what: string;
  readonly journal: number | boolean;
  readonly fold: number | boolean;
}

function expectEqual(actor: ActorRecord, row: HistoryInput, { what, journal, fold }: Comparison): void {
  if (journal === fold) return;
  throw new FatalError(
    `Fold diverged: actor ${actor.address}, input ${row.inputNo} (message ${
      messageId(row.input)
    }), ${what}: ` +
      `the journal says ${journal}, the fold ${fold}; run the version and the configuration that wrote this store`,
  );
}

import { ActorRecord } from "../actor_record.ts";
import { NONE, portOf } from "../behavior.ts";
import type { ActorSnapshot, HandledInput } from "../commit_port.ts";
import { messageId, timerAddress } from "../envelope.ts";
import { FatalError } from "../errors.ts";
import type { Quarantined } from "../group/group_handling.ts";
import { restoreActor, type Timing } from "../restore_actor.ts";
import { TimerQueue } from "../timer_queue.ts";
import type { ActorMetrics, ActorReady, Delivery } from "../tree/protocol.ts";
import { HandlingTimes } from "./handling_times.ts";
import type { LoadedActor } from "./load_actors.ts";

/** One actor in stepped delivery. Changed in place. */
interface SteppedActor {
  readonly record: ActorRecord;
  readonly timerFrom: string;
  processed: number;
  /** Quarantined. */
  failed: number;
  duplicates: number;
  readonly handlingUs: HandlingTimes;
}

/**
 * The actors of one worker in stepped delivery. Changed in place. Their timers are kept only for their snapshots: what is
 * due when is the conductor's business.
 */
export interface SteppedActors {
  readonly byAddress: ReadonlyMap<string, SteppedActor>;
  readonly timing: Timing;
  readonly snapshotEvery: number;
  /** To be snapshotted when the round ends. */
  readonly dueSnapshots: Set<ActorRecord>;
}

export const SteppedActors = {
  restore,
  isDuplicate,
  handle,
  isPort,
  perform,
  note,
  endRound,
  snapshotAll,
  ready,
  metrics,
};

/** Throws as restoreActor. `onRow` is told every row that the fold makes again. */
function restore(
  actors: readonly LoadedActor[],
  snapshotEvery: number,
  onRow: (row: HandledInput) => void = () => {},
): SteppedActors {
  const timing: Timing = { timers: TimerQueue.create(), fired: new Map() };
  const byAddress = new Map(actors.map((actor) => {
    const record = restoreActor({ ...actor, onRow }, timing);
    const counters = { processed: 0, failed: 0, duplicates: 0 };
    const timerFrom = timerAddress(actor.address);
    return [actor.address, { record, timerFrom, ...counters, handlingUs: HandlingTimes.create() }];
  }));
  return { byAddress, timing, snapshotEvery, dueSnapshots: new Set() };
}

/** True for what its actor handled before, which is counted and left out. Throws FatalError if it is for nobody here. */
function isDuplicate(actors: SteppedActors, { envelope }: Delivery): boolean {
  const actor = receiver(actors, envelope.to);
  if (!ActorRecord.hasHandled(actor.record, envelope)) return false;
  actor.duplicates++;
  return true;
}

/** Steps one input, or only counts it if it is quarantined. Throws ActorCrash. */
function handle(actors: SteppedActors, { envelope, quarantine }: Delivery): HandledInput {
  const actor = receiver(actors, envelope.to);
  const { record } = actor;
  const { timers } = actors.timing;
  let row: HandledInput;
  if (quarantine) {
    const told: Quarantined = {
      kind: "Quarantined",
      messageId: messageId(envelope),
      messageKind: envelope.body.kind,
    };
    row = ActorRecord.skip(record, envelope, timers, [told]);
    actor.failed++;
  } else {
    // before the step: what it sets under the same name is another timer
    if (envelope.from === actor.timerFrom) ActorRecord.spendTimer(record, envelope, timers);
    row = ActorRecord.handle(record, envelope, timers);
  }
  return count(actors, actor, row);
}

/** True if this is to be performed by a port; what is quarantined is not. */
function isPort(actors: SteppedActors, { envelope, quarantine }: Delivery): boolean {
  return !quarantine && portOf(receiver(actors, envelope.to).record.behavior) !== null;
}

/** Lets a port handle its input. Rejects with ActorCrash. */
async function perform(actors: SteppedActors, { envelope }: Delivery): Promise<HandledInput> {
  const actor = receiver(actors, envelope.to);
  const sends = await ActorRecord.perform(actor.record, envelope);
  return count(actors, actor, ActorRecord.book(actor.record, envelope, sends));
}

function count(actors: SteppedActors, actor: SteppedActor, row: HandledInput): HandledInput {
  actor.processed++;
  if (row.inputNo % actors.snapshotEvery === 0) actors.dueSnapshots.add(actor.record);
  return row;
}

/** Notes how long the handling of this input took, us. */
function note(actors: SteppedActors, { envelope }: Delivery, us: number): void {
  HandlingTimes.add(receiver(actors, envelope.to).handlingUs, us);
}

/**
 * The snapshots that are due. Not in the middle of a round: of two timers of one instant, the one not yet handled would be
 * in the snapshot as if it were still to fire.
 */
function endRound({ dueSnapshots, timing }: SteppedActors): readonly ActorSnapshot[] {
  if (dueSnapshots.size === 0) return NONE;
  const snapshots = [...dueSnapshots].map((record) => ActorRecord.snapshot(record, timing.timers));
  dueSnapshots.clear();
  return snapshots;
}

/** Of each actor that handled something since its last snapshot. */
function snapshotAll(actors: SteppedActors): readonly ActorSnapshot[] {
  for (const { record } of actors.byAddress.values()) {
    if (record.inputNo > record.snapshotAt) actors.dueSnapshots.add(record);
  }
  return endRound(actors);
}

function ready({ byAddress, timing: { timers, fired } }: SteppedActors): ActorReady[] {
  return [...byAddress.keys()].map((address) => ({
    address,
    timers: TimerQueue.of(timers, address),
    fired: fired.get(address) ?? 0,
  }));
}

/** What waits for an actor. */
export interface Waiting {
  readonly depth: number;
  readonly oldestMs: number;
}

/** `waiting` by address. */
function metrics({ byAddress }: SteppedActors, waiting: ReadonlyMap<string, Waiting>): ActorMetrics[] {
  return [...byAddress].map(([address, { processed, failed, duplicates, handlingUs }]) => ({
    address,
    depth: waiting.get(address)?.depth ?? 0,
    oldestMs: waiting.get(address)?.oldestMs ?? 0,
    ...{
      processed,
      failed,
      duplicates,
      conflated: 0,
      reportsDropped: 0,
      refused: 0,
      unsettled: 0,
      handlingUs,
    },
  }));
}

function receiver({ byAddress }: SteppedActors, address: string): SteppedActor {
  const actor = byAddress.get(address);
  if (actor !== undefined) return actor;
  throw new FatalError(`Cannot deliver to "${address}" as it must live in this worker; check the places`);
}

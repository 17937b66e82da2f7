import { ActorRecord } from "../actor_record.ts";
import { portOf, type Send, type TimerFired } from "../behavior.ts";
import type { HandledInput } from "../commit_port.ts";
import { type Envelope, LANE, type Message, messageId } from "../envelope.ts";
import { FatalError } from "../errors.ts";
import { TimerQueue } from "../timer_queue.ts";
import { ActorSlot } from "./actor_slot.ts";
import { bury, DEAD_LETTER, workerOf } from "./group_links.ts";
import type { ActorGroup } from "./group_state.ts";
import { takeReady } from "./ready_lanes.ts";

/** In the journal, of a message that was not stepped. */
export interface Quarantined extends Message {
  readonly kind: "Quarantined";
  readonly messageId: string;
  readonly messageKind: string;
}

/** As ActorGroup.next. */
export function next(group: ActorGroup, nowMs: number): Envelope | null {
  if (group.inHand !== null) {
    throw new Error(`Cannot hand out a message as ${messageId(group.inHand)} is in hand: handle it first`);
  }
  refuseBroken(group);
  if (isBatchFull(group)) return null;
  return group.inHand = group.told.shift() ?? takeReady(group, LANE.system) ?? dueTimer(group, nowMs) ??
    takeReady(group, LANE.control) ?? takeReady(group, LANE.orders) ?? takeReady(group, LANE.data);
}

/** True if nothing more is handed out until the open batch is in flight. */
export function isBatchFull({ rows, rowSends, limits }: ActorGroup): boolean {
  return rows.length >= limits.maxBatchRows || rowSends >= limits.maxBatchSends;
}

/** The firing of the earliest due timer. The timer itself stays set. */
function dueTimer(
  { slots, timing: { timers, fired } }: ActorGroup,
  nowMs: number,
): Envelope<TimerFired> | null {
  if (TimerQueue.earliestMs(timers) > nowMs) return null;
  const { address, name, setBy } = timers.sorted[0];
  return {
    from: slots.get(address)!.timerFrom,
    seq: (fired.get(address) ?? 0) + 1,
    to: address,
    lane: LANE.control,
    atMs: nowMs,
    causedBy: setBy,
    body: { kind: "TimerFired", name },
  };
}

/** As ActorGroup.handle. */
export function handle(group: ActorGroup, envelope: Envelope, nowMs: number): void {
  const slot = receiver(group, envelope);
  if (slot === null) return;
  const input = ActorSlot.stamp(slot, envelope, nowMs);
  try {
    if (input.from === slot.timerFrom) spendTimer(group, slot, input);
    const row = ActorRecord.handle(slot.record, input, group.timing.timers);
    for (const sent of row.sends) workerOf(group, sent);
    append(group, slot, row);
  } catch (error) {
    group.isBroken = true;
    slot.failed++;
    throw error;
  }
}

/** As ActorGroup.isPort. */
export function isPort({ slots }: ActorGroup, { to }: Envelope): boolean {
  return portOf(slots.get(to)!.record.behavior) !== null;
}

/** As ActorGroup.perform. */
export async function perform(
  group: ActorGroup,
  envelope: Envelope,
  nowMs: number,
): Promise<readonly Send[]> {
  const slot = group.slots.get(envelope.to)!;
  try {
    return await ActorRecord.perform(slot.record, ActorSlot.stamp(slot, envelope, nowMs));
  } catch (error) {
    group.isBroken = true;
    slot.failed++;
    throw error;
  }
}

/** As ActorGroup.book. */
export function book(group: ActorGroup, envelope: Envelope, sends: readonly Send[], nowMs: number): void {
  const slot = receiver(group, envelope);
  if (slot === null) return;
  const row = ActorRecord.book(slot.record, ActorSlot.stamp(slot, envelope, nowMs), sends);
  for (const sent of row.sends) workerOf(group, sent);
  append(group, slot, row);
}

/** As ActorGroup.quarantine. */
export function quarantine(group: ActorGroup, envelope: Envelope, nowMs: number): void {
  const slot = receiver(group, envelope);
  if (slot === null) return;
  const input = ActorSlot.stamp(slot, envelope, nowMs);
  if (input.from === slot.timerFrom) spendTimer(group, slot, input);
  const told: Quarantined = {
    kind: "Quarantined",
    messageId: messageId(input),
    messageKind: input.body.kind,
  };
  slot.failed++;
  bury(group, DEAD_LETTER.quarantined, 1);
  append(group, slot, ActorRecord.skip(slot.record, input, group.timing.timers, [told]));
}

/** As ActorGroup.halt. */
export function halt(group: ActorGroup, address: string): void {
  const slot = group.slots.get(address);
  if (slot === undefined) throw new Error(`Cannot halt actor "${address}" as it is not of ${group.worker}`);
  slot.isHalted = true;
  // Forgotten here alone. In the store they stay set, as no snapshot is taken of a halted actor.
  for (const { name } of TimerQueue.of(group.timing.timers, address)) {
    TimerQueue.clear(group.timing.timers, address, name);
  }
  group.told = group.told.filter(({ to }) => to !== address);
  group.dueSnapshots.delete(slot);
  if (group.inHand?.to === address) group.inHand = null;
}

/** Throws Error on a group that threw: only the store knows what is true of it. */
export function refuseBroken(group: ActorGroup): void {
  if (group.isBroken) {
    throw new Error(`Cannot go on with ${group.worker} as it crashed: create it anew from the store`);
  }
}

/** null if the actor was halted while its message was in hand. */
function receiver(group: ActorGroup, envelope: Envelope): ActorSlot | null {
  const slot = group.slots.get(envelope.to);
  if (slot?.isHalted) return null;
  if (slot !== undefined && group.inHand === envelope) return slot;
  throw new Error(`Cannot handle message ${messageId(envelope)} as it is not the one that next() gave`);
}

/** Before the step, as the fold does: what the step sets under the same name is another timer. */
function spendTimer({ timing: { timers, fired } }: ActorGroup, { record }: ActorSlot, input: Envelope): void {
  if (!ActorRecord.spendTimer(record, input, timers)) {
    throw new FatalError(`Cannot fire ${messageId(input)} as its timer must be set`);
  }
  fired.set(record.address, input.seq);
}

function append(group: ActorGroup, slot: ActorSlot, row: HandledInput): void {
  group.inHand = null;
  group.rows.push(row);
  slot.processed++;
  slot.uncommitted += row.sends.length;
  group.rowSends += row.sends.length;
  if (row.inputNo % group.snapshotEvery === 0) group.dueSnapshots.add(slot);
}

import { LinkIn } from "../delivery/link_in.ts";
import { LinkOut } from "../delivery/link_out.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import { type Envelope, LANE, type Lane, MARKET, messageId } from "../envelope.ts";
import { ActorCrash, FatalError } from "../errors.ts";
import { ROOT } from "../tree/protocol.ts";
import { ActorSlot, type OutLink } from "./actor_slot.ts";
import type { ActorGroup, OpenPacket, Outgoing } from "./group_state.ts";
import { wake } from "./ready_lanes.ts";

/** Why a message was given up. */
export const DEAD_LETTER = { receiverGone: "receiver_gone", quarantined: "quarantined" } as const;

/** Puts a committed send onto its link; one to a worker that is gone becomes a dead letter. */
export function release(group: ActorGroup, owner: ActorSlot, sent: Envelope): void {
  const worker = workerOf(group, sent);
  if (group.gone.has(worker)) return bury(group, DEAD_LETTER.receiverGone, 1);
  const out = linkTo(group, owner, sent, worker);
  const depth = LinkOut.depth(out.link);
  const { counters } = out.link, tooMany = counters.dropped;
  const left = LinkOut.enqueue(out.link, sent);
  // of a conflated one an earlier life may have told the receiver: its own store learns that when it has handled it
  const mustTell = out.isForeign || counters.dropped > tooMany;
  if (left !== null && mustTell) group.settled.push({ from: left.from, seq: left.seq });
  count(out, depth);
  touch(group, out);
}

/** The same for a send of an earlier life, which may have transmitted it. */
export function releaseAgain(group: ActorGroup, owner: ActorSlot, sent: Envelope): void {
  release(group, owner, sent);
  LinkOut.restored(owner.links.get(sent.to)![sent.lane]!.link);
}

/** Notes what has become of a link that had this depth. */
function count({ link, owner, isReport }: OutLink, depth: number): void {
  const more = LinkOut.depth(link) - depth;
  owner.unsettled += more;
  if (isReport) owner.reports += more;
}

/** Throws ActorCrash if the actor, having sent this, has more unsettled sends than may ever be. */
export function refuseOverflow(group: ActorGroup, slot: ActorSlot, sent: Envelope): void {
  const { limits } = group;
  if (ActorSlot.awaited(slot) <= limits.crashUnsettled) return;
  group.isBroken = true;
  throw new ActorCrash(
    slot.record.address,
    sent.causedBy,
    new RangeError(
      `Cannot send ${sent.body.kind} to ${sent.to} on lane ${laneName(sent.lane)} as at most ` +
        `${limits.crashUnsettled} sends may be unsettled (overflow): current value is ${
          ActorSlot.awaited(slot)
        }; ` +
        "all of them are stored: look why their receivers do not handle them",
    ),
  );
}

/** The worker of the receiver. Throws FatalError if there is no such actor. */
export function workerOf({ places }: ActorGroup, sent: Envelope): string {
  const place = places.get(sent.to);
  if (place !== undefined) return place.worker;
  throw new FatalError(
    `Cannot send ${sent.body.kind} (message ${
      messageId(sent)
    }) from ${sent.from} as its receiver must exist: ` +
      `current value is "${sent.to}"; check the list of actors`,
  );
}

/** Lets an actor of this group accept a frame; answers the ack to send at once, if there is one. */
export function accept(group: ActorGroup, slot: ActorSlot, frame: LinkFrame, nowMs: number): LinkAck | null {
  const ack = LinkIn.accept(slot.inbound, frame, nowMs);
  wake(group, slot, frame.lane);
  return ack;
}

/** Hands an ack to the sender it is for: one of this group at once, any other with the next packet. */
export function postAck(group: ActorGroup, ack: LinkAck, nowMs: number): void {
  const worker = ack.from === MARKET ? ROOT : group.places.get(ack.from)?.worker;
  if (worker === group.worker) return applyAck(group, ack, nowMs);
  if (worker === undefined) {
    throw new FatalError(
      `Cannot acknowledge to "${ack.from}" as there is no such actor; check the list of actors`,
    );
  }
  if (!group.gone.has(worker)) packetFor(group, worker).acks.push(ack);
}

/**
 * Settles what an ack says is handled. An ack of a link this life never had is of an earlier one: left out.
 */
export function applyAck(group: ActorGroup, ack: LinkAck, nowMs: number): void {
  const owner = group.slots.get(ack.from);
  const out = owner?.links.get(ack.to)?.[ack.lane];
  if (owner === undefined || out === undefined) return;
  const depth = LinkOut.depth(out.link);
  if (out.isForeign) { for (const sent of LinkOut.upTo(out.link, ack.handled)) group.settled.push(sent); }
  LinkOut.onAck(out.link, ack, nowMs);
  count(out, depth);
  wake(group, owner, LANE.data);
  touch(group, out);
}

/** All links to a worker's actors go back to what is not settled. */
export function rewindLinks(group: ActorGroup, worker: string): void {
  for (const out of group.links) {
    if (out.worker !== worker) continue;
    LinkOut.onReceiverUp(out.link);
    touch(group, out);
  }
}

/** Gives up all links to a worker's actors, for good. */
export function buryLinks(group: ActorGroup, worker: string): void {
  group.gone.add(worker);
  group.packets.delete(worker);
  for (const { worker: its, link, owner, isReport } of group.links) {
    if (its !== worker) continue;
    bury(group, DEAD_LETTER.receiverGone, LinkOut.depth(link));
    owner.unsettled -= LinkOut.depth(link);
    if (isReport) owner.reports -= LinkOut.depth(link);
    owner.links.delete(link.to);
    wake(group, owner, LANE.data);
  }
  group.links = group.links.filter((out) => out.worker !== worker);
}

/** Counts messages given up. */
export function bury({ deadLetters }: ActorGroup, reason: string, count: number): void {
  if (count > 0) deadLetters[reason] = (deadLetters[reason] ?? 0) + count;
}

const NOTHING: readonly Outgoing[] = Object.freeze([]);

/**
 * Transmits all that credit and deadlines allow: to actors of this group at once, to all others by what is
 * returned, one packet per worker.
 */
export function transmit(group: ActorGroup, nowMs: number): readonly Outgoing[] {
  if (nowMs >= group.linkDueMs) touchDue(group, nowMs);
  const { dirty, packets } = group;
  // grows while it is walked: what is delivered here may lead to acks here
  for (let i = 0; i < dirty.length; i++) transmitLink(group, dirty[i], nowMs);
  dirty.length = 0;
  if (packets.size === 0) return NOTHING;
  const outgoing = [...packets.values()];
  packets.clear();
  return outgoing;
}

function transmitLink(group: ActorGroup, out: OutLink, nowMs: number): void {
  out.isDirty = false;
  if (group.gone.has(out.worker)) return;
  let frame: LinkFrame | null;
  while ((frame = LinkOut.frames(out.link, nowMs)) !== null) {
    if (out.local === null) {
      packetFor(group, out.worker).frames.push(frame);
      continue;
    }
    const ack = accept(group, out.local, frame, nowMs);
    if (ack !== null) applyAck(group, ack, nowMs);
  }
  if (out.link.dueMs < group.linkDueMs) group.linkDueMs = out.link.dueMs;
}

function touchDue(group: ActorGroup, nowMs: number): void {
  group.linkDueMs = Infinity;
  for (const out of group.links) {
    const dueMs = LinkOut.nextDueMs(out.link);
    if (dueMs <= nowMs) touch(group, out);
    else if (dueMs < group.linkDueMs) group.linkDueMs = dueMs;
  }
}

function touch({ dirty }: ActorGroup, out: OutLink): void {
  if (out.isDirty) return;
  out.isDirty = true;
  dirty.push(out);
}

function linkTo(group: ActorGroup, owner: ActorSlot, { to, lane }: Envelope, worker: string): OutLink {
  let lanes = owner.links.get(to);
  if (lanes === undefined) owner.links.set(to, lanes = [undefined, undefined, undefined, undefined]);
  const known = lanes[lane];
  if (known !== undefined) return known;
  const { journal, takesReports } = group.places.get(to)!;
  const isReport = takesReports === true && lane === LANE.data && worker !== group.worker;
  const out: OutLink = {
    link: LinkOut.create(owner.record.address, to, lane, isReport ? { keep: group.limits.maxReports } : {}),
    ...{ owner, worker, isReport, isForeign: journal !== group.journal },
    ...{ local: group.slots.get(to) ?? null, isDirty: false },
  };
  group.links.push(out);
  return lanes[lane] = out;
}

function packetFor({ packets }: ActorGroup, worker: string): OpenPacket {
  let packet = packets.get(worker);
  if (packet === undefined) packets.set(worker, packet = { worker, frames: [], acks: [] });
  return packet;
}

function laneName(lane: Lane): string {
  return Object.keys(LANE)[lane];
}

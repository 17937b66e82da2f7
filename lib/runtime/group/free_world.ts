import { LinkOut } from "../delivery/link_out.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import { LANE, MARKET } from "../envelope.ts";
import type { Outgoing } from "./actor_group.ts";
import type { FreeWorld } from "./free_state.ts";

/**
 * Puts the world's next message onto the link to its receiver; false if there is none, it is of a later time,
 * or the link has no credit.
 */
export function tell(world: FreeWorld, nowMs: number): boolean {
  const message = world.next ??= world.source.next();
  if (message === null || message.atMs > nowMs) return false;
  const { seq, to, atMs, body } = message;
  let link = world.links.get(to);
  if (link === undefined) world.links.set(to, link = LinkOut.create(MARKET, to, LANE.data));
  if (LinkOut.depth(link) >= world.credit) return false;
  LinkOut.enqueue(link, { from: MARKET, seq, to, lane: LANE.data, atMs, causedBy: "", body });
  world.next = null;
  return true;
}

/** What the world may transmit now, by worker. */
export function transmitWorld(
  world: FreeWorld,
  places: ReadonlyMap<string, { readonly worker: string }>,
  nowMs: number,
): Outgoing[] {
  const outgoing: Outgoing[] = [];
  for (const [to, link] of world.links) {
    let frame: LinkFrame | null;
    const frames: LinkFrame[] = [];
    while ((frame = LinkOut.frames(link, nowMs)) !== null) frames.push(frame);
    if (frames.length > 0) outgoing.push({ worker: places.get(to)!.worker, frames, acks: [] });
  }
  return outgoing;
}

/** Acks came from the actors the world tells. */
export function settleWorld(world: FreeWorld, acks: readonly LinkAck[], nowMs: number): void {
  for (const ack of acks) LinkOut.onAck(world.links.get(ack.to)!, ack, nowMs);
}

/** These actors have a new life. */
export function rewindWorld(world: FreeWorld, addresses: readonly string[]): void {
  for (const address of addresses) {
    const link = world.links.get(address);
    if (link !== undefined) LinkOut.onReceiverUp(link);
  }
}

/** When the world has something to say if nothing happens before, ms. */
export function worldDueMs({ next, links }: FreeWorld, nowMs: number): number {
  let dueMs = next !== null && next.atMs > nowMs ? next.atMs : Infinity;
  for (const link of links.values()) dueMs = Math.min(dueMs, LinkOut.nextDueMs(link));
  return dueMs;
}

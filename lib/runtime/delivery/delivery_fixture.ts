import assert from "node:assert/strict";
import { type Envelope, LANE, type Lane } from "../envelope.ts";
import { envelope } from "./envelope_fixture.ts";
import type { PerLane } from "./lane_limits.ts";
import { LinkIn } from "./link_in.ts";
import { LinkOut } from "./link_out.ts";
import type { LinkAck, LinkFrame } from "./link_wire.ts";
import { Mailbox } from "./mailbox.ts";
import { Wire } from "./wire_fixture.ts";

/** The lanes a world uses. */
export const LANES: readonly Lane[] = [LANE.control, LANE.orders, LANE.data];

/** What happened, over all worlds: proof that a test saw what it is about. */
export type Tally = Record<string, number>;

/** An actor that sends: `sent` is durable, the links are not. */
export interface Sender {
  readonly address: string;
  readonly sent: Envelope[];
  /** By `<receiver>/<lane>`. */
  links: Map<string, LinkOut>;
}

/** An actor that receives: `committed` is durable, the rest is not. */
export interface Receiver {
  readonly address: string;
  readonly committed: Envelope[];
  mailbox: Mailbox;
  inbound: LinkIn;
  /** Handled and not committed. */
  handled: Envelope[];
}

/** The connection of a sender with a receiver. */
export interface Connection {
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly frames: Wire<LinkFrame>;
  readonly acks: Wire<LinkAck>;
}

/** Senders and receivers, each connected with each. */
export interface DeliveryWorld {
  nowMs: number;
  readonly capacities: PerLane<number>;
  readonly senders: readonly Sender[];
  readonly receivers: readonly Receiver[];
  readonly connections: readonly Connection[];
  readonly tally: Tally;
}

export const DeliveryWorld = {
  create,
  send,
  transmit,
  receive,
  settle,
  take,
  commit,
  breakOff,
  crashSender,
  crashReceiver,
  count,
  countLink,
  countMailbox,
};

/** `counts`: how many senders and receivers. */
function create(counts: readonly [number, number], capacities: PerLane<number>, tally: Tally): DeliveryWorld {
  const senders = Array.from({ length: counts[0] }, (_, i): Sender => {
    return { address: "s" + i, sent: [], links: new Map() };
  });
  const receivers = Array.from({ length: counts[1] }, (_, i): Receiver => {
    const mailbox = Mailbox.create(capacities);
    const address = "r" + i;
    return { address, committed: [], mailbox, inbound: LinkIn.create(address, mailbox), handled: [] };
  });
  const connections = senders.flatMap((sender) =>
    receivers.map((receiver): Connection => {
      return { sender, receiver, frames: Wire.create(), acks: Wire.create() };
    })
  );
  return { nowMs: 0, capacities, senders, receivers, connections, tally };
}

function count(world: DeliveryWorld, what: string, by = 1): void {
  world.tally[what] = (world.tally[what] ?? 0) + by;
}

/** The sender commits one more message and enqueues it. */
function send({ sender, receiver }: Connection, lane: Lane, key: string | undefined): void {
  const seq = (sender.sent.at(-1)?.seq ?? 0) + 1;
  const told = { from: sender.address, to: receiver.address, lane, ...(key === undefined ? {} : { key }) };
  const message = envelope(seq, told);
  sender.sent.push(message);
  LinkOut.enqueue(linkOf(sender, receiver.address, lane), message);
}

/** Transmits one frame per lane, or all that credit allows; returns how many went out. */
function transmit(world: DeliveryWorld, { sender, receiver, frames }: Connection, all = false): number {
  let sent = 0;
  for (const link of linksTo(sender, receiver)) {
    for (let frame; (frame = LinkOut.frames(link, world.nowMs)) !== null;) {
      sent++;
      assert.ok(link.inFlight <= link.window, "in flight above window");
      Wire.put(frames, frame);
      if (!all) break;
    }
  }
  return sent;
}

/** A frame arrives. */
function receive(world: DeliveryWorld, connection: Connection, frame: LinkFrame): void {
  const { inbound, mailbox } = connection.receiver;
  const before = { ...inbound.counters };
  const ack = LinkIn.accept(inbound, frame, world.nowMs);
  if (ack !== null) Wire.put(connection.acks, ack);
  for (const what of ["accepted", "duplicates", "gaps", "refused"] as const) {
    count(world, what, inbound.counters[what] - before[what]);
  }
  for (const { queue, capacity, counters } of mailbox.lanes) {
    assert.ok(queue.length <= capacity, "mailbox above capacity");
    assert.equal(counters.offered, counters.refused + counters.conflated + counters.taken + queue.length);
  }
}

/** An ack arrives. */
function settle(world: DeliveryWorld, { sender, receiver }: Connection, ack: LinkAck): void {
  const link = linkOf(sender, receiver.address, ack.lane);
  const rewinds = link.counters.rewinds;
  LinkOut.onAck(link, ack, world.nowMs);
  if (ack.refused) count(world, "rewinds", link.counters.rewinds - rewinds);
  const { enqueued, settled, conflated } = link.counters;
  assert.equal(enqueued, settled + conflated + LinkOut.depth(link));
  assert.ok(link.settledSeq <= lastCommitted(receiver, sender, ack.lane), "settled and not committed");
}

/** Handles up to `most` messages of lanes up to `lastLane`. */
function take({ mailbox, handled }: Receiver, most: number, lastLane: Lane): number {
  const before = handled.length;
  for (let i = 0; i < most; i++) {
    const message = Mailbox.take(mailbox, lastLane);
    if (message === undefined) break;
    handled.push(message);
  }
  return handled.length - before;
}

/** Commits what was handled and lets the acks go. */
function commit(world: DeliveryWorld, receiver: Receiver): void {
  receiver.committed.push(...receiver.handled);
  for (const { from, lane, seq } of receiver.handled) LinkIn.handled(receiver.inbound, from, lane, seq);
  receiver.handled = [];
  for (const ack of LinkIn.acks(receiver.inbound)) {
    Wire.put(connectionOf(world, ack.from, receiver).acks, ack);
  }
}

function breakOff(world: DeliveryWorld, { frames, acks }: Connection): void {
  count(world, "lost", Wire.breakOff(frames) + Wire.breakOff(acks));
}

/** Its links are gone; they get all that the store knows as unsettled. */
function crashSender(world: DeliveryWorld, sender: Sender): void {
  for (const link of sender.links.values()) countLink(world, link);
  sender.links = new Map();
  for (const connection of world.connections.filter((one) => one.sender === sender)) {
    breakOff(world, connection);
  }
  for (const message of sender.sent) {
    const receiver = world.receivers.find(({ address }) => address === message.to)!;
    if (message.seq <= lastCommitted(receiver, sender, message.lane)) continue;
    LinkOut.enqueue(linkOf(sender, message.to, message.lane), message);
  }
  count(world, "sender crashes");
}

/** Mailbox, accepted marks and what was not committed are gone. Senders hear of it if `heard`. */
function crashReceiver(world: DeliveryWorld, receiver: Receiver, heard: boolean): void {
  const { address, committed } = receiver;
  countMailbox(world, receiver);
  count(world, "handled twice", receiver.handled.length);
  receiver.mailbox = Mailbox.create(world.capacities);
  receiver.inbound = LinkIn.create(address, receiver.mailbox, committed);
  receiver.handled = [];
  for (const connection of world.connections.filter((one) => one.receiver === receiver)) {
    breakOff(world, connection);
    if (heard) linksTo(connection.sender, receiver).forEach(LinkOut.onReceiverUp);
  }
  count(world, heard ? "receiver crashes heard of" : "receiver crashes unheard of");
}

/** Adds the counters of a link that goes away. */
function countLink(world: DeliveryWorld, { counters }: LinkOut): void {
  count(world, "retransmitted", counters.retransmitted);
  count(world, "conflated by sender", counters.conflated);
}

/** Adds the counters of a mailbox that goes away. */
function countMailbox(world: DeliveryWorld, { mailbox }: Receiver): void {
  count(world, "conflated by receiver", Mailbox.counters(mailbox).conflated);
}

/** The newest sequence committed from a sender on a lane; 0 = none. */
function lastCommitted({ committed }: Receiver, { address }: Sender, lane: Lane): number {
  return committed.findLast((message) => message.from === address && message.lane === lane)?.seq ?? 0;
}

function linksTo(sender: Sender, receiver: Receiver): LinkOut[] {
  return [...sender.links.values()].filter((link) => link.to === receiver.address);
}

function linkOf(sender: Sender, to: string, lane: Lane): LinkOut {
  const name = `${to}/${lane}`;
  const link = sender.links.get(name) ?? LinkOut.create(sender.address, to, lane);
  sender.links.set(name, link);
  return link;
}

function connectionOf({ connections }: DeliveryWorld, from: string, receiver: Receiver): Connection {
  return connections.find((one) => one.receiver === receiver && one.sender.address === from)!;
}

import type { SeenMark } from "../commit_port.ts";
import type { Lane } from "../envelope.ts";
import { type LinkAck, type LinkFrame, MAX_WINDOW } from "./link_wire.ts";
import { Mailbox } from "./mailbox.ts";

/** Since the actor started. */
export interface LinkInCounters {
  /** Messages put into the mailbox. */
  accepted: number;
  /** Messages that had arrived before. */
  duplicates: number;
  /** Frames that came after something missing. */
  gaps: number;
  /** Frames cut short by a full lane. */
  refused: number;
}

/** What is known of one sender on one lane. */
export interface InboundLink {
  readonly from: string;
  readonly lane: Lane;
  /** seq of the newest message accepted into the mailbox. */
  accepted: number;
  /** seq of the newest message handled and committed. */
  handled: number;
  /** True once a frame came: acks have somebody to go to. Not so for timers and the world. */
  connected: boolean;
  /** The sender was told to go back, and has not done so yet. */
  told: boolean;
  /** Refused by a full lane; has no credit until there is room. */
  starved: boolean;
  /** Listed in `changed`. */
  changed: boolean;
}

/**
 * Receiver side of all links of one actor: lets each message into the mailbox once and in order, and says what
 * is settled once its handling is committed. In memory, beside the mailbox: a restart of the actor creates both
 * afresh, with the durable seen marks. Changed in place.
 */
export interface LinkIn {
  readonly to: string;
  readonly mailbox: Mailbox;
  /** By sender, then lane. */
  readonly links: Map<string, (InboundLink | undefined)[]>;
  /** How many links are connected, by lane. */
  readonly connected: number[];
  /** Links with something to acknowledge. */
  changed: InboundLink[];
  starved: InboundLink[];
  readonly counters: LinkInCounters;
}

export const LinkIn = { create, accept, handled, acks };

/** The links of an actor that has handled what `seen` says. The mailbox must be empty. */
function create(to: string, mailbox: Mailbox, seen: Iterable<SeenMark> = []): LinkIn {
  const inbound: LinkIn = {
    to,
    mailbox,
    links: new Map(),
    connected: [0, 0, 0, 0],
    changed: [],
    starved: [],
    counters: { accepted: 0, duplicates: 0, gaps: 0, refused: 0 },
  };
  for (const { from, lane, seq } of seen) {
    const link = linkOf(inbound, from, lane);
    link.accepted = link.handled = seq;
  }
  return inbound;
}

/**
 * Puts what is new in a frame into the mailbox, in order. Returns an ack to send at once, or null if there is
 * nothing to say before the handling:
 *
 * - after a gap nothing is accepted, and the sender is told once to go back;
 * - at the first message for which the lane is full the rest is refused, and the link has no credit until
 *   `acks` gives it some;
 * - what came before is acknowledged again, as the first ack may be lost.
 *
 * Throws if the frame is for another actor.
 */
function accept(inbound: LinkIn, frame: LinkFrame, nowMs: number): LinkAck | null {
  if (frame.to !== inbound.to) {
    throw new Error(`Cannot accept frame from ${frame.from} for ${frame.to} as this is ${inbound.to}`);
  }
  const { counters, mailbox } = inbound;
  const link = connect(inbound, frame);
  if (link.accepted < frame.after) {
    counters.gaps++;
    return refuseOnce(inbound, link);
  }
  link.told = false;
  let repeated = false;
  for (const envelope of frame.envelopes) {
    if (envelope.seq <= link.accepted) {
      counters.duplicates++;
      repeated = true;
      continue;
    }
    if (Mailbox.offer(mailbox, envelope, nowMs) === "full") {
      counters.refused++;
      if (!link.starved) inbound.starved.push(link);
      link.starved = true;
      return refuseOnce(inbound, link);
    }
    link.accepted = envelope.seq;
    counters.accepted++;
  }
  return repeated ? toAck(inbound, link, false) : null;
}

/** To be called after the commit of the handling of a message, whoever sent it. */
function handled(inbound: LinkIn, from: string, lane: Lane, seq: number): void {
  const link = linkOf(inbound, from, lane);
  if (seq <= link.handled) return;
  link.handled = seq;
  link.accepted = Math.max(link.accepted, seq);
  if (link.connected && !link.changed) {
    link.changed = true;
    inbound.changed.push(link);
  }
}

/**
 * The acks that are due, one per link: of what was handled since the last call, and of credit for starved links
 * whose lane has room again. To be called after each commit.
 */
function acks(inbound: LinkIn): LinkAck[] {
  const { changed, starved } = inbound;
  const fed = starved.filter(({ lane }) => hasRoom(inbound, lane));
  for (const link of fed) link.starved = false;
  const due = fed.map((link) => toAck(inbound, link, true));
  for (const link of changed) {
    link.changed = false;
    if (!fed.includes(link)) due.push(toAck(inbound, link, false));
  }
  if (fed.length > 0) inbound.starved = starved.filter((link) => link.starved);
  inbound.changed = [];
  return due;
}

/**
 * True if a lane is below half of its capacity, or has room for a whole window. The latter so that no link
 * starves for good: the other links' windows together leave that much.
 */
function hasRoom(inbound: LinkIn, lane: Lane): boolean {
  const { capacity, queue } = inbound.mailbox.lanes[lane];
  return 2 * queue.length < capacity || capacity - queue.length >= share(inbound, lane);
}

/** A link's share of its lane: capacity / links, 1 to MAX_WINDOW. */
function share(inbound: LinkIn, lane: Lane): number {
  const { capacity } = inbound.mailbox.lanes[lane];
  return Math.min(Math.max(Math.floor(capacity / inbound.connected[lane]), 1), MAX_WINDOW);
}

/**
 * The frames already on their way behind a refused one are gaps too. Answered each, they would make the sender
 * go back again and again.
 */
function refuseOnce(inbound: LinkIn, link: InboundLink): LinkAck | null {
  if (link.told) return null;
  link.told = true;
  return toAck(inbound, link, true);
}

function toAck(inbound: LinkIn, link: InboundLink, refused: boolean): LinkAck {
  const { from, lane, handled, accepted } = link;
  const window = link.starved ? 0 : share(inbound, lane);
  return { from, to: inbound.to, lane, handled, accepted, window, refused };
}

function connect(inbound: LinkIn, { from, lane }: LinkFrame): InboundLink {
  const link = linkOf(inbound, from, lane);
  if (!link.connected) {
    link.connected = true;
    inbound.connected[lane]++;
  }
  return link;
}

function linkOf(inbound: LinkIn, from: string, lane: Lane): InboundLink {
  let lanes = inbound.links.get(from);
  if (lanes === undefined) inbound.links.set(from, lanes = [undefined, undefined, undefined, undefined]);
  return lanes[lane] ??= {
    from,
    lane,
    accepted: 0,
    handled: 0,
    connected: false,
    told: false,
    starved: false,
    changed: false,
  };
}

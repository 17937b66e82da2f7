// impure-file: it meets deadlines of its links on the host's clock
import { LinkOut } from "../delivery/link_out.ts";
import type { LinkAck } from "../delivery/link_wire.ts";
import { LANE, MARKET, messageId } from "../envelope.ts";
import { unknownReceiver } from "../errors.ts";
import type { Packet } from "../tree/protocol.ts";
import type { Place, TreeSpec, WorkerSpec } from "../tree/tree_spec.ts";
import type { MarketMessage, WorldSource } from "../world.ts";
import type { Driver, DriverLimits, DriverLink } from "./driver.ts";
import { IdleWatch } from "./idle_watch.ts";

export interface FreeOptions {
  readonly tree: TreeSpec;
  readonly places: ReadonlyMap<string, Place>;
  readonly world: WorldSource;
  readonly link: DriverLink;
}

/** The world is pulled while fewer of its messages than this are unsettled: a full tree holds it back. */
const WORLD_CREDIT = 1_024;
/** How often deadlines of links are looked at, ms. */
const PUMP_EVERY_MS = 5;

interface Host {
  readonly options: FreeOptions;
  /** By receiver: what the world tells it. */
  readonly links: Map<string, LinkOut>;
  /** Workers that never come back. */
  readonly dropped: Set<string>;
  /** A journal is there (again). */
  onJournal: () => void;
  unsettled: number;
  hasEnded: boolean;
  isAbandoned: boolean;
  /** Ends the pause of run(). */
  wake: () => void;
}

/**
 * Free delivery over workers, who talk to each other without the root: it only tells them what the world tells, again
 * from the beginning after every start of the root (who has handled it, ignores it), and sees when all is at rest.
 */
export function createFreeDriver(options: FreeOptions): Driver {
  const host: Host = {
    ...{ options, links: new Map(), dropped: new Set() },
    ...{ unsettled: 0, hasEnded: false, isAbandoned: false, wake: () => {}, onJournal: () => {} },
  };
  return {
    run: (limits) => run(host, limits),
    abandon: () => abandon(host),
    finish: () => finish(host),
    beforeStart: () => Promise.resolve(),
    onReady: ({ spec }) => onReady(host, spec),
    onDown: () => {},
    onDropped: (worker) => onDropped(host, worker),
    onVerdict: () => {},
    onPacket: (packet) => onPacket(host, packet),
  };
}

/** "done" when the world has ended and all is at rest; timers may still be set. */
async function run(host: Host, { shouldStop }: DriverLimits): Promise<"done" | "stopped"> {
  const { world, link, tree } = host.options;
  world.seek(0);
  host.hasEnded = false;
  const idle = IdleWatch.create();
  while (!shouldStop() && !host.isAbandoned) {
    pump(host);
    await pause(host, host.hasEnded ? tree.timing.heartbeatMs / 4 : PUMP_EVERY_MS);
    const isSettled = host.hasEnded && host.unsettled === 0;
    if (isSettled && IdleWatch.look(idle, link.lives(), Date.now())) return "done";
  }
  return "stopped";
}

/** Until something changes, or so many ms are over. */
function pause(host: Host, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  host.wake = resolve;
  return promise.finally(() => clearTimeout(timer));
}

function abandon(host: Host): void {
  host.isAbandoned = true;
  host.wake();
}

/** Pulls from the world what there is credit for, and transmits what links allow. */
function pump(host: Host): void {
  while (!host.hasEnded && host.unsettled < WORLD_CREDIT) {
    const market = host.options.world.next();
    if (market === null) {
      host.hasEnded = host.options.world.isEndless !== true;
      break;
    }
    tell(host, market);
  }
  const nowMs = performance.now();
  for (const link of host.links.values()) transmit(host, link, nowMs);
}

function tell(host: Host, { seq, to, atMs, body }: MarketMessage): void {
  const envelope = { from: MARKET, seq, to, lane: LANE.data, atMs, causedBy: "", body };
  const place = host.options.places.get(to);
  if (place === undefined) throw unknownReceiver(envelope);
  if (host.dropped.has(place.worker)) {
    return host.options.link.deadLetter("receiver_gone", `${body.kind} ${messageId(envelope)} to ${to}`);
  }
  let link = host.links.get(to);
  if (link === undefined) host.links.set(to, link = LinkOut.create(MARKET, to, LANE.data));
  LinkOut.enqueue(link, envelope);
  host.unsettled++;
}

function transmit({ options }: Host, link: LinkOut, nowMs: number): void {
  const { worker } = options.places.get(link.to)!;
  for (let frame = LinkOut.frames(link, nowMs); frame !== null; frame = LinkOut.frames(link, nowMs)) {
    options.link.send(worker, { kind: "Link", frames: [frame], acks: [] });
  }
}

/** What it pulls and transmits is left to run(), which also hears of what goes wrong there. */
function onPacket(host: Host, { body }: Packet): void {
  if (body.kind !== "Link") return;
  for (const ack of body.acks) onAck(host, ack);
  host.wake();
}

function onAck(host: Host, ack: LinkAck): void {
  const link = host.links.get(ack.to);
  if (link === undefined || ack.from !== MARKET) return;
  const before = LinkOut.depth(link);
  LinkOut.onAck(link, ack, performance.now());
  host.unsettled -= before - LinkOut.depth(link);
}

function linksTo({ links, options: { places } }: Host, worker: string): LinkOut[] {
  return [...links.values()].filter(({ to }) => places.get(to)!.worker === worker);
}

function onReady(host: Host, { id, store }: WorkerSpec): void {
  for (const link of linksTo(host, id)) LinkOut.onReceiverUp(link);
  host.wake();
  if (store !== undefined) host.onJournal();
}

/** Workers commit at their own stop: that of a journal must not come first, and one that is away comes back. */
function finish(host: Host): Promise<void> {
  return new Promise((resolve) => {
    host.onJournal = () => {
      const lives = [...host.options.link.lives()];
      if (lives.every(({ spec, phase }) => spec.store === undefined || phase === "ready")) resolve();
    };
    host.onJournal();
  });
}

function onDropped(host: Host, worker: string): void {
  host.dropped.add(worker);
  for (const link of linksTo(host, worker)) {
    const depth = LinkOut.depth(link);
    if (depth > 0) {
      host.options.link.deadLetter("receiver_gone", `${depth} messages of the world to ${link.to}`);
    }
    host.unsettled -= depth;
    host.links.delete(link.to);
  }
}

// impure-file: it owns message ports and batches by the microtask queue
import { type Boot, type Packet, type PacketBody, ROOT, type WorkerReport } from "../tree/protocol.ts";
import { PacketGate } from "./packet_gate.ts";

/** How packets leave a worker and come in: over direct ports within the cell, over the agent elsewhere. */
export interface Transport {
  /** Refused or given up here, by reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Leaves with all else that this turn sends; over the agent whatever ports there are, if `isDetour`. */
  send(body: PacketBody, to: string, isDetour?: boolean): void;
  /** Now, for whom the end of the turn may be too late. Throws DataCloneError if a packet is no plain data. */
  flush(): void;
  /** Packets came. */
  take(packets: unknown): void;
  /** A direct port came. */
  addPort(worker: string, incarnation: number, port: MessagePort): void;
}

export interface TransportOptions {
  readonly boot: Boot;
  /** To the agent. */
  readonly post: (report: WorkerReport) => void;
  /** What was let in, one by one. */
  readonly onPacket: (packet: Packet) => void;
}

/** The newest port to a peer. */
interface Peer {
  readonly port: MessagePort;
  readonly incarnation: number;
  readonly batch: Packet[];
}

export function createTransport({ boot, post, onPacket }: TransportOptions): Transport {
  const { spec: { id: from }, incarnation } = boot;
  const gate = PacketGate.create(from);
  const neighbours = neighboursOf(boot);
  const peers = new Map<string, Peer>();
  /** By neighbour: the life whose port was asked for. */
  const asked = new Map<string, number>();
  let forAgent: Packet[] = [];
  let isScheduled = false;

  function send(body: PacketBody, to: string, isDetour = false): void {
    const batch = isDetour ? forAgent : peerOf(to)?.batch ?? forAgent;
    batch.push({ to, from, incarnation, body });
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(flush);
  }

  function flush(): void {
    isScheduled = false;
    for (const { port, batch } of peers.values()) {
      if (batch.length > 0) port.postMessage(batch.splice(0));
    }
    if (forAgent.length === 0) return;
    const packets = forAgent;
    forAgent = [];
    post({ kind: "Carry", packets });
  }

  /** The port to the newest life of a neighbour; asks for one, once per life, where there is none. */
  function peerOf(worker: string): Peer | undefined {
    const life = gate.lives.get(worker) ?? 0;
    const peer = peers.get(worker);
    if (peer !== undefined && peer.incarnation >= life) return peer;
    if (peer !== undefined) dropPeer(worker, peer);
    if (!neighbours.has(worker)) return undefined;
    if (asked.get(worker) !== life) post({ kind: "WantPort", worker });
    asked.set(worker, life);
    return undefined;
  }

  function dropPeer(worker: string, { port, batch }: Peer): void {
    peers.delete(worker);
    port.close();
    forAgent.push(...batch);
  }

  function addPort(worker: string, life: number, port: MessagePort): void {
    const peer = peers.get(worker);
    if (life < (gate.lives.get(worker) ?? 0)) return port.close();
    PacketGate.learn(gate, worker, life);
    if (peer !== undefined && peer.incarnation < life) dropPeer(worker, peer);
    // one to the same life is only replaced: what came over it before is still to be read
    peers.set(worker, { port, incarnation: life, batch: peers.get(worker)?.batch ?? [] });
    port.onmessage = ({ data }) => take(data);
  }

  function take(packets: unknown): void {
    if (!Array.isArray(packets)) return void PacketGate.refuse(gate, "malformed");
    for (const candidate of packets) {
      const packet = PacketGate.admit(gate, candidate);
      if (packet === null) continue;
      const { body } = packet;
      if (body.kind === "PeerUp") PacketGate.learn(gate, body.worker, body.incarnation);
      onPacket(packet);
    }
  }

  return { deadLetters: gate.deadLetters, send, flush, take, addPort };
}

/**
 * Whom to ask a port to: in free delivery, the workers of the same cell. Where the journal lives nobody says, so it is
 * asked for on trial; it asks for none itself, as it only answers. In stepped delivery all that matters goes to the root.
 */
function neighboursOf({ spec, cell, delivery, journal, places }: Boot): ReadonlySet<string> {
  const neighbours = new Set<string>();
  if (delivery === "stepped") return neighbours;
  if (spec.store === undefined) {
    for (const place of places.values()) if (place.cell === cell) neighbours.add(place.worker);
  }
  neighbours.add(journal);
  neighbours.delete(spec.id);
  neighbours.delete(ROOT);
  return neighbours;
}

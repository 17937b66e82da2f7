import type { Packet } from "../tree/protocol.ts";
import { isPacket } from "./packet_shape.ts";

/** What comes in: only what can be read, is for this worker, and comes from no earlier life. Changed in place. */
export interface PacketGate {
  /** Id of the worker behind the gate. */
  readonly worker: string;
  /** By sender: the newest life heard of. */
  readonly lives: Map<string, number>;
  /** Refused, by reason. */
  readonly deadLetters: Record<string, number>;
}

export const PacketGate = { create, admit, learn, refuse };

function create(worker: string): PacketGate {
  return { worker, lives: new Map(), deadLetters: {} };
}

/** The packet, or null for what is refused and counted. A sender's new life is learned from its first packet. */
function admit(gate: PacketGate, packet: unknown): Packet | null {
  if (!isPacket(packet)) return refuse(gate, "malformed");
  if (packet.to !== gate.worker) return refuse(gate, "misrouted");
  const newest = gate.lives.get(packet.from) ?? 0;
  if (packet.incarnation < newest) return refuse(gate, "stale_incarnation");
  gate.lives.set(packet.from, packet.incarnation);
  return packet;
}

/** Notes that a worker has this life; false if the same or a later one is known. */
function learn({ lives }: PacketGate, worker: string, incarnation: number): boolean {
  if (incarnation <= (lives.get(worker) ?? 0)) return false;
  lives.set(worker, incarnation);
  return true;
}

/** Counts a packet as given up. */
function refuse({ deadLetters }: PacketGate, reason: string): null {
  deadLetters[reason] = (deadLetters[reason] ?? 0) + 1;
  return null;
}

import { Rng } from "../../core/mod.ts";
import { ROOT } from "../tree/protocol.ts";
import { ActorGroup, type Outgoing } from "./actor_group.ts";
import type { FreeChannel, FreeHost, FreeWorker } from "./free_state.ts";
import { settleWorld, transmitWorld } from "./free_world.ts";

/** Puts what a worker, or the root, has to transmit onto its channels. */
export function post({ channels }: FreeHost, from: string, outgoing: readonly Outgoing[]): void {
  for (const packet of outgoing) {
    const pair = from + " " + packet.worker;
    const known = channels.get(pair);
    if (known !== undefined) known.packets.push(packet);
    else channels.set(pair, { from, to: packet.worker, packets: [packet] });
  }
}

/** Transmits what a worker may transmit now. */
export function flush(host: FreeHost, { id, group }: FreeWorker): void {
  if (group !== null) post(host, id, ActorGroup.outgoing(group, host.nowMs));
}

/** The same for all, and for the world. */
export function flushAll(host: FreeHost): void {
  for (const worker of host.workers.values()) flush(host, worker);
  post(host, ROOT, transmitWorld(host.world, host.places, host.nowMs));
}

/** Delivers the head of a channel; what comes to a dead worker is lost. */
export function deliver(host: FreeHost, channel: FreeChannel): boolean {
  const packet = channel.packets.shift()!;
  if (channel.to === ROOT) {
    settleWorld(host.world, packet.acks, host.nowMs);
    post(host, ROOT, transmitWorld(host.world, host.places, host.nowMs));
    return true;
  }
  const worker = host.workers.get(channel.to)!;
  if (worker.group === null) host.counters.lostPackets++;
  else {
    host.counters.packets++;
    for (const frame of packet.frames) ActorGroup.receive(worker.group, frame, host.nowMs);
    for (const ack of packet.acks) ActorGroup.onAck(worker.group, ack, host.nowMs);
    flush(host, worker);
  }
  return true;
}

/** A worker died: of each channel from and to it nothing, all, the front or the rear is lost. */
export function cut({ channels, rng, counters }: FreeHost, worker: string): void {
  for (const { from, to, packets } of channels.values()) {
    if ((from !== worker && to !== worker) || packets.length === 0) continue;
    const at = Rng.below(rng, packets.length);
    const before = packets.length;
    switch (Rng.below(rng, 4)) {
      case 0:
        packets.length = 0;
        break;
      case 1:
        packets.splice(0, at);
        break;
      case 2:
        packets.splice(at);
        break;
    }
    counters.lostPackets += before - packets.length;
  }
}

import type { Packet } from "../tree/protocol.ts";

/** Packets by their receiver, in their order; without a copy if there is but one receiver. */
export function groupByReceiver(packets: readonly Packet[]): ReadonlyMap<string, readonly Packet[]> {
  if (packets.length === 0) return new Map();
  const [{ to: first }] = packets;
  if (packets.every(({ to }) => to === first)) return new Map([[first, packets]]);
  const groups = new Map<string, Packet[]>();
  for (const packet of packets) {
    const group = groups.get(packet.to);
    if (group === undefined) groups.set(packet.to, [packet]);
    else group.push(packet);
  }
  return groups;
}

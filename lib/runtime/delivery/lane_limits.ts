import type { Envelope, LANE } from "../envelope.ts";

/**
 * What a lane does with a message for which it has no room, or which outdates one that still waits.
 *
 * - `refuse`: a full lane takes nothing. The sender keeps the message and transmits it again. Nothing that was
 *   accepted ever leaves the lane but to be handled.
 * - `conflate`: of the messages with a `key`, only the newest per (sender, kind, key) waits. It goes to the
 *   tail, the older one is dropped and counted, whether the lane is full or not. All others: as `refuse`.
 */
export type OverflowRule = "refuse" | "conflate";

/** One value per lane. */
export type PerLane<T> = Readonly<Record<keyof typeof LANE, T>>;

/** Most messages that may wait in one actor's mailbox, by lane. */
export const DEFAULT_CAPACITIES: PerLane<number> = { system: 64, control: 256, orders: 4_096, data: 1_024 };

/**
 * The written overflow rule of each lane. On every lane: what was acknowledged is committed, so nothing
 * acknowledged is ever lost; what is refused stays with its sender; what is conflated is counted.
 *
 * - system: refuse. Stops and supervision never drop.
 * - control: refuse. Timers, commands and configuration never drop.
 * - orders: refuse. Order events and protective commands never drop.
 * - data: conflate. Books and other snapshots carry a key, and the newest is enough; candles carry none and
 *   never drop.
 */
export const DEFAULT_OVERFLOW: PerLane<OverflowRule> = {
  system: "refuse",
  control: "refuse",
  orders: "refuse",
  data: "conflate",
};

/** The values in order of LANE, to be indexed by a lane. */
export function byLane<T>(table: PerLane<T>): readonly [T, T, T, T] {
  return [table.system, table.control, table.orders, table.data];
}

/**
 * What makes an older message of the same lane outdated; undefined if nothing does. Unique, as neither
 * addresses nor kinds have line breaks.
 */
export function conflationKey(envelope: Envelope, rule: OverflowRule): string | undefined {
  if (rule !== "conflate" || envelope.key === undefined) return undefined;
  return envelope.from + "\n" + envelope.body.kind + "\n" + envelope.key;
}

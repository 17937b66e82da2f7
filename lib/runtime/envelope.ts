/** Delivery lanes: within a round a lower number is handled first. */
export const LANE = { system: 0, control: 1, orders: 2, data: 3 } as const;
export type Lane = (typeof LANE)[keyof typeof LANE];

/**
 * What one actor tells another: plain data with a tag, never changed once sent. Commands imperative, events
 * past tense.
 */
export interface Message {
  readonly kind: string;
}

/** A message on its way. */
export interface Envelope<M extends Message = Message> {
  /** Address of the sender; `MARKET` or a timer address for what no actor sent. */
  readonly from: string;
  /** The sender's own count of what it ever sent, from 1, over all receivers and lanes. */
  readonly seq: number;
  readonly to: string;
  readonly lane: Lane;
  /**
   * Logical time at which it was sent, ms. In stepped delivery also that of its handling; in free delivery the journal
   * replaces it by that of the handling, which may be later.
   */
  readonly atMs: number;
  /** Id of the message in whose handling it was sent; "" for what the world tells. */
  readonly causedBy: string;
  /** On a conflating lane, only the newest message of one sender, kind and key waits. */
  readonly key?: string;
  readonly body: M;
}

/** Sender of what the world tells. */
export const MARKET = "market";

/** The store cannot take rows: what is handled from now on is durable in the worker's emergency log alone. */
export interface StoreDegraded extends Message {
  readonly kind: "StoreDegraded";
  /** Wall time, ms. */
  readonly atMs: number;
}

/** The store takes rows, and has all of them. Also told at the start of each life. */
export interface StoreRecovered extends Message {
  readonly kind: "StoreRecovered";
  /** Wall time, ms. */
  readonly atMs: number;
}

const TIMER_PREFIX = "timer:";

/** Sender of the timers of the actor at `address`. */
export function timerAddress(address: string): string {
  return TIMER_PREFIX + address;
}

const STORE_PREFIX = "store:";

/** Sender of what the host tells the actor at `address` about its store: each actor is told by itself, as of its timers. */
export function storeAddress(address: string): string {
  return STORE_PREFIX + address;
}

/** True for addresses no actor may have, as the runtime itself sends from them; "" too. */
export function isReservedAddress(address: string): boolean {
  return address === "" || address === MARKET || address.startsWith(TIMER_PREFIX) ||
    address.startsWith(STORE_PREFIX);
}

/** `<from>#<seq>`: the id of a message, the same on every re-execution. */
export function messageId(envelope: Envelope): string {
  return envelope.from + "#" + envelope.seq;
}

/**
 * The order of a round: receiver, lane, sender, sender's sequence. Total, as (from, seq) is unique.
 * Addresses compare by UTF-16 code unit, so no locale can change it.
 */
export function compareEnvelopes(a: Envelope, b: Envelope): number {
  if (a.to !== b.to) return a.to < b.to ? -1 : 1;
  if (a.lane !== b.lane) return a.lane - b.lane;
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.seq - b.seq;
}

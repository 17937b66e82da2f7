import type { Message } from "../../../lib/runtime/mod.ts";

/** An instant of the world: whoever makes orders makes some. */
export interface Tick extends Message {
  readonly kind: "Tick";
  readonly n: number;
}

/** A source of quotes shall begin. From the world. */
export interface Start extends Message {
  readonly kind: "Start";
}

/** Goes by the lane of orders or, as a command, by that of control: none may be lost. */
export interface Order extends Message {
  readonly kind: "Order";
  /** The source's own count, from 1. */
  readonly n: number;
}

/** Goes by the lane of data, with its symbol as the key: the newest is enough. */
export interface Quote extends Message {
  readonly kind: "Quote";
  readonly symbol: string;
  /** The source's own count, from 1, over all symbols. */
  readonly n: number;
}

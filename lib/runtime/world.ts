import type { Message } from "./envelope.ts";

/** One thing the world tells one actor. */
export interface MarketMessage {
  /** Logical time, ms; never earlier than that of the message before. */
  readonly atMs: number;
  /** Strictly increasing from 1. */
  readonly seq: number;
  readonly to: string;
  /** A small reference or the data itself; the runtime does not look inside. */
  readonly body: Message;
}

/**
 * Where market instants come from; the host pulls. It is asked one message ahead of what was delivered, so
 * what it answers must not depend on what actors do (an exchange that answers orders is an actor).
 */
export interface WorldSource {
  /** Free delivery: after null more may come, and the tree lives on until it is told to stop. @default {false} */
  readonly isEndless?: boolean;
  /**
   * The next message, or null while there is none. Each message is an instant: rounds run until quiet before
   * the next.
   */
  next(): MarketMessage | null;
  /** Makes next() go on with the first message whose seq is greater than `seq`; 0 is the beginning. */
  seek(seq: number): void;
}

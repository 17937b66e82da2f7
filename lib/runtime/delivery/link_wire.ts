import type { Envelope, Lane } from "../envelope.ts";

/** Largest credit a receiver may give, messages; also the most messages of one frame. */
export const MAX_WINDOW = 256;

/** A run of messages of one link, in order. */
export interface LinkFrame {
  /** Sender of the messages. */
  readonly from: string;
  readonly to: string;
  readonly lane: Lane;
  /**
   * seq of the message of this link that goes before the first of this frame; 0 if this sender knows of none.
   * Whoever has accepted less has missed something. What lies between the two is settled or conflated.
   */
  readonly after: number;
  /** Ascending by seq, never empty, at most MAX_WINDOW. */
  readonly envelopes: readonly Envelope[];
}

/** What a receiver says about one link. Cumulative: a later one makes up for any that got lost. */
export interface LinkAck {
  /** Sender of the messages, so the receiver of this ack. */
  readonly from: string;
  readonly to: string;
  readonly lane: Lane;
  /** Everything up to this seq is handled and committed; the sender forgets it. */
  readonly handled: number;
  /** Everything up to this seq has arrived. In memory alone: a crash of the receiver takes it back. */
  readonly accepted: number;
  /** How many messages may be on their way or waiting there, 0 to MAX_WINDOW; 0 = wait for the next ack. */
  readonly window: number;
  /** What was transmitted after `accepted` is not there (gap or full lane): transmit it again. */
  readonly refused: boolean;
}

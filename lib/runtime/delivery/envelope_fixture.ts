import { type Envelope, LANE, type Lane } from "../envelope.ts";
import type { LinkFrame } from "./link_wire.ts";

/** What a test says of a message; the rest is from a to b, on the data lane, of kind Tick. */
export interface Told {
  readonly from?: string;
  readonly to?: string;
  readonly lane?: Lane;
  readonly kind?: string;
  readonly key?: string;
}

/** A message for a test. */
export function envelope(seq: number, told: Told = {}): Envelope {
  const { from = "a", to = "b", lane = LANE.data, kind = "Tick", key } = told;
  const plain = { from, seq, to, lane, atMs: 0, causedBy: "", body: { kind } };
  return key === undefined ? plain : { ...plain, key };
}

/** A frame for a test, of messages with these sequences. */
export function frame(after: number, seqs: readonly number[], told: Told = {}): LinkFrame {
  const { from = "a", to = "b", lane = LANE.data } = told;
  return { from, to, lane, after, envelopes: seqs.map((seq) => envelope(seq, told)) };
}

/** The sequences of the messages. */
export function seqsOf(envelopes: Iterable<Envelope>): number[] {
  return Array.from(envelopes, ({ seq }) => seq);
}

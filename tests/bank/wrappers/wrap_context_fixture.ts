import { type Envelope, LANE } from "../../../lib/runtime/mod.ts";
import type { PacketBody } from "../../../lib/runtime/tree/protocol.ts";
import type { WrapContext } from "../../../lib/runtime/worker/registry.ts";
import type { Transfer } from "../accounts.ts";

/** A context that remembers what was noted and sent. */
export interface RecordingContext extends WrapContext {
  readonly notes: unknown[];
  readonly sent: { readonly to: string; readonly body: PacketBody }[];
}

export function recordingContext(given: Partial<WrapContext> = {}): RecordingContext {
  const notes: unknown[] = [];
  const sent: RecordingContext["sent"] = [];
  return {
    worker: "worker/0",
    incarnation: 1,
    epoch: { writer: "worker/0", number: 1 },
    note: (note) => void notes.push(note),
    send: (to, body) => void sent.push({ to, body }),
    notes,
    sent,
    ...given,
  };
}

/** A transfer of 1 to account/0. */
export const INPUT: Envelope<Transfer> = {
  ...{ from: "account/1", seq: 1, to: "account/0", lane: LANE.orders, atMs: 5, causedBy: "market#1" },
  body: { kind: "Transfer", amount: 1n, hops: 1 },
};

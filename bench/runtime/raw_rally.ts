import type { PacketBody } from "../../lib/runtime/mod.ts";

/** What one ping is on the wire in free delivery: a packet with a frame of one message. */
const BODY: PacketBody = {
  kind: "Link",
  frames: [{
    ...{ from: "ping/1", to: "pong/1", lane: 2, after: 41 },
    envelopes: [{
      ...{ from: "ping/1", seq: 42, to: "pong/1", lane: 2, atMs: 1_700_000_000_000 },
      causedBy: "pong/1#41",
      body: { kind: "Ping" },
    }],
  }],
  acks: [],
};
const PACKETS = [{ to: "far", from: "home", incarnation: 1, body: BODY }];

/** A way to somebody who sends back what comes. */
export interface Wire {
  post(packets: unknown): void;
  listen(onAnswer: () => void): void;
}

/** Plays `count` round trips with `inFlight` under way; resolves with when each answer came, ms. */
export function rallyOver(
  wire: Wire,
  { count, inFlight }: { readonly count: number; readonly inFlight: number },
): Promise<Float64Array> {
  const { promise, resolve } = Promise.withResolvers<Float64Array>();
  const atMs = new Float64Array(count);
  let sent = 0, answered = 0;
  wire.listen(() => {
    atMs[answered++] = performance.now();
    if (sent < count) send();
    if (answered === count) resolve(atMs);
  });
  function send(): void {
    sent++;
    wire.post(PACKETS);
  }
  while (sent < Math.min(inFlight, count)) send();
  return promise;
}

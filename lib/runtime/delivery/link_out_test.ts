import assert from "node:assert/strict";
import { LANE, type Lane } from "../envelope.ts";
import { envelope, seqsOf } from "./envelope_fixture.ts";
import { LinkOut } from "./link_out.ts";
import type { LinkAck } from "./link_wire.ts";

Deno.test("LinkOut.frames() transmits in order within the window, each frame after the one before", () => {
  const link = linkWith(20);
  assert.equal(LinkOut.nextDueMs(link), 0);
  assert.deepEqual(transmit(link, 0), [{ after: 0, seqs: range(1, 16) }]);
  assert.equal(LinkOut.nextDueMs(link), 2_000);
  LinkOut.onAck(link, ack({ handled: 10, accepted: 16 }), 5);
  assert.equal(LinkOut.depth(link), 10);
  assert.equal(link.inFlight, 6);
  assert.deepEqual(transmit(link, 5), [{ after: 16, seqs: [17, 18, 19, 20] }]);
  LinkOut.onAck(link, ack({ handled: 20, accepted: 20 }), 6);
  assert.equal(LinkOut.nextDueMs(link), Infinity);
  assert.deepEqual(link.counters, {
    enqueued: 20,
    transmitted: 20,
    retransmitted: 0,
    settled: 20,
    conflated: 0,
    rewinds: 0,
  });
  LinkOut.enqueue(link, envelope(25));
  assert.deepEqual(transmit(link, 7), [{ after: 20, seqs: [25] }]);
});

Deno.test("LinkOut.frames() fits a frame to the largest window", () => {
  const link = linkWith(300);
  LinkOut.onAck(link, ack({ window: 9_999 }), 0);
  assert.deepEqual(transmit(link, 0), [{ after: 0, seqs: range(1, 256) }]);
});

Deno.test("LinkOut.onAck() goes back to just after what was accepted, and never forward", () => {
  const link = linkWith(9);
  LinkOut.onAck(link, ack({ window: 6 }), 0);
  transmit(link, 0);
  LinkOut.onAck(link, ack({ handled: 1, accepted: 3, window: 6, refused: true }), 0);
  assert.equal(link.inFlight, 2);
  LinkOut.onAck(link, ack({ handled: 1, accepted: 8, window: 6, refused: true }), 0);
  assert.deepEqual(transmit(link, 0), [{ after: 3, seqs: [4, 5, 6, 7] }]);
  assert.equal(link.counters.retransmitted, 3);
  assert.equal(link.counters.rewinds, 1);
});

Deno.test("LinkOut.onAck() settles what a going back had made untransmitted", () => {
  const link = linkWith(5);
  transmit(link, 0);
  LinkOut.onAck(link, ack({ refused: true }), 0);
  LinkOut.onAck(link, ack({ handled: 3, accepted: 3 }), 0);
  assert.equal(link.inFlight, 0);
  assert.deepEqual(transmit(link, 0), [{ after: 3, seqs: [4, 5] }]);
});

Deno.test("LinkOut.frames() waits without credit, and tries one message at the deadline", () => {
  const link = linkWith(5);
  transmit(link, 0);
  LinkOut.onAck(link, ack({ window: 0, refused: true }), 0);
  assert.deepEqual(transmit(link, 1_999), []);
  assert.deepEqual(transmit(link, 2_000), [{ after: 0, seqs: [1] }]);
  LinkOut.onAck(link, ack({ accepted: 1, window: 3 }), 2_001);
  assert.deepEqual(transmit(link, 2_001), [{ after: 1, seqs: [2, 3] }]);
});

Deno.test("LinkOut.frames() sets a deadline also for what never had credit", () => {
  const link = linkWith(0);
  LinkOut.onAck(link, ack({ handled: 7, accepted: 7, window: 0 }), 0);
  assert.equal(LinkOut.nextDueMs(link), Infinity);
  LinkOut.enqueue(link, envelope(8));
  assert.equal(LinkOut.nextDueMs(link), 0);
  assert.deepEqual(transmit(link, 100), []);
  assert.equal(LinkOut.nextDueMs(link), 2_100);
  assert.deepEqual(transmit(link, 2_100), [{ after: 7, seqs: [8] }]);
});

Deno.test("LinkOut.frames() starts over after 2 s, then after twice as long, at most 30 s, until one settles", () => {
  const link = linkWith(3);
  transmit(link, 0);
  const dues: number[] = [];
  for (let i = 0; i < 7; i++) {
    const dueMs = LinkOut.nextDueMs(link);
    dues.push(dueMs);
    assert.deepEqual(transmit(link, dueMs - 1), []);
    assert.deepEqual(transmit(link, dueMs), [{ after: 0, seqs: [1, 2, 3] }]);
  }
  assert.deepEqual(dues, [2_000, 6_000, 14_000, 30_000, 60_000, 90_000, 120_000]);
  LinkOut.onAck(link, ack({ accepted: 3 }), 130_000);
  assert.equal(LinkOut.nextDueMs(link), 150_000);
  LinkOut.onAck(link, ack({ handled: 1, accepted: 3 }), 140_000);
  assert.equal(LinkOut.nextDueMs(link), 142_000);
  assert.deepEqual(transmit(link, 142_000), [{ after: 1, seqs: [2, 3] }]);
});

Deno.test("LinkOut.onReceiverUp() transmits all unsettled again, with fresh credit", () => {
  const link = linkWith(3);
  transmit(link, 0);
  LinkOut.onAck(link, ack({ handled: 1, accepted: 3, window: 0 }), 0);
  LinkOut.onReceiverUp(link);
  assert.deepEqual(transmit(link, 10), [{ after: 1, seqs: [2, 3] }]);
  assert.equal(LinkOut.nextDueMs(link), 2_010);
});

interface ConflationCase {
  readonly lane: Lane;
  /** Keys of messages 1, 2, ... */
  readonly keys: readonly string[];
  /** Credit, so how many are transmitted before the last is enqueued. */
  readonly window: number;
  readonly left: readonly number[];
}

const CONFLATION_CASES: Record<string, ConflationCase> = {
  "an older one is dropped": { lane: LANE.data, keys: ["x", "y", "x"], window: 0, left: [2, 3] },
  "a transmitted one stays": { lane: LANE.data, keys: ["x", "y", "x"], window: 1, left: [1, 2, 3] },
  "of three the newest stays": { lane: LANE.data, keys: ["x", "x", "x"], window: 0, left: [3] },
  "the next to transmit is dropped": { lane: LANE.data, keys: ["y", "x", "x"], window: 1, left: [1, 3] },
  "a lane that refuses keeps all": { lane: LANE.orders, keys: ["x", "x", "x"], window: 0, left: [1, 2, 3] },
};

for (const [name, { lane, keys, window, left }] of Object.entries(CONFLATION_CASES)) {
  Deno.test(`LinkOut.enqueue() of keyed messages: ${name}`, () => {
    const link = LinkOut.create("a", "b", lane);
    LinkOut.onAck(link, { ...ack({ window }), lane }, 0);
    keys.forEach((key, i) => {
      if (i === keys.length - 1) transmit(link, 0);
      LinkOut.enqueue(link, envelope(i + 1, { lane, key }));
    });
    LinkOut.onReceiverUp(link);
    assert.deepEqual(transmit(link, 0), [{ after: 0, seqs: left }]);
    const { enqueued, conflated } = link.counters;
    assert.deepEqual({ enqueued, conflated }, {
      enqueued: keys.length,
      conflated: keys.length - left.length,
    });
  });
}

Deno.test("LinkOut.onAck() forgets the key of what it settles untransmitted", () => {
  const link = LinkOut.create("a", "b", LANE.data);
  LinkOut.enqueue(link, envelope(1, { key: "x" }));
  LinkOut.onAck(link, ack({ handled: 1, accepted: 1 }), 0);
  LinkOut.enqueue(link, envelope(2));
  LinkOut.enqueue(link, envelope(3, { key: "x" }));
  assert.deepEqual(transmit(link, 0), [{ after: 1, seqs: [2, 3] }]);
});

Deno.test("LinkOut refuses what is out of order or of another link", () => {
  const link = linkWith(2);
  assert.throws(() => LinkOut.enqueue(link, envelope(2)), {
    name: "RangeError",
    message: "Cannot enqueue message from a to b as its seq must be above 2: current value is 2",
  });
  const strange = "as the link is from a to b on lane 3: route it by all three";
  assert.throws(() => LinkOut.enqueue(link, envelope(3, { lane: LANE.orders })), {
    message: `Cannot enqueue message from a to b on lane 2 ${strange}`,
  });
  assert.throws(() => LinkOut.onAck(link, { ...ack({}), to: "c" }, 0), {
    message: `Cannot settle from a to c on lane 3 ${strange}`,
  });
});

function linkWith(count: number): LinkOut {
  const link = LinkOut.create("a", "b", LANE.data);
  for (const seq of range(1, count)) LinkOut.enqueue(link, envelope(seq));
  return link;
}

function ack(part: Partial<LinkAck>): LinkAck {
  return {
    from: "a",
    to: "b",
    lane: LANE.data,
    handled: 0,
    accepted: 0,
    window: 16,
    refused: false,
    ...part,
  };
}

function transmit(link: LinkOut, nowMs: number): { after: number; seqs: number[] }[] {
  const sent = [];
  for (let next; (next = LinkOut.frames(link, nowMs)) !== null;) {
    sent.push({ after: next.after, seqs: seqsOf(next.envelopes) });
  }
  return sent;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

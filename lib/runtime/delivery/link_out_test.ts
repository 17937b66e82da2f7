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
    dropped: 0,
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

/** A link that keeps so many fresh messages, with `count` of them enqueued. */
function keeping(keep: number, count: number): LinkOut {
  const link = LinkOut.create("a", "b", LANE.data, { keep });
  for (let seq = 1; seq <= count; seq++) LinkOut.enqueue(link, envelope(seq));
  return link;
}

function queued({ queue }: LinkOut): number[] {
  const seqs: number[] = [];
  for (let slot = queue.head; slot !== -1; slot = queue.next[slot]) seqs.push(queue.items[slot]!.seq);
  return seqs;
}

Deno.test("LinkOut.enqueue() drops the oldest fresh message beyond so many, and returns it", () => {
  const link = keeping(3, 3);
  assert.equal(LinkOut.enqueue(link, envelope(4))?.seq, 1);
  assert.equal(LinkOut.enqueue(link, envelope(5))?.seq, 2);
  assert.deepEqual(transmit(link, 0), [{ after: 0, seqs: [3, 4, 5] }]);
  assert.deepEqual([link.counters.dropped, link.freshCount], [2, 0]);
});

Deno.test("LinkOut.enqueue() drops nothing that was ever transmitted, by this life or an earlier one", () => {
  const link = keeping(2, 2);
  transmit(link, 0);
  LinkOut.onReceiverUp(link);
  for (const seq of [3, 4]) assert.equal(LinkOut.enqueue(link, envelope(seq)), null);
  assert.equal(LinkOut.enqueue(link, envelope(5))?.seq, 3);
  assert.deepEqual(queued(link), [1, 2, 4, 5]);
  const next = keeping(9, 4);
  LinkOut.restored(next);
  assert.equal(next.freshCount, 0);
  for (let seq = 5; seq <= 15; seq++) LinkOut.enqueue(next, envelope(seq));
  assert.deepEqual(queued(next), [...range(1, 4), ...range(7, 15)]);
});

Deno.test("LinkOut.enqueue() knows what is fresh after acks that an earlier life is due, and after conflation", () => {
  const link = keeping(3, 3);
  LinkOut.onAck(link, ack({ handled: 2, accepted: 2 }), 0);
  assert.deepEqual([queued(link), link.freshCount], [[3], 1]);
  LinkOut.onAck(link, ack({ handled: 3, accepted: 3 }), 0);
  for (const seq of [4, 5, 6]) assert.equal(LinkOut.enqueue(link, envelope(seq)), null);
  assert.equal(LinkOut.enqueue(link, envelope(7))?.seq, 4);
  const data = LinkOut.create("a", "b", LANE.data, { keep: 2 });
  const quote = (seq: number, key: string) => ({ ...envelope(seq), key });
  for (const seq of [1, 2, 3]) LinkOut.enqueue(data, quote(seq, "k"));
  assert.deepEqual([queued(data), data.freshCount, data.counters.dropped], [[3], 1, 0]);
  LinkOut.enqueue(data, quote(4, "l"));
  assert.equal(LinkOut.enqueue(data, quote(5, "m"))?.seq, 3);
  assert.equal(LinkOut.enqueue(data, quote(6, "k"))?.seq, 4, "the key of what was dropped is forgotten");
  assert.deepEqual(queued(data), [5, 6]);
});

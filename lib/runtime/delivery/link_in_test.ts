import assert from "node:assert/strict";
import { LANE } from "../envelope.ts";
import { envelope, frame } from "./envelope_fixture.ts";
import { LinkIn } from "./link_in.ts";
import type { LinkAck, LinkFrame } from "./link_wire.ts";
import { Mailbox } from "./mailbox.ts";

const SMALL = { system: 4, control: 4, orders: 4, data: 4 };

interface AcceptCase {
  readonly frames: readonly LinkFrame[];
  /** What the last frame is answered with. */
  readonly answer: Partial<LinkAck> | null;
  readonly counters: LinkIn["counters"];
}

/** Seen: 2, of capacity 4. */
const ACCEPT_CASES: Record<string, AcceptCase> = {
  "says nothing of what is new": {
    frames: [frame(0, [3, 4])],
    answer: null,
    counters: { accepted: 2, duplicates: 0, gaps: 0, refused: 0 },
  },
  "refuses what comes after a gap": {
    frames: [frame(0, [3]), frame(5, [6])],
    answer: { handled: 2, accepted: 3, refused: true },
    counters: { accepted: 1, duplicates: 0, gaps: 1, refused: 0 },
  },
  "refuses a gap once": {
    frames: [frame(5, [6]), frame(6, [7])],
    answer: null,
    counters: { accepted: 0, duplicates: 0, gaps: 2, refused: 0 },
  },
  "refuses a second gap after a frame that fits": {
    frames: [frame(5, [6]), frame(2, [3]), frame(6, [7])],
    answer: { handled: 2, accepted: 3, refused: true },
    counters: { accepted: 1, duplicates: 0, gaps: 2, refused: 0 },
  },
  "takes numbers left out for no gap": {
    frames: [frame(2, [7, 9]), frame(9, [12])],
    answer: null,
    counters: { accepted: 3, duplicates: 0, gaps: 0, refused: 0 },
  },
  "acknowledges again what was handled": {
    frames: [frame(0, [1, 2])],
    answer: { handled: 2, accepted: 2, refused: false, window: 4 },
    counters: { accepted: 0, duplicates: 2, gaps: 0, refused: 0 },
  },
  "does not refuse what was accepted and not handled": {
    frames: [frame(0, [3, 4]), frame(2, [3, 4, 5])],
    answer: { handled: 2, accepted: 5, refused: false },
    counters: { accepted: 3, duplicates: 2, gaps: 0, refused: 0 },
  },
  "refuses the rest when the lane is full, without credit": {
    frames: [frame(2, [3, 4, 5, 6, 7, 8])],
    answer: { handled: 2, accepted: 6, refused: true, window: 0 },
    counters: { accepted: 4, duplicates: 0, gaps: 0, refused: 1 },
  },
  "is silent on what was on its way behind a refused one": {
    frames: [frame(2, [3, 4, 5, 6, 7]), frame(7, [8])],
    answer: null,
    counters: { accepted: 4, duplicates: 0, gaps: 1, refused: 1 },
  },
  "tells a sender that starts over of the full lane again": {
    frames: [frame(2, [3, 4, 5, 6, 7]), frame(0, [6, 7])],
    answer: { handled: 2, accepted: 6, refused: true, window: 0 },
    counters: { accepted: 4, duplicates: 1, gaps: 0, refused: 2 },
  },
};

for (const [name, { frames, answer, counters }] of Object.entries(ACCEPT_CASES)) {
  Deno.test(`LinkIn.accept() ${name}`, () => {
    const inbound = inboundWith();
    const given = frames.map((one) => LinkIn.accept(inbound, one, 0)).at(-1);
    if (answer === null) assert.equal(given, null);
    else assert.deepEqual(given, { ...given, ...answer });
    assert.deepEqual(inbound.counters, counters);
  });
}

Deno.test("LinkIn.accept() keeps lanes and senders apart", () => {
  const inbound = inboundWith();
  assert.equal(LinkIn.accept(inbound, frame(0, [1], { lane: LANE.orders }), 0), null);
  assert.equal(LinkIn.accept(inbound, frame(0, [1], { from: "c" }), 0), null);
  assert.equal(inbound.counters.accepted, 2);
});

Deno.test("LinkIn.accept() throws on a frame for another actor", () => {
  assert.throws(() => LinkIn.accept(inboundWith(), frame(0, [1], { to: "c" }), 0), {
    message: "Cannot accept frame from a for c as this is b",
  });
});

Deno.test("LinkIn.acks() gives one cumulative ack per link that changed, once", () => {
  const inbound = inboundWith();
  LinkIn.accept(inbound, frame(0, [3, 4]), 0);
  LinkIn.accept(inbound, frame(0, [1], { from: "c" }), 0);
  assert.deepEqual(LinkIn.acks(inbound), []);
  LinkIn.handled(inbound, "a", LANE.data, 3);
  LinkIn.handled(inbound, "a", LANE.data, 4);
  const ack = { to: "b", lane: LANE.data, refused: false, window: 2 };
  assert.deepEqual(LinkIn.acks(inbound), [{ ...ack, from: "a", handled: 4, accepted: 4 }]);
  assert.deepEqual(LinkIn.acks(inbound), []);
});

Deno.test("LinkIn.acks() settles the conflated with what was handled after them", () => {
  const inbound = inboundWith();
  LinkIn.accept(
    inbound,
    { ...frame(0, []), envelopes: [3, 5, 6].map((seq) => envelope(seq, { key: "x" })) },
    0,
  );
  const last = Mailbox.take(inbound.mailbox)!;
  assert.equal(last.seq, 6);
  LinkIn.handled(inbound, last.from, last.lane, last.seq);
  assert.equal(LinkIn.acks(inbound)[0].handled, 6);
  assert.equal(Mailbox.depth(inbound.mailbox), 0);
});

Deno.test("LinkIn.acks() has nobody to tell of timers and the world", () => {
  const inbound = inboundWith();
  LinkIn.handled(inbound, "timer:b", LANE.control, 1);
  assert.deepEqual(LinkIn.acks(inbound), []);
});

Deno.test("LinkIn.acks() feeds a starved link once its lane is below half", () => {
  const inbound = inboundWith();
  LinkIn.accept(inbound, frame(0, [3, 4, 5, 6, 7]), 0);
  const windows = [3, 4, 5].map((seq) => {
    Mailbox.take(inbound.mailbox);
    LinkIn.handled(inbound, "a", LANE.data, seq);
    const [{ window, refused }] = LinkIn.acks(inbound);
    return { window, refused };
  });
  const dry = { window: 0, refused: false };
  assert.deepEqual(windows, [dry, dry, { window: 4, refused: true }]);
});

Deno.test("LinkIn.acks() feeds a starved link also when others never let the lane fall below half", () => {
  const inbound = inboundWith();
  LinkIn.accept(inbound, frame(0, [3, 4, 5, 6]), 0);
  assert.equal(LinkIn.accept(inbound, frame(0, [1], { from: "c" }), 0)?.window, 0);
  assert.deepEqual(LinkIn.acks(inbound), []);
  Mailbox.take(inbound.mailbox);
  Mailbox.take(inbound.mailbox);
  const [fed] = LinkIn.acks(inbound);
  assert.deepEqual(fed, {
    from: "c",
    to: "b",
    lane: 3,
    handled: 0,
    accepted: 0,
    window: 2,
    refused: true,
  });
});

Deno.test("LinkIn advertises the lane's capacity shared among its links, 1 to 256", () => {
  for (const [capacity, links, window] of [[4_096, 1, 256], [1_024, 8, 128], [10, 3, 3], [2, 5, 1]]) {
    const inbound = LinkIn.create("b", Mailbox.create({ ...SMALL, orders: capacity }));
    for (let i = 0; i < links; i++) {
      LinkIn.accept(inbound, frame(0, [], { from: "s" + i, lane: LANE.orders }), 0);
    }
    LinkIn.handled(inbound, "s0", LANE.orders, 1);
    assert.equal(LinkIn.acks(inbound)[0].window, window);
  }
});

function inboundWith(): LinkIn {
  return LinkIn.create("b", Mailbox.create(SMALL), [{ from: "a", lane: LANE.data, seq: 2 }]);
}

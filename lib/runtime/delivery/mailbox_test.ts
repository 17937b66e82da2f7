import assert from "node:assert/strict";
import { type Envelope, LANE, type Lane } from "../envelope.ts";
import { envelope, seqsOf, type Told } from "./envelope_fixture.ts";
import { DEFAULT_CAPACITIES, DEFAULT_OVERFLOW } from "./lane_limits.ts";
import { Mailbox } from "./mailbox.ts";

const SMALL = { system: 2, control: 2, orders: 2, data: 3 };

interface OverflowCase {
  readonly told: Told;
  /** Keys of the messages offered, in order; "" for none. */
  readonly keys: readonly string[];
  readonly answers: string;
  /** Sequences (from 1) taken out at the end. */
  readonly taken: readonly number[];
}

const OVERFLOW_CASES: Record<string, OverflowCase> = {
  "system refuses": { told: { lane: LANE.system }, keys: ["", "", ""], answers: "aaf", taken: [1, 2] },
  "control refuses": { told: { lane: LANE.control }, keys: ["", "", ""], answers: "aaf", taken: [1, 2] },
  "orders refuses": { told: { lane: LANE.orders }, keys: ["", "", ""], answers: "aaf", taken: [1, 2] },
  "orders refuses, key or not": {
    told: { lane: LANE.orders },
    keys: ["x", "x", "x"],
    answers: "aaf",
    taken: [1, 2],
  },
  "data refuses what has no key": { told: {}, keys: ["", "", "", ""], answers: "aaaf", taken: [1, 2, 3] },
  "data keeps the newest of a key, also when not full": {
    told: {},
    keys: ["x", "x", "x", "x"],
    answers: "accc",
    taken: [4],
  },
  "data puts the newer at the tail": { told: {}, keys: ["x", "", "x"], answers: "aac", taken: [2, 3] },
  "data conflates when full": { told: {}, keys: ["x", "y", "z", "x"], answers: "aaac", taken: [2, 3, 4] },
  "data refuses another key when full": {
    told: {},
    keys: ["x", "y", "z", "w", "y"],
    answers: "aaafc",
    taken: [1, 3, 5],
  },
};

for (const [name, { told, keys, answers, taken }] of Object.entries(OVERFLOW_CASES)) {
  Deno.test(`Mailbox.offer() on a full or conflating lane: ${name}`, () => {
    const mailbox = Mailbox.create(SMALL);
    const given = keys.map((key, i) =>
      Mailbox.offer(mailbox, envelope(i + 1, { ...told, ...keyed(key) }), 0)
    );
    assert.equal(given.map((answer) => answer[0]).join(""), answers);
    assert.deepEqual(seqsOf(takeAll(mailbox)), taken);
    const counters = Mailbox.counters(mailbox);
    assert.deepEqual(counters, {
      offered: keys.length,
      refused: answers.split("f").length - 1,
      conflated: answers.split("c").length - 1,
      taken: taken.length,
    });
  });
}

Deno.test("Mailbox.offer() conflates per sender and kind, not across", () => {
  const mailbox = Mailbox.create();
  for (const from of ["a", "c"]) {
    for (const kind of ["Tick", "Depth"]) {
      assert.equal(Mailbox.offer(mailbox, envelope(1, { from, kind, key: "x" }), 0), "accepted");
    }
  }
  assert.equal(Mailbox.offer(mailbox, envelope(2, { from: "c", kind: "Tick", key: "x" }), 0), "conflated");
  assert.equal(Mailbox.depth(mailbox), 4);
});

Deno.test("Mailbox.offer() does not conflate with what was taken", () => {
  const mailbox = Mailbox.create();
  for (let seq = 1; seq <= 3; seq++) {
    assert.equal(Mailbox.offer(mailbox, envelope(seq, { key: "x" }), 0), "accepted");
    assert.equal(Mailbox.take(mailbox)?.seq, seq);
  }
  assert.equal(Mailbox.counters(mailbox).conflated, 0);
});

Deno.test("Mailbox.take() gives the lowest lane first, first in first out", () => {
  const mailbox = Mailbox.create();
  const lanes = [3, 2, 1, 0, 3, 2, 1, 0] as const;
  lanes.forEach((lane, i) => Mailbox.offer(mailbox, envelope(i + 1, { lane }), 0));
  assert.deepEqual(seqsOf(takeAll(mailbox)), [4, 8, 3, 7, 2, 6, 1, 5]);
  assert.equal(Mailbox.take(mailbox), undefined);
});

Deno.test("Mailbox.take() leaves paused lanes alone", () => {
  const mailbox = Mailbox.create();
  Mailbox.offer(mailbox, envelope(1), 0);
  Mailbox.offer(mailbox, envelope(2, { lane: LANE.orders }), 0);
  assert.deepEqual(seqsOf(takeAll(mailbox, LANE.orders)), [2]);
  assert.deepEqual(seqsOf(takeAll(mailbox)), [1]);
});

Deno.test("Mailbox.depth() and oldestAgeMs() tell of one lane or of all", () => {
  const mailbox = Mailbox.create();
  assert.equal(Mailbox.oldestAgeMs(mailbox, 50), 0);
  Mailbox.offer(mailbox, envelope(1, { key: "x" }), 10);
  Mailbox.offer(mailbox, envelope(2, { lane: LANE.control }), 20);
  assert.equal(Mailbox.depth(mailbox), 2);
  assert.equal(Mailbox.depth(mailbox, LANE.control), 1);
  assert.equal(Mailbox.oldestAgeMs(mailbox, 50), 40);
  assert.equal(Mailbox.oldestAgeMs(mailbox, 50, LANE.control), 30);
  Mailbox.offer(mailbox, envelope(3, { key: "x" }), 45);
  assert.equal(Mailbox.oldestAgeMs(mailbox, 50, LANE.data), 5);
});

Deno.test("Mailbox.create() has the written capacities and rules, and refuses a lane without room", () => {
  const lanes = Mailbox.create().lanes.map(({ capacity, overflow }) => [capacity, overflow]);
  assert.deepEqual(lanes, [[64, "refuse"], [256, "refuse"], [4_096, "refuse"], [1_024, "conflate"]]);
  assert.deepEqual(Object.keys(DEFAULT_OVERFLOW), Object.keys(DEFAULT_CAPACITIES));
  assert.throws(() => Mailbox.create({ ...SMALL, orders: 0 }), {
    name: "RangeError",
    message: "Cannot create mailbox as a capacity must be a whole number from 1: current value is 0",
  });
});

function keyed(key: string): Told {
  return key === "" ? {} : { key };
}

function* takeAll(mailbox: Mailbox, lastLane?: Lane): Generator<Envelope> {
  for (;;) {
    const next = Mailbox.take(mailbox, lastLane);
    if (next === undefined) return;
    yield next;
  }
}

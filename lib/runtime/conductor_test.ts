import assert from "node:assert/strict";
import fc from "fast-check";
import { Conductor } from "./conductor.ts";
import { type Envelope, type Lane, messageId } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { TimerQueue } from "./timer_queue.ts";
import type { MarketMessage } from "./world.ts";

const START = { lastRound: 0, atMs: 0, marketSeq: 0 };

const address = fc.constantFrom("a", "a/1", "B", "b", "ä", "Z");
const envelope = fc.record({
  from: address,
  seq: fc.integer({ min: 1, max: 50 }),
  to: address,
  lane: fc.constantFrom<Lane>(0, 1, 2, 3),
  atMs: fc.constant(0),
  causedBy: fc.constant(""),
  body: fc.constant({ kind: "Ping" }),
});
const envelopes = fc.uniqueArray(envelope, { maxLength: 40, selector: messageId });

Deno.test("Conductor.next() delivers by receiver, lane, sender, sequence in whatever order things were released", () => {
  const shuffled = envelopes.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }))
  );
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      const [first, second] = [all, other].map((released) => {
        const conductor = Conductor.create(START);
        for (const one of released) Conductor.release(conductor, [one]);
        return Conductor.next(conductor, null).inputs;
      });
      assert.deepEqual(second, first);
      assert.equal(first.length, all.length);
      for (let i = 1; i < first.length; i++) assert.ok(isBefore(first[i - 1], first[i]), `place ${i}`);
    }),
    { seed: 2, numRuns: 300 },
  );
});

/** The rule written a second time, as a list of keys. */
function isBefore(a: Envelope, b: Envelope): boolean {
  const keys = (e: Envelope) => [e.to, e.lane, e.from, e.seq];
  const i = keys(a).findIndex((part, place) => part !== keys(b)[place]);
  return keys(a)[i] < keys(b)[i];
}

const timer = fc.record({
  address,
  name: fc.constantFrom("x", "y", "z"),
  dueMs: fc.integer({ min: -2, max: 12 }),
  setBy: fc.constant("market#1"),
});
const instants = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 })
  .map((list) =>
    list.sort((a, b) => a - b).map((atMs, i): MarketMessage => ({
      atMs,
      seq: i + 1,
      to: "a",
      body: { kind: "Bar" },
    }))
  );

Deno.test("Conductor.next() moves time to the earliest of timer and market message, timers first", () => {
  const timers = fc.uniqueArray(timer, { maxLength: 12, selector: (t) => `${t.address} ${t.name}` });
  fc.assert(
    fc.property(timers, instants, (set, market) => {
      const conductor = Conductor.create(START);
      for (const one of set) TimerQueue.set(conductor.timers, one);
      const told = drain(conductor, market);
      const endMs = market.at(-1)?.atMs ?? 0;
      const expected = [
        ...set.filter((t) => t.dueMs <= endMs).map((t) => ({ atMs: Math.max(0, t.dueMs), rank: 0, ...t })),
        ...market.map((m) => ({ atMs: m.atMs, rank: 1, address: "market", dueMs: m.seq, name: `${m.seq}` })),
      ].sort((a, b) => a.atMs - b.atMs || a.rank - b.rank || byOwner(a, b));
      assert.deepEqual(told, expected.map((e) => `${e.atMs} ${e.address} ${e.name}`));
      assert.ok(conductor.timers.sorted.every((t) => t.dueMs > endMs), "later timers stay set");
    }),
    { seed: 3, numRuns: 300 },
  );
});

/** Timers of one round by owner, each owner's by time and name; market messages by sequence. */
function byOwner(a: { address: string; dueMs: number; name: string }, b: typeof a): number {
  if (a.address !== b.address) return a.address < b.address ? -1 : 1;
  return a.dueMs - b.dueMs || (a.name < b.name ? -1 : 1);
}

/** Runs until quiet; each input as "time owner name-or-seq". */
function drain(conductor: Conductor, market: readonly MarketMessage[]): string[] {
  const told: string[] = [];
  for (let i = 0;;) {
    const round = Conductor.next(conductor, market[i] ?? null);
    if (round.source === "quiet") return told;
    if (round.source === "market") told.push(`${conductor.nowMs} market ${market[i++].seq}`);
    else {for (const { to, atMs, body } of round.inputs) {
        told.push(`${atMs} ${to} ${(body as { name?: string }).name}`);
      }}
  }
}

Deno.test("Conductor.next() counts a timer address up over all its firings", () => {
  const conductor = Conductor.create(START);
  for (const name of ["y", "x"]) {
    TimerQueue.set(conductor.timers, { address: "a", name, dueMs: -1, setBy: "m#4" });
  }
  const first = Conductor.next(conductor, null).inputs;
  assert.deepEqual(first.map(messageId), ["timer:a#1", "timer:a#2"]);
  assert.deepEqual(first[0].body, { kind: "TimerFired", name: "x" });
  assert.equal(first[0].causedBy, "m#4");
  TimerQueue.set(conductor.timers, { address: "a", name: "x", dueMs: 0, setBy: "" });
  assert.deepEqual(Conductor.next(conductor, null).inputs.map(messageId), ["timer:a#3"]);
});

Deno.test("Conductor.next() throws FatalError when the world goes back", () => {
  const at = (atMs: number, seq: number): MarketMessage => ({ atMs, seq, to: "a", body: { kind: "Bar" } });
  for (const second of [at(9, 2), at(10, 1), at(NaN, 2), at(10, NaN)]) {
    const conductor = Conductor.create(START);
    Conductor.next(conductor, at(10, 1));
    assert.throws(() => Conductor.next(conductor, second), FatalError);
  }
});

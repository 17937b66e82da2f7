import assert from "node:assert/strict";
import fc from "fast-check";
import { IdleWatch } from "./idle_watch.ts";
import { actorMetrics, life, metrics } from "./life_fixture.ts";
import type { WorkerLife } from "./worker_life.ts";

/** A ready worker whose heartbeat was taken at `takenMs`. */
function beat(
  id: string,
  takenMs: number,
  more: { processed?: number; isIdle?: boolean; incarnation?: number } = {},
) {
  const { processed = 0, isIdle = true, incarnation = 1 } = more;
  return life(id, {
    incarnation,
    metrics: metrics({ takenMs, isIdle, actors: [actorMetrics(id, processed)] }),
  });
}

const LOOKS: readonly {
  readonly name: string;
  readonly looks: readonly (readonly [nowMs: number, lives: readonly WorkerLife[], answer: boolean])[];
}[] = [
  {
    name: "at rest when all were idle before and after, and handled nothing",
    looks: [[10, [beat("a", 5), beat("b", 10)], false], [20, [beat("a", 11), beat("b", 12)], true]],
  },
  {
    name: "waits for the heartbeat of the last one",
    looks: [
      [10, [beat("a", 5), beat("b", 5)], false],
      [20, [beat("a", 15), beat("b", 10)], false],
      [30, [beat("a", 15), beat("b", 11)], true],
    ],
  },
  {
    name: "begins anew when one was busy, handled something, or is of another life",
    looks: [
      [10, [beat("a", 5)], false],
      [20, [beat("a", 15, { isIdle: false })], false],
      [30, [beat("a", 25)], false],
      [40, [beat("a", 35, { processed: 1 })], false],
      [50, [beat("a", 45, { processed: 1, incarnation: 2 })], false],
      [60, [beat("a", 55, { processed: 1, incarnation: 2 }), beat("b", 55)], false],
      [70, [beat("a", 65, { processed: 1, incarnation: 2 }), beat("b", 60)], false],
      [80, [beat("a", 65, { processed: 1, incarnation: 2 }), beat("b", 75)], true],
    ],
  },
  {
    name: "never while one is not ready or has not beaten",
    looks: [
      [10, [beat("a", 5), life("b")], false],
      [20, [beat("a", 15), { ...beat("b", 15), phase: "starting" }], false],
      [30, [beat("a", 25), { ...beat("b", 25), phase: "gone" }], false],
      [40, [beat("a", 35), beat("b", 35)], false],
      [50, [beat("a", 45), beat("b", 45)], true],
    ],
  },
];

for (const { name, looks } of LOOKS) {
  Deno.test(`IdleWatch.look() ${name}`, () => {
    const watch = IdleWatch.create();
    const answers = looks.map(([nowMs, lives]) => IdleWatch.look(watch, lives, nowMs));
    assert.deepEqual(answers, looks.map(([, , answer]) => answer));
  });
}

/** One worker of the model. */
interface Member {
  incarnation: number;
  /** Hops left of each message that waits. */
  inbox: number[];
  processed: number;
  unsettled: number;
  /** Heartbeats on their way; the agent repeats the last that arrived. */
  beats: { readonly takenMs: number; readonly isIdle: boolean; readonly processed: number }[];
}

const moves = fc.array(
  fc.record({
    what: fc.constantFrom(
      "arrive",
      "handle",
      "settle",
      "beat",
      "beat",
      "report",
      "report",
      "look",
      "look",
      "die",
    ),
    who: fc.nat(2),
    whom: fc.nat(2),
  }),
  { minLength: 200, maxLength: 400 },
);

Deno.test("IdleWatch.look() never finds rest while a message is under way, and finds it in the end", () => {
  const counted = { rests: 0, looks: 0 };
  fc.assert(
    fc.property(moves, fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), (list, hops) => {
      const model = modelOf(hops);
      for (const move of list) {
        model.move(move);
        if (move.what !== "look") continue;
        counted.looks++;
        if (!model.look()) continue;
        counted.rests++;
        assert.equal(model.isAtRest(), true, "something is under way");
      }
      model.settle();
      const found = [model.look(), (model.beatAll(), model.look()), (model.beatAll(), model.look())];
      assert.equal(found.includes(true), true, "at rest, and it is not found");
    }),
    { seed: 3, numRuns: 400 },
  );
  assert.ok(counted.rests > 50 && counted.looks > 1_000, JSON.stringify(counted));
});

type Move = { readonly what: string; readonly who: number; readonly whom: number };

/** Three workers that pass messages on; what a worker sent is unsettled until its handling is acknowledged. */
function modelOf(hops: readonly number[]) {
  const members: Member[] = [0, 1, 2].map(() => (
    { incarnation: 1, inbox: [], processed: 0, unsettled: 0, beats: [] }
  ));
  const lives = members.map((_, who) => life(`w${who}`));
  const wire: { readonly from: number; readonly to: number; readonly hops: number }[] = [];
  const acks: number[] = [];
  const owners: number[][] = [[], [], []];
  const watch = IdleWatch.create();
  let nowMs = 0;
  /** What the world told and nobody has handled yet: the root knows, and does not even look. */
  let told = hops.length;
  members[0].inbox.push(...hops);
  owners[0].push(...hops.map(() => -1));

  function arrive(): void {
    const message = wire.shift();
    if (message === undefined) return;
    members[message.to].inbox.push(message.hops);
    owners[message.to].push(message.from);
  }

  function handle(who: number, whom: number): void {
    const left = members[who].inbox.shift();
    if (left === undefined) return;
    const from = owners[who].shift()!;
    members[who].processed++;
    if (left > 0) {
      members[who].unsettled++;
      wire.push({ from: who, to: whom, hops: left - 1 });
    }
    if (from >= 0) acks.push(from);
    else told--;
  }

  function settle(): void {
    const from = acks.shift();
    if (from !== undefined) members[from].unsettled--;
  }

  function beat({ inbox, unsettled, processed, beats }: Member): void {
    beats.push({ takenMs: nowMs, isIdle: inbox.length === 0 && unsettled === 0, processed });
  }

  /** What arrives may be the one before once more. */
  function report(who: number): void {
    const { beats, incarnation } = members[who];
    const newest = beats.length > 1 ? beats.shift() : beats[0];
    if (newest === undefined) return;
    const { takenMs, isIdle, processed } = newest;
    lives[who] = life(`w${who}`, {
      incarnation,
      metrics: metrics({ takenMs, isIdle, actors: [actorMetrics("a", processed)] }),
    });
  }

  /** What waited there comes again from its senders. */
  function die(who: number): void {
    const member = members[who];
    member.inbox.forEach((left, i) => wire.push({ from: owners[who][i], to: who, hops: left }));
    owners[who].length = 0;
    Object.assign(member, { inbox: [], processed: 0, beats: [], incarnation: member.incarnation + 1 });
    lives[who] = life(`w${who}`, { incarnation: member.incarnation });
  }

  function move({ what, who, whom }: Move): void {
    nowMs += whom % 2;
    if (what === "arrive") arrive();
    else if (what === "handle") handle(who, whom);
    else if (what === "settle") settle();
    else if (what === "beat") beat(members[who]);
    else if (what === "report") report(who);
    else if (what === "die" && nowMs % 7 === 0) die(who);
  }

  return {
    move,
    look: () => told === 0 && IdleWatch.look(watch, lives, nowMs),
    isAtRest: () =>
      wire.length + acks.length === 0 &&
      members.every(({ inbox, unsettled }) => inbox.length + unsettled === 0),
    /** Lets everything come to its end. */
    settle() {
      while (wire.length + acks.length + members.reduce((sum, { inbox }) => sum + inbox.length, 0) > 0) {
        arrive();
        settle();
        for (const who of members.keys()) handle(who, (who + 1) % 3);
      }
      this.beatAll();
    },
    beatAll() {
      nowMs++;
      for (const [who, member] of members.entries()) {
        member.beats = [];
        beat(member);
        report(who);
      }
    },
  };
}

// impure-ok: test suite
import assert from "node:assert/strict";
import { ActorCrash, FatalError } from "./errors.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { LISTENER } from "./host_kinds_fixture.ts";
import { expectAsUndisturbed, live, playToRejection } from "./host_play_fixture.ts";
import { TOWN_CASE } from "./host_town_fixture.ts";
import { tell } from "./toy_actors_test.ts";

/** The one difference between hosts: whether anybody starts an actor again. */
export const CRASH = {
  rejects: "a crash rejects with ActorCrash, and a new life leads to the same as undisturbed",
  restarts: "a crash ends nothing: its worker starts again, and all is the same as undisturbed",
} as const;

/** What cannot go on, and what is left of it. */
export const FAULT_PROMISES: readonly HostPromise[] = [
  ["a message from an actor to nobody is a FatalError and never reaches the store", checkNobody],
  ["a message from the world to nobody is a FatalError", checkWorldToNobody],
  ["a world that goes back in time is a FatalError", checkBack],
  ["a state that is no plain data is a FatalError", checkPlain],
  [CRASH.rejects, checkCrashRejects],
  [CRASH.restarts, checkCrashRestarts],
];

async function checkNobody(makeHost: MakeHost): Promise<void> {
  const actors = [LISTENER, { address: "player", kind: "player", args: { partner: "nobody" } }];
  const script = [
    tell(1, "player", { kind: "Ball", count: 0 }),
    tell(2, "listener", { kind: "Bar" }),
    tell(3, "player", { kind: "Ball", count: 1 }),
  ];
  const { error, outcome } = await playToRejection(makeHost, { actors, script, maxRoundsPerCommit: 2 });
  assert.deepEqual(
    error,
    new FatalError(
      "Cannot deliver Ball (message player#1) from player as its receiver must exist: " +
        'current value is "nobody"; check the list of actors',
    ),
  );
  assert.deepEqual(outcome.journal.map(({ actor, inputNo }) => [actor, inputNo]), [["player", 1], [
    "listener",
    1,
  ]]);
  assert.deepEqual(outcome.point, { lastRound: 2, atMs: 2, marketSeq: 2, pending: [] });
}

async function checkWorldToNobody(makeHost: MakeHost): Promise<void> {
  const script = [tell(1, "listener", { kind: "Bar" }), tell(2, "ghost", { kind: "Boo" })];
  const { error, outcome } = await playToRejection(makeHost, {
    actors: [LISTENER],
    script,
    maxRoundsPerCommit: 1,
  });
  assert.ok(error instanceof FatalError);
  assert.match(error.message, /^Cannot deliver Boo \(message market#2\) from market .* "ghost"/);
  assert.equal(outcome.point.marketSeq, 1);
}

async function checkBack(makeHost: MakeHost): Promise<void> {
  const script = [10, 20, 15].map((atMs) => tell(atMs, "listener", { kind: "Bar" }));
  const { error, outcome } = await playToRejection(makeHost, {
    actors: [LISTENER],
    script,
    maxRoundsPerCommit: 1,
  });
  assert.deepEqual(
    error,
    new FatalError(
      "Cannot deliver market message 3 of 15 ms as the world must go forward: current value is message 2 at 20 ms; " +
        "check that the store belongs to this history",
    ),
  );
  assert.deepEqual(outcome.spans, [[1, 1], [2, 2]]);
}

async function checkPlain(makeHost: MakeHost): Promise<void> {
  const actors = [LISTENER, { address: "hoarder", kind: "hoarder", args: null }];
  const script = [tell(1, "listener", { kind: "Bar" }), tell(2, "hoarder", { kind: "Coin" })];
  const bounds = { snapshotEvery: 1, maxRoundsPerCommit: 1 };
  const { error, outcome } = await playToRejection(makeHost, { actors, script, ...bounds });
  assert.ok(error instanceof FatalError);
  assert.match(error.message, /Cannot snapshot actor hoarder after input 1/);
  assert.deepEqual(outcome.spans, [[1, 1]]);
}

/** In the middle of a rally; after quiet rounds of the same actor that are not committed; by a timer among timers. */
const CRASHES = ["player/1#2", "market#5", "timer:counter#2"];

async function checkCrashRejects(makeHost: MakeHost): Promise<void> {
  for (const crashOnceAt of CRASHES) {
    const host = makeHost({ ...TOWN_CASE, crashOnceAt });
    try {
      await assert.rejects(host.run(), (error: unknown) => {
        assert.ok(error instanceof ActorCrash);
        assert.deepEqual([error.messageId, (error.cause as Error).message], [crashOnceAt, "crashed once"]);
        return true;
      });
      assert.equal(await host.run(), "done");
      await expectAsUndisturbed(host.outcome(), TOWN_CASE);
    } finally {
      await host.dispose();
    }
  }
}

async function checkCrashRestarts(makeHost: MakeHost): Promise<void> {
  for (const crashOnceAt of CRASHES) {
    const { ends, outcome } = await live(makeHost, { ...TOWN_CASE, crashOnceAt });
    assert.deepEqual(ends, ["done"]);
    await expectAsUndisturbed(outcome, TOWN_CASE);
  }
}

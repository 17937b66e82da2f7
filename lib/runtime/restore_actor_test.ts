import assert from "node:assert/strict";
import type { Behavior } from "./behavior.ts";
import type { ActorHistory, CommitPort, ResumePoint } from "./commit_port.ts";
import { messageId } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { createInlineHost } from "./inline_host.ts";
import { MemoryCommit } from "./memory_commit.ts";
import {
  counter,
  listener,
  player,
  say,
  scriptedWorld,
  tell,
  to,
  TOWN,
  type Toy,
} from "./toy_actors_test.ts";

const SCRIPT = [
  tell(1, "counter", { kind: "Tick" }),
  tell(2, "player/1", { kind: "Ball", count: 3 }),
  tell(20, "counter", { kind: "Tick" }),
  tell(21, "counter", { kind: "Tick" }),
];

/** A store killed after `rounds` rounds, without the snapshots an ordered stop would have left. */
function killedStore(rounds: number): MemoryCommit {
  const store = MemoryCommit.create();
  const commit: CommitPort = {
    ...store,
    commit: (batch, epoch) => store.commit({ ...batch, snapshots: [] }, epoch),
  };
  createInlineHost({ actors: TOWN, world: scriptedWorld(SCRIPT), commit }).run({ maxRounds: rounds });
  return store;
}

/** The store, with what it answers about the counter changed. */
function withHistory(
  store: CommitPort,
  actor: string,
  change: (history: ActorHistory) => ActorHistory,
): CommitPort {
  return {
    ...store,
    load: (address, schema) =>
      address === actor ? change(store.load(address, schema)) : store.load(address, schema),
  };
}

function resume(commit: CommitPort, actors = TOWN) {
  return createInlineHost({ actors, world: scriptedWorld(SCRIPT), commit, freeze: true });
}

/** Runs to the end on a store and gives its final snapshots. */
function outcome(commit: CommitPort, actors = TOWN): unknown {
  assert.equal(resume(commit, actors).run(), "done");
  return Object.entries(actors).map(([address, { schema }]) => commit.load(address, schema));
}

Deno.test("restoreActor() rebuilds states, timers, counters and pending messages after a kill in any round", () => {
  const expected = outcome(MemoryCommit.create());
  let killsWithPending = 0;
  for (let rounds = 0; rounds < 14; rounds++) {
    const store = killedStore(rounds);
    killsWithPending += Math.sign(store.resumePoint().pending.length);
    assert.deepEqual(outcome(store), expected, `killed after round ${rounds}`);
  }
  assert.ok(killsWithPending >= 3, `some kills leave messages on their way: ${killsWithPending}`);
});

Deno.test("restoreActor() folds from the start when no snapshot has the behavior's schema", () => {
  const store = MemoryCommit.create();
  resume(store).run({ maxRounds: 4 });
  assert.notEqual(store.load("counter", 1).snapshot, null);
  let steps = 0;
  const renewed: Behavior<{ count: number; marks: Float64Array }, Toy> = {
    ...counter,
    schema: 2,
    step: (state, message, ctx) => (steps++, counter.step(state, message, ctx)),
  };
  resume(store, { ...TOWN, counter: renewed });
  assert.equal(steps, store.load("counter", 2).inputs.length);
  assert.ok(steps > 0);
});

Deno.test("restoreActor() throws FatalError for a snapshot that does not match its hash", () => {
  const store = MemoryCommit.create();
  resume(store).run({ maxRounds: 4 });
  const spoilt = withHistory(store, "counter", (history) => ({
    ...history,
    snapshot: { ...history.snapshot!, state: history.snapshot!.state.replace('"count":1', '"count":2') },
  }));
  assert.throws(() => resume(spoilt), (error: unknown) => {
    assert.ok(error instanceof FatalError);
    assert.match(
      error.message,
      /^Cannot restore actor counter as its snapshot at input 1 must hash to [0-9a-f]{64}: /,
    );
    assert.equal(error.exitCode, 70);
    return true;
  });
});

Deno.test("restoreActor() throws FatalError where fold and journal differ, and says where", () => {
  const silent: Behavior<null, Toy> = { schema: 1, init: () => null, step: (state) => say(state) };
  const chatty: Behavior<null, Toy> = {
    ...silent,
    step: (state) => say(state, { sends: [to("listener", { kind: "Hm" }), to("listener", { kind: "Hm" })] }),
  };
  const thrower: Behavior<null, Toy> = {
    ...silent,
    step: () => {
      throw new Error("new rule");
    },
  };
  const store = killedStore(8);
  const without = (from: number) => (history: ActorHistory) => ({
    ...history,
    inputs: history.inputs.toSpliced(from, 1),
  });
  const cases: [name: string, commit: CommitPort, actors: Record<string, Behavior>, text: RegExp][] = [
    [
      "fewer sends",
      store,
      { "player/1": silent },
      /actor player\/1, input 1 \(message market#2\), number of sends: the journal says 1, the fold 0/,
    ],
    ["more sends", store, { "player/1": chatty }, /number of sends: the journal says 1, the fold 2/],
    [
      "a throw",
      store,
      { "player/1": thrower },
      /Fold diverged: ActorCrash: Actor player\/1 crashed on message market#2: new rule/,
    ],
    [
      "no timer",
      store,
      { counter: silent },
      /actor counter, input 2 .*timer early is set: the journal says true, the fold false/,
    ],
    [
      "a lost row",
      withHistory(store, "player/1", without(0)),
      {},
      /actor player\/1, input 2 .*input number: the journal says 2, the fold 1/,
    ],
    [
      "a wrong counter",
      withHistory(
        store,
        "player/1",
        (h) => ({ ...h, inputs: h.inputs.map((row) => ({ ...row, seqAfter: row.seqAfter + 1 })) }),
      ),
      {},
      /send counter: the journal says 2, the fold 1/,
    ],
  ];
  for (const [name, commit, actors, text] of cases) {
    assert.throws(() => resume(commit, { ...TOWN, ...actors }), (error: unknown) => {
      assert.ok(error instanceof FatalError, name);
      assert.match(error.message, text, name);
      return true;
    });
  }
});

Deno.test("ActorRecord.hasHandled() drops messages that a store sends again", () => {
  const store = MemoryCommit.create();
  const all = resume(store).run();
  assert.equal(all, "done");
  const sent = store.batches.flatMap((batch) => batch.handled.flatMap((row) => row.sends));
  const rows = store.batches.flatMap((batch) => batch.handled).length;
  const repeating: CommitPort = {
    ...store,
    resumePoint: (): ResumePoint => ({ ...store.resumePoint(), pending: [...sent, ...sent] }),
  };
  resume(repeating).run();
  assert.ok(sent.length > 5);
  assert.equal(store.batches.flatMap((batch) => batch.handled).length, rows);
});

Deno.test("createInlineHost() sends what was pending again under the same id, once", () => {
  const store = MemoryCommit.create();
  const actors = { "player/1": player("listener"), listener };
  const world = () => scriptedWorld([tell(1, "player/1", { kind: "Ball", count: 1 })]);
  createInlineHost({ actors, world: world(), commit: store }).run({ maxRounds: 1 });
  const [pending] = store.resumePoint().pending;
  assert.equal(messageId(pending), "player/1#1");
  const twice: CommitPort = {
    ...store,
    resumePoint: () => ({ ...store.resumePoint(), pending: [pending, pending] }),
  };
  createInlineHost({ actors, world: world(), commit: twice }).run();
  assert.deepEqual(store.batches.at(-1)!.handled.map((row) => row.input), [pending]);
});

Deno.test("createInlineHost() refuses a store whose pending message has no receiver any more", () => {
  const store = killedStore(2);
  const { "player/2": _gone, ...rest } = TOWN;
  assert.throws(
    () => resume(store, rest),
    /Cannot deliver Ball .* from player\/1 .*current value is "player\/2"/,
  );
});

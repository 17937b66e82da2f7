import assert from "node:assert/strict";
import { decodeState } from "../core/mod.ts";
import { type Behavior, NONE, type TimerOp } from "./behavior.ts";
import type { CommitPort } from "./commit_port.ts";
import { LANE, messageId } from "./envelope.ts";
import { ActorCrash, FatalError } from "./errors.ts";
import { createInlineHost, type InlineHostOptions } from "./inline_host.ts";
import { MemoryCommit } from "./memory_commit.ts";
import { listener, player, say, scriptedWorld, tell, to, type Toy } from "./toy_actors_test.ts";

/** Options with an empty store, frozen messages and the given rest. */
function options(given: Partial<InlineHostOptions> & Pick<InlineHostOptions, "actors">): InlineHostOptions {
  return { world: scriptedWorld([]), commit: MemoryCommit.create(), freeze: true, ...given };
}

/** The state of an actor as the last snapshot has it. */
function stateOf(port: CommitPort, actor: string): unknown {
  return decodeState(port.load(actor, 1).snapshot!.state);
}

function heard(port: CommitPort): unknown {
  return (stateOf(port, "listener") as { heard: string[] }).heard;
}

/** On any message, does what `script` lists for its kind. */
function scripted(script: Record<string, Parameters<typeof say<null>>[1]>): Behavior<null, Toy> {
  return { schema: 1, init: () => null, step: (state, { kind }) => say(state, script[kind]) };
}

Deno.test("createInlineHost() plays a rally to its end before logical time moves", () => {
  const commit = MemoryCommit.create();
  const actors = { "player/1": player("player/2"), "player/2": player("player/1") };
  const ball = (atMs: number) => tell(atMs, "player/1", { kind: "Ball", count: 2 });
  assert.equal(
    createInlineHost(options({ actors, commit, world: scriptedWorld([ball(10), ball(20)]) })).run(),
    "done",
  );
  const rows = commit.batches.flatMap((batch) => batch.handled);
  assert.deepEqual(
    rows.map(({ actor, input }) =>
      `${input.atMs} ${actor} <- ${messageId(input)} because of ${input.causedBy}`
    ),
    [
      "10 player/1 <- market#1 because of ",
      "10 player/2 <- player/1#1 because of market#1",
      "10 player/1 <- player/2#1 because of player/1#1",
      "20 player/1 <- market#2 because of ",
      "20 player/2 <- player/1#2 because of market#2",
      "20 player/1 <- player/2#2 because of player/1#2",
    ],
  );
  assert.deepEqual(rows.map((row) => row.inputNo), [1, 1, 2, 3, 2, 4]);
  assert.deepEqual(stateOf(commit, "player/1"), { seen: 4 });
});

Deno.test("createInlineHost() delivers by lane, then sender, and loses nothing that an urgent lane overtakes", () => {
  const commit = MemoryCommit.create();
  const says = (data: string, urgent: string) =>
    scripted({
      Go: {
        sends: [
          { to: "listener", lane: LANE.data, body: { kind: data } },
          { to: "listener", lane: LANE.system, body: { kind: urgent } },
        ],
      },
      Fan: { sends: [to("b", { kind: "Go" }), to("a", { kind: "Go" })] },
    });
  const actors = {
    a: says("a-data", "a-urgent"),
    b: says("b-data", "b-urgent"),
    fan: says("", ""),
    listener,
  };
  createInlineHost(options({ actors, commit, world: scriptedWorld([tell(1, "fan", { kind: "Fan" })]) }))
    .run();
  assert.deepEqual(heard(commit), ["1 a#2 a-urgent", "1 b#2 b-urgent", "1 a#1 a-data", "1 b#1 b-data"]);
});

Deno.test("createInlineHost() replaces, clears and fires timers, and keeps those due after the world's end", () => {
  const commit = MemoryCommit.create();
  const set = (name: string, dueMs: number): TimerOp => ({ op: "set", name, dueMs });
  const chatty: Behavior<null, Toy> = {
    schema: 1,
    init: () => null,
    step(state, message, ctx) {
      if (message.kind === "TimerFired") {
        return say(state, { sends: [to("listener", { kind: "fired", name: message.name! })] });
      }
      const ops: Record<string, TimerOp[]> = {
        First: [set("past", -5), set("twice", 11), set("twice", 15), set("gone", 12), {
          op: "clear",
          name: "gone",
        }],
        Second: [set("same", ctx.nowMs), set("end", 99)],
      };
      return say(state, { timers: ops[message.kind] ?? NONE });
    },
  };
  const script = [
    tell(10, "chatty", { kind: "First" }),
    tell(15, "chatty", { kind: "Second" }),
    tell(15, "listener", { kind: "Bar" }),
  ];
  const actors = { chatty, listener };
  createInlineHost(options({ actors, commit, world: scriptedWorld(script) })).run();
  const expected = [
    "10 chatty#1 fired past",
    "15 chatty#2 fired twice",
    "15 chatty#3 fired same",
    "15 market#3 Bar",
  ];
  assert.deepEqual(heard(commit), expected);
  const longer = scriptedWorld([...script, tell(100, "listener", { kind: "Bar" })]);
  createInlineHost(options({ actors, commit, world: longer })).run();
  assert.deepEqual(heard(commit), [...expected, "99 chatty#4 fired end", "100 market#4 Bar"]);
});

Deno.test("createInlineHost() commits a round before it delivers what the round sent", () => {
  const trace: string[] = [];
  const store = MemoryCommit.create();
  const commit: CommitPort = {
    ...store,
    commit(batch, epoch) {
      store.commit(batch, epoch);
      for (const row of batch.handled) {
        for (const sent of row.sends) trace.push(`committed ${messageId(sent)}`);
      }
    },
  };
  const traced = (partner: string): Behavior<{ seen: number }, Toy> => ({
    ...player(partner),
    step(state, message, ctx) {
      trace.push(`handled ${ctx.messageId}`);
      return player(partner).step(state, message, ctx);
    },
  });
  const world = scriptedWorld([tell(1, "b", { kind: "Ball", count: 2 })]);
  createInlineHost(options({ actors: { a: traced("b"), b: traced("a") }, commit, world })).run();
  assert.deepEqual(trace, [
    "handled market#1",
    "committed b#1",
    "handled b#1",
    "committed a#1",
    "handled a#1",
  ]);
});

Deno.test("createInlineHost() lets quiet rounds wait for the next commit, up to the bound", () => {
  const actors = {
    listener,
    player: player("listener"),
    teller: scripted({ Say: { events: [{ kind: "Said" }] } }),
  };
  const bars = (count: number) =>
    Array.from({ length: count }, (_, i) => tell(i, "listener", { kind: "Bar" }));
  const cases = [
    { name: "bound", script: bars(7), rounds: [[1, 3], [4, 6], [7, 7]] },
    {
      name: "send",
      script: [...bars(2), tell(5, "player", { kind: "Ball", count: 1 })],
      rounds: [[1, 3], [4, 4]],
    },
    {
      name: "event",
      script: [...bars(1), tell(5, "teller", { kind: "Say" }), ...bars(1).map((b) => ({ ...b, atMs: 9 }))],
      rounds: [[1, 2], [3, 3]],
    },
  ];
  for (const { name, script, rounds } of cases) {
    const commit = MemoryCommit.create();
    createInlineHost(options({ actors, commit, maxRoundsPerCommit: 3, world: scriptedWorld(script) })).run();
    assert.deepEqual(commit.batches.map((batch) => [batch.rounds!.from, batch.rounds!.to]), rounds, name);
  }
});

Deno.test("createInlineHost() snapshots every N inputs with the commit, and all actors at a stop", () => {
  const commit = MemoryCommit.create();
  const script = Array.from({ length: 8 }, (_, i) => tell(i, "listener", { kind: "Bar" }));
  const told: number[] = [];
  const host = createInlineHost(
    options({
      actors: { listener, idle: listener },
      commit,
      snapshotEvery: 3,
      world: scriptedWorld(script),
      onCommitted: (batch) => told.push(batch.rounds!.to),
    }),
  );
  assert.equal(host.run({ maxRounds: 5 }), "stopped");
  assert.deepEqual(commit.batches.flatMap((b) => b.snapshots.map((s) => [s.actor, s.inputNo])), [[
    "listener",
    3,
  ], ["listener", 5]]);
  let asked = 0;
  assert.equal(host.run({ shouldStop: () => ++asked > 2 }), "stopped");
  assert.equal(host.run(), "done");
  assert.deepEqual(told, [5, 7, 8]);
  assert.equal(host.run(), "done");
  assert.equal(commit.batches.length, 3, "nothing new, nothing committed");
});

Deno.test("createInlineHost() throws ActorCrash and leaves no trace of the round in which an actor threw", () => {
  const commit = MemoryCommit.create();
  const fragile: Behavior<{ ok: number }, Toy> = {
    schema: 1,
    init: () => ({ ok: 0 }),
    step(state, { kind, count }) {
      state.ok++;
      if (kind === "Ball" && count === 0) throw new TypeError("dropped it");
      return say(state);
    },
  };
  const actors = {
    "a-first": listener,
    fragile,
    start: scripted({
      Go: { sends: [to("a-first", { kind: "Hi" }), to("fragile", { kind: "Ball", count: 0 })] },
    }),
  };
  const world = () =>
    scriptedWorld([tell(1, "fragile", { kind: "Ball", count: 1 }), tell(2, "start", { kind: "Go" })]);
  const host = createInlineHost(options({ actors, commit, world: world() }));
  assert.throws(() => host.run(), (error: unknown) => {
    assert.ok(error instanceof ActorCrash && error.cause instanceof TypeError);
    assert.equal(error.message, "Actor fragile crashed on message start#2: dropped it");
    assert.deepEqual([error.actor, error.messageId], ["fragile", "start#2"]);
    return true;
  });
  assert.throws(() => host.run(), /Cannot run as the host is running or failed earlier/);
  assert.equal(commit.load("a-first", 1).inputs.length, 0);
  assert.deepEqual(commit.resumePoint().pending.map(messageId), ["start#1", "start#2"]);
  const mended = { ...actors, fragile: listener };
  createInlineHost(options({ actors: mended, commit, world: world() })).run();
  assert.deepEqual(stateOf(commit, "fragile"), { heard: ["1 market#1 Ball", "2 start#2 Ball"] });
  assert.deepEqual(stateOf(commit, "a-first"), { heard: ["2 start#1 Hi"] });
});

Deno.test("createInlineHost() delivers nothing when the commit fails, and passes the store's error on", () => {
  const full = new Error("disk full");
  let isHandled = false;
  const commit: CommitPort = {
    ...MemoryCommit.create(),
    commit: () => {
      throw full;
    },
  };
  const ear: Behavior = { schema: 1, init: () => 0, step: (state) => (isHandled = true, say(state)) };
  const world = scriptedWorld([tell(1, "player", { kind: "Ball", count: 1 })]);
  const host = createInlineHost(options({ actors: { player: player("ear"), ear }, commit, world }));
  assert.throws(() => host.run(), full);
  assert.throws(() => host.run(), /failed earlier/);
  assert.equal(isHandled, false);
});

Deno.test("createInlineHost() refuses a message to nobody before it reaches the store", () => {
  const commit = MemoryCommit.create();
  const world = scriptedWorld([tell(1, "player", { kind: "Ball", count: 1 })]);
  const host = createInlineHost(options({ actors: { player: player("nobody") }, commit, world }));
  assert.throws(
    () => host.run(),
    new FatalError(
      "Cannot deliver Ball (message player#1) from player as its receiver must exist: " +
        'current value is "nobody"; check the list of actors',
    ),
  );
  assert.deepEqual(commit.batches, []);
});

Deno.test("createInlineHost() refuses addresses of the runtime and bounds below 1", () => {
  for (const address of ["", "market", "timer:a"]) {
    assert.throws(() => createInlineHost(options({ actors: { [address]: listener } })), RangeError, address);
  }
  assert.throws(() => createInlineHost(options({ actors: {}, snapshotEvery: 0 })), RangeError);
  assert.throws(() => createInlineHost(options({ actors: {}, maxRoundsPerCommit: NaN })), RangeError);
});

Deno.test("createInlineHost() with freeze finds a behavior that changes a message", () => {
  const vandal: Behavior<null, { kind: string; list: number[] }> = {
    schema: 1,
    init: () => null,
    step: (state, message) => (message.list.push(1), say(state)),
  };
  const script = [{ atMs: 1, to: "vandal", body: { kind: "Bar", list: [] } as Toy }];
  assert.throws(
    () => createInlineHost(options({ actors: { vandal }, world: scriptedWorld(script) })).run(),
    ActorCrash,
  );
});

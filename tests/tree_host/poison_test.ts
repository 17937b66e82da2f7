import assert from "node:assert/strict";
import { LISTENER, scripted } from "../../lib/runtime/host_kinds_fixture.ts";
import { heard } from "../../lib/runtime/host_play_fixture.ts";
import { type ActorStatus, LANE, messageId, type PoisonPolicy } from "../../lib/runtime/mod.ts";
import { tell, to } from "../../lib/runtime/toy_actors_test.ts";
import {
  lettersOf,
  makeFolders,
  outcomeIn,
  starts,
  type ToyRun,
  type ToyRunOptions,
  withToy,
} from "./toy_run_fixture.ts";

const HALT: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "halt" };
const QUARANTINE: PoisonPolicy = { ...HALT, byKind: { Poison: "quarantine" } };

/** The source poisons the victim and greets its neighbour in the same round; the listener lives elsewhere. */
function poisoned(poison: PoisonPolicy): ToyRunOptions {
  const source = scripted("source", {
    Go: {
      sends: [
        to("victim", { kind: "Poison" }),
        to("neighbour", { kind: "Hi" }),
        to("listener", { kind: "Hi" }),
      ],
    },
    More: { sends: [to("victim", { kind: "Hi" })] },
  });
  const neighbour = { ...LISTENER, address: "neighbour" };
  const victim = { address: "victim", kind: "fragile", args: null };
  const script = [
    tell(1, "victim", { kind: "Bar" }),
    tell(2, "source", { kind: "Go" }),
    tell(3, "victim", { kind: "Bar" }),
    tell(4, "neighbour", { kind: "Bar" }),
    tell(5, "source", { kind: "More" }),
    tell(6, "listener", { kind: "Bar" }),
    // long enough for heartbeats to come in
    ...Array.from({ length: 300 }, (_, i) => tell(7 + i, "source", { kind: "Nothing" })),
  ];
  return {
    ...{ script, poison, timing: { heartbeatMs: 20, silenceMs: 20_000 } },
    cells: {
      vault: [{ id: "worker/source", actors: [source], wrap: [{ kind: "slow", args: { ms: 0.2 } }] }],
      deck: [
        { id: "worker/victim", actors: [neighbour, victim] },
        { id: "worker/listener", actors: [LISTENER] },
      ],
    },
  };
}

function judged({ notices }: ToyRun) {
  return notices.flatMap((notice) => notice.kind === "Judged" ? [notice.verdict] : []);
}

/** Each actor's status by address, once the victim's third life has handled so many and the listener its last. */
async function statuses({ until }: ToyRun, processed: number): Promise<Record<string, ActorStatus>> {
  const { actors } = await until("all is over but the source's chatter", ({ actors }) => {
    const byAddress = Object.fromEntries(actors.map((actor) => [actor.address, actor.processed]));
    return byAddress.listener === 2 && byAddress.neighbour === 2 && byAddress.victim === processed;
  });
  return Object.fromEntries(actors.map((actor) => [actor.address, actor]));
}

Deno.test("createTreeHost() halts an actor that a message crashed twice: it is never stepped again, all others go on", async () => {
  using folders = makeFolders();
  const options = poisoned(HALT);
  for (const life of [1, 2]) {
    await withToy(folders, options, async (run) => {
      if (life === 1) expectHalted(await statuses(run, 0));
      assert.equal(await run.ended, "done");
      const verdict = { actor: "victim", messageId: "source#1", action: "halt" };
      assert.deepEqual(judged(run), [verdict], `life ${life} of the root`);
      assert.equal(run.notices.filter(({ kind }) => kind === "WorkerFailed").length, 2);
      assert.equal(starts(run.notices)["worker/listener"], 1);
      const letters = run.notices.flatMap((notice) => notice.kind === "DeadLetter" ? [notice.what] : []);
      const pending = ["Poison source#1 to victim", "Hi source#4 to victim"];
      assert.deepEqual(letters, life === 1 ? [pending[0], "Bar market#3 to victim", pending[1]] : pending);
      assert.deepEqual(lettersOf(run.host.metrics()), { halted: letters.length });
    });
    const outcome = outcomeIn(folders, options);
    assert.deepEqual(heard(outcome, "neighbour"), ["2 source#2 Hi", "4 market#4 Bar"]);
    assert.deepEqual(heard(outcome), ["2 source#3 Hi", "6 market#6 Bar"]);
    assert.deepEqual(heard(outcome, "victim"), ["1 market#1 Bar"]);
    const rows = outcome.journal.filter(({ actor }) => actor === "victim");
    assert.deepEqual(rows.map(({ input }) => messageId(input)), ["market#1"]);
    assert.deepEqual(outcome.point.pending.map(messageId), ["source#1", "source#4"]);
    assert.equal(outcome.point.marketSeq, options.script.length);
  }
});

function expectHalted({ victim, neighbour, listener }: Record<string, ActorStatus>): void {
  const { isHalted, lastError, restarts, worker, cell } = victim;
  assert.deepEqual([isHalted, restarts, worker, cell], [true, 2, "worker/victim", "deck"]);
  assert.equal(lastError, "ActorCrash: Actor victim crashed on message source#1: poisoned");
  assert.deepEqual([neighbour.isHalted, neighbour.restarts], [false, 2]);
  assert.deepEqual([listener.isHalted, listener.restarts, listener.lastError], [false, 0, ""]);
}

Deno.test("createTreeHost() quarantines a message where the policy says so, and its actor goes on", async () => {
  using folders = makeFolders();
  const options = poisoned(QUARANTINE);
  await withToy(folders, options, async (run) => {
    const { victim: { isHalted, failed, restarts } } = await statuses(run, 3);
    assert.deepEqual({ isHalted, failed, restarts }, { isHalted: false, failed: 1, restarts: 2 });
    assert.equal(await run.ended, "done");
    assert.deepEqual(judged(run), [{ actor: "victim", messageId: "source#1", action: "quarantine" }]);
    assert.equal(starts(run.notices)["worker/victim"], 3);
    assert.deepEqual(lettersOf(run.host.metrics()), { quarantined: 1 });
  });
  const outcome = outcomeIn(folders, options);
  assert.deepEqual(heard(outcome, "victim"), ["1 market#1 Bar", "3 market#3 Bar", "5 source#4 Hi"]);
  const rows = outcome.journal.filter(({ actor }) => actor === "victim");
  assert.deepEqual(rows.map(({ input, inputNo, quarantined }) => [messageId(input), inputNo, quarantined]), [
    ["market#1", 1, undefined],
    ["source#1", 2, true],
    ["market#3", 3, undefined],
    ["source#4", 4, undefined],
  ]);
  assert.equal(rows[1].input.lane, LANE.orders);
  assert.deepEqual(outcome.point.pending, []);
});

for (
  const [kind, deed] of [["loop", "never ends on"], ["close_at", "closes its thread on"]] as const
) {
  Deno.test(`createTreeHost() halts an actor that ${deed} a message, though it cannot say so`, async () => {
    using folders = makeFolders();
    const wrap = [{ kind, args: { messageId: "market#2" } }];
    const options: ToyRunOptions = {
      script: [1, 2, 3].flatMap((atMs) => [tell(atMs, "victim", { kind: "Bar" })])
        .concat(tell(4, "listener", { kind: "Bar" })),
      poison: HALT,
      snapshotEvery: 1,
      timing: { heartbeatMs: 50, silenceMs: 400 },
      cellFlags: { killMs: 100 },
      rootFlags: { intensity: 5 },
      cells: {
        vault: [{ id: "worker/listener", actors: [LISTENER] }],
        deck: [{ id: "worker/victim", actors: [{ address: "victim", kind: "fragile", args: null }], wrap }],
      },
    };
    await withToy(folders, options, async (run) => {
      assert.equal(await run.ended, "done");
      assert.deepEqual(judged(run), [{ actor: "victim", messageId: "market#2", action: "halt" }]);
      const deaths = run.notices.flatMap((it) => it.kind === "WorkerFailed" ? [it.worker] : []);
      assert.deepEqual(deaths, ["worker/victim", "worker/victim"]);
    });
    const outcome = outcomeIn(folders, options);
    assert.deepEqual(heard(outcome, "victim"), ["1 market#1 Bar"]);
    assert.deepEqual(heard(outcome), ["4 market#4 Bar"]);
  });
}

// impure-ok: test suite
import assert from "node:assert/strict";
import { messageId } from "./envelope.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { LISTENER, scripted } from "./host_kinds_fixture.ts";
import { expectAsUndisturbed, play, stateOf, undisturbed } from "./host_play_fixture.ts";
import { TOWN_CASE } from "./host_town_fixture.ts";
import { tell } from "./toy_actors_test.ts";

/** What is stored when, and that a life goes on where the one before it ended. */
export const RESUME_PROMISES: readonly HostPromise[] = [
  ["a world without messages stores nothing, and is done again and again", checkEmpty],
  ["quiet rounds wait for the next commit, up to the bound; sends and events do not wait", checkQuiet],
  ["an ordered stop stores what was handled with a snapshot of each actor that handled anything", checkStop],
  ["snapshots are taken every so many inputs, after the round, and with its commit", checkSnapshots],
  ["stopped and resumed, a run leads to the same journal and states as undisturbed", checkResume],
  ["what is pending though it was handled is not handled again", checkRepeats],
];

function bars(count: number, fromMs = 0) {
  return Array.from({ length: count }, (_, i) => tell(fromMs + i, "listener", { kind: "Bar" }));
}

async function checkEmpty(makeHost: MakeHost): Promise<void> {
  const nothing = await play(makeHost, { actors: [LISTENER], script: [] });
  const point = { lastRound: 0, atMs: 0, marketSeq: 0, pending: [] };
  assert.deepEqual(nothing, { ends: ["done"], outcome: { journal: [], snapshots: {}, spans: [], point } });
  const twice = await play(makeHost, { actors: [LISTENER], script: bars(2) }, [Infinity, Infinity]);
  assert.deepEqual([twice.ends, twice.outcome.spans], [["done", "done"], [[1, 2]]]);
}

async function checkQuiet(makeHost: MakeHost): Promise<void> {
  const actors = [
    LISTENER,
    { address: "player", kind: "player", args: { partner: "listener" } },
    scripted("teller", { Say: { events: [{ kind: "Said" }] } }),
  ];
  const script = [
    ...bars(4),
    tell(5, "player", { kind: "Ball", count: 1 }),
    ...bars(1, 6),
    tell(7, "teller", { kind: "Say" }),
    ...bars(2, 8),
  ];
  const { outcome } = await play(makeHost, { actors, script, maxRoundsPerCommit: 3 });
  // bound; send; one round that delivers it, a bar, the event; the end
  assert.deepEqual(outcome.spans, [[1, 3], [4, 5], [6, 8], [9, 10]]);
}

async function checkStop(makeHost: MakeHost): Promise<void> {
  const actors = [
    LISTENER,
    { address: "idle", kind: "listener", args: null },
    { address: "player", kind: "player", args: { partner: "listener" } },
  ];
  const script = [...bars(3), tell(5, "player", { kind: "Ball", count: 1 }), ...bars(3, 6)];
  const { ends, outcome } = await play(makeHost, { actors, script }, [4]);
  assert.deepEqual(ends, ["stopped"]);
  const taken = Object.values(outcome.snapshots).map(({ actor, inputNo, seq }) => [actor, inputNo, seq]);
  assert.deepEqual(taken, [["listener", 3, 0], ["player", 1, 1]]);
  assert.deepEqual(stateOf(outcome, "player"), { seen: 1 });
  const { pending, ...point } = outcome.point;
  assert.deepEqual(point, { lastRound: 4, atMs: 5, marketSeq: 4 });
  assert.deepEqual(pending.map(messageId), ["player#1"]);
  assert.deepEqual(outcome.spans, [[1, 4], [5, 4]]);
}

async function checkSnapshots(makeHost: MakeHost): Promise<void> {
  const actors = [
    { address: "player/1", kind: "player", args: { partner: "player/2" } },
    { address: "player/2", kind: "player", args: { partner: "nobody" } },
    LISTENER,
  ];
  // the rally ends the life: all that is stored by then came with commits of rounds
  const script = [...bars(5), tell(9, "player/1", { kind: "Ball", count: 2 })];
  const host = makeHost({ actors, script, snapshotEvery: 2, maxRoundsPerCommit: 2 });
  try {
    await assert.rejects(host.run(), /^FatalError: Cannot deliver Ball \(message player\/2#1\)/);
    const { snapshots, spans } = host.outcome();
    assert.deepEqual(spans, [[1, 2], [3, 4], [5, 6]]);
    assert.deepEqual(Object.values(snapshots).map(({ actor, inputNo }) => [actor, inputNo]), [[
      "listener",
      4,
    ]]);
    assert.deepEqual(snapshots.listener.seen, [{ from: "market", lane: 3, seq: 4 }]);
  } finally {
    await host.dispose();
  }
}

async function checkResume(makeHost: MakeHost): Promise<void> {
  const lives = [3, 11, Infinity];
  const { ends, outcome } = await play(makeHost, TOWN_CASE, lives);
  assert.deepEqual(ends, ["stopped", "stopped", "done"]);
  await expectAsUndisturbed(outcome, TOWN_CASE);
}

async function checkRepeats(makeHost: MakeHost): Promise<void> {
  const { outcome } = await play(makeHost, { ...TOWN_CASE, store: "repeating" }, [9, Infinity]);
  const { journal } = await undisturbed(TOWN_CASE);
  assert.deepEqual(outcome.journal, journal);
}

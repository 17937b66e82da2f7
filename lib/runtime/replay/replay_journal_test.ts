import assert from "node:assert/strict";
import { portBehavior } from "../behavior.ts";
import type { Behavior } from "../behavior.ts";
import { createInlineHost } from "../inline_host.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { account, scriptedWorld, tell, TOWN } from "../toy_actors_test.ts";
import type { ReplayDifference } from "./difference.ts";
import { memorySource, type StoredRows, storedRows } from "./journal_source_fixture.ts";
import { type ReplayedActor, replayJournal } from "./replay_journal.ts";

const pay = (atMs: number, from: string, payee: string, count: number) =>
  tell(atMs, `account/${from}`, { kind: "Pay", payee: `account/${payee}`, count });

/** Enough of each for several pages of inputs and events. */
const SCRIPT = Array.from({ length: 700 }, (_, i) => [
  tell(10 * i, "counter", { kind: "Tick" }),
  tell(10 * i + 1, "player/1", { kind: "Ball", count: 3 }),
  pay(10 * i + 2, "b", "a", 7),
  pay(10 * i + 3, "a", "c", 5),
]).flat();

function played(snapshotEvery: number): MemoryCommit {
  const commit = MemoryCommit.create();
  const host = createInlineHost({ actors: TOWN, world: scriptedWorld(SCRIPT), commit, snapshotEvery });
  assert.equal(host.run(), "done");
  return commit;
}

const STORE = played(1_000_000);

interface Found {
  readonly actors: readonly ReplayedActor[];
  readonly differences: readonly ReplayDifference[];
}

/** Replays what is stored after `change`, on the town or on other actors. */
function replayed(
  change: (rows: StoredRows) => void = () => {},
  actors: Readonly<Record<string, Behavior>> = TOWN,
  options: Parameters<typeof memorySource>[2] = {},
  store = STORE,
): Found {
  const rows = storedRows(store);
  change(rows);
  const differences: ReplayDifference[] = [];
  const counted = replayJournal({
    source: memorySource(store, rows, options),
    behaviorOf: (address) => actors[address] ?? null,
    onDifference: (difference) => void differences.push(difference),
  });
  return { actors: counted, differences };
}

const total = ({ actors }: Found, of: (actor: ReplayedActor) => number): number =>
  actors.reduce((sum, actor) => sum + of(actor), 0);

Deno.test("replayJournal() finds nothing where nothing differs, and compares everything", () => {
  const found = replayed();
  assert.deepEqual(found.differences, []);
  const handled = STORE.batches.flatMap((batch) => batch.handled);
  assert.equal(total(found, ({ counts }) => counts.inputs), handled.length);
  assert.equal(total(found, ({ counts }) => counts.sends), handled.flatMap(({ sends }) => sends).length);
  assert.equal(total(found, ({ counts }) => counts.events.Withdrawn ?? 0), 1_400);
  assert.equal(total(found, ({ counts }) => counts.snapshots), 7);
});

Deno.test("replayJournal() tells an altered event, a lost one and one too many, each once", () => {
  const { differences } = replayed(({ events }) => {
    events[900] = { ...events[900]!, text: `{"kind":"${events[900]!.kind}","more":1}` };
    events.splice(500, 1);
    events.push({ ...events[100]!, id: 9_000, ordinal: 1 });
  });
  assert.deepEqual(differences.map(({ words }) => words), [
    "made again, and not stored",
    "more: stored 1, again nothing",
    `of input ${storedRows(STORE).events[100]!.inputNo}, stored and not made again: {"kind":"Withdrawn"}`,
  ]);
});

Deno.test("replayJournal() tells an altered message before what came of it, and goes on", () => {
  const { differences } = replayed(({ inputs }) => {
    // what b sent to a: stored with its sender as sent, and with its receiver as handled
    const sent = inputs.find(({ row }) => row.sends.some(({ to }) => to === "account/a"))!;
    const [send, ...others] = sent.row.sends;
    sent.row = { ...sent.row, sends: [{ ...send!, text: `{"kind":"Receive","count":8}` }, ...others] };
    const got = inputs.find(({ row }) => row.input.body.kind === "Receive" && row.input.to === "account/a")!;
    got.row = { ...got.row, input: { ...got.row.input, body: { kind: "Receive", count: 8 } as never } };
  });
  const [first, second] = differences.map(({ actor, what, words }) => `${actor} ${what}: ${words}`);
  assert.equal(first, "account/b Receive: message to account/a, count: stored 8, again 7");
  assert.equal(second, "account/a Paid: message to listener, count: stored 7, again 8");
  assert.deepEqual(differences.slice(2).map(({ what, actor }) => `${actor} ${what}`), ["account/a snapshot"]);
});

Deno.test("replayJournal() lets the sender of an input handle its own first, whatever its name", () => {
  const isFirst = ({ input }: { input: { from: string; to: string } }) =>
    input.from === "player/2" && input.to === "player/1";
  const { differences } = replayed(({ inputs }) => {
    const sent = inputs.find(({ actor, row }) => actor === "player/2" && row.sends.length > 0)!;
    const send = { ...sent.row.sends[0]!, text: `{"kind":"Ball","count":5}` };
    sent.row = { ...sent.row, sends: [send] };
    const got = inputs.find(({ row }) => isFirst(row))!;
    got.row = { ...got.row, input: { ...got.row.input, body: { kind: "Ball", count: 5 } as never } };
  });
  assert.deepEqual(differences.map(({ actor, words }) => `${actor}: ${words}`), [
    "player/2: message to player/1, count: stored 5, again 1",
    "player/1: message to player/2, count: stored 0, again 4",
  ]);
});

Deno.test("replayJournal() tells changed rules by messages, counts, timers and the state", () => {
  const poor = { ...TOWN, "account/a": account(0n) };
  const byPoor = replayed(() => {}, poor).differences.map(({ what }) => what);
  assert.ok(byPoor.includes("snapshot"));
  const late: Behavior = {
    ...TOWN.counter!,
    step(state, message, ctx) {
      const step = TOWN.counter!.step(state, message, ctx);
      return {
        ...step,
        timers: step.timers.map((op) => op.op === "set" ? { ...op, dueMs: op.dueMs + 1 } : op),
      };
    },
  };
  assert.equal(replayed(() => {}, { ...TOWN, counter: late }).differences[0]!.what, "timers");
});

Deno.test("replayJournal() goes no further with an actor that cannot, and on with the others", () => {
  const broken: Behavior = {
    ...TOWN.counter!,
    step: () => {
      throw new Error("no more");
    },
  };
  const { differences, actors } = replayed(() => {}, { ...TOWN, counter: broken });
  assert.equal(differences.length, 1);
  assert.match(differences[0]!.words, /no more.*; nothing later of this actor was compared$/);
  assert.equal(actors.find(({ actor }) => actor === "account/b")!.counts.events.Withdrawn, 700);
  const holed = replayed(({ inputs }) => {
    inputs.splice(inputs.findIndex(({ actor, row }) => actor === "player/2" && row.inputNo === 300), 1);
  });
  assert.equal(holed.differences.length, 1);
  assert.match(holed.differences[0]!.words, /^input 300 is not in its journal; nothing later/);
});

Deno.test("replayJournal() counts the inputs of ports, and asks who an unknown actor is", () => {
  const port = portBehavior({ perform: () => Promise.reject(new Error("never")) });
  const { listener: _, ...others } = TOWN;
  const known = replayed(() => {}, { ...others, listener: port });
  const { counts } = known.actors.find(({ actor }) => actor === "listener")!;
  assert.deepEqual([known.differences.length, counts.counted === counts.inputs, counts.sends], [0, true, 0]);
  const unknown = replayed(() => {}, others);
  assert.deepEqual(unknown.differences.map(({ actor, words }) => [actor, words]), [
    ["listener", "it has a journal, and this session has no such actor"],
  ]);
});

/** As retention leaves a store whose first half is gone, with the snapshots that were newest then. */
function pruned(): { readonly store: MemoryCommit; readonly after: Record<string, number> } {
  const whole = played(60);
  const half = MemoryCommit.create(whole.batches.slice(0, whole.batches.length / 2));
  const after = Object.fromEntries(
    Object.entries(TOWN).map((
      [address, { schema }],
    ) => [address, half.load(address, schema).snapshot!.inputNo - 1]),
  );
  const newest = { ...whole, load: half.load };
  return { store: newest, after };
}

Deno.test("replayJournal() begins at snapshots where the first inputs are gone, and takes lost events for deleted ones", () => {
  const { store, after } = pruned();
  const cut = ({ inputs, events }: StoredRows) => {
    const kept = inputs.filter(({ actor, row }) => row.inputNo > after[actor]!);
    inputs.splice(0, inputs.length, ...kept);
    events.splice(0, events.length - 100);
  };
  const found = replayed(cut, TOWN, { after, goneToWallMs: Infinity }, store);
  assert.deepEqual(found.differences, []);
  for (const { actor, fromInput } of found.actors) assert.equal(fromInput, after[actor]! + 1);
  assert.equal(total(found, ({ counts }) => Object.values(counts.events).reduce((a, b) => a + b, 0)), 100);
  assert.ok(total(found, ({ counts }) => counts.eventsGone) > 100);
  const strict = replayed(cut, TOWN, { after, goneToWallMs: 0 }, store);
  assert.equal(strict.differences.length, total(found, ({ counts }) => counts.eventsGone));
});

Deno.test("replayJournal() stops with an actor whose inputs retention deletes meanwhile, and finds no fault in it", () => {
  const rows = storedRows(STORE);
  const after: Record<string, number> = {};
  const source = memorySource(STORE, rows, { after });
  const differences: ReplayDifference[] = [];
  const counted = replayJournal({
    source: {
      ...source,
      rows(actor, from, limit) {
        // the second page of the listener is gone when it is asked for
        if (actor !== "listener" || from === 0) return source.rows(actor, from, limit);
        after.listener = from + 50;
        return source.rows(actor, from + 50, limit);
      },
    },
    behaviorOf: (address) => TOWN[address] ?? null,
    onDifference: (difference) => void differences.push(difference),
  });
  assert.deepEqual(differences, []);
  assert.deepEqual(counted.filter(({ counts }) => counts.isOvertaken).map(({ actor }) => actor), [
    "listener",
  ]);
});

Deno.test("replayJournal() says so where no snapshot is left to begin at", () => {
  const { store, after } = pruned();
  const newer = { ...TOWN, counter: { ...TOWN.counter!, schema: 9 } };
  const { differences } = replayed(() => {}, newer, { after, goneToWallMs: Infinity }, store);
  assert.deepEqual(differences.map(({ actor, words }) => `${actor}: ${words}`), [
    "counter: its first inputs are gone, and no later snapshot is of version 9 of its state",
  ]);
});

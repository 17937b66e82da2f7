import assert from "node:assert/strict";
import {
  type Behavior,
  createInlineHost,
  LANE,
  type Message,
  NONE,
  replayJournal,
  type WorldSource,
} from "../runtime/mod.ts";
import { canonicalLine } from "../trader/mod.ts";
import type { Store, StoreReader } from "./port.ts";
import { onEachDatabase, type Place } from "./testdata/databases_fixture.ts";
import { BINDING, decision, SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";

const HOUR_MS = 3_600_000;

interface Sum {
  readonly sum: number;
}

/** Adds up what it is told, decides each time, passes every third on, and wakes itself now and then. */
function adder(next: string): Behavior<Sum> {
  return {
    schema: 1,
    init: () => ({ sum: 0 }),
    step({ sum }, message, { nowMs }) {
      const n = (message as Message & { n?: number }).n ?? 7;
      const isPassed = n % 3 === 0 && n > 0;
      const decided = decision(nowMs * 10 + sum % 10, {
        symbol: `${next}${sum}`,
        verdict: "no_trade",
        intent: null,
      });
      return {
        state: { sum: (sum * 31 + n) % 1_000_003 },
        events: n % 4 === 0 ? [decided, SAMPLES.LatchChanged] : [decided],
        sends: isPassed ? [{ to: next, lane: LANE.data, body: { kind: "Told", n: n - 1 } as Message }] : NONE,
        timers: n % 5 === 0 ? [{ op: "set", name: "wake", dueMs: nowMs + 3 }] : NONE,
      };
    },
  };
}

const TOWN: Readonly<Record<string, Behavior>> = {
  a: adder("b") as Behavior,
  b: adder("c") as Behavior,
  c: adder("a") as Behavior,
};

function world(length: number): WorldSource {
  let seq = 0;
  return {
    next: () =>
      ++seq > length ? null : ({
        ...{ atMs: T0 + seq, seq, to: "abc"[seq % 3]! },
        body: { kind: "Told", n: seq } as Message,
      }),
    seek: (to) => void (seq = to),
  };
}

/** Runs the town in lives that end without a word, and prunes after each; `look` is called after each life, and at the end. */
function lives(place: Place, keepHours: number, look: (store: Store) => void): void {
  const clock = { nowMs: 1_800_000_000_000 };
  const store = place.createStore(() => clock.nowMs);
  try {
    store.bind(BINDING);
    let end = "stopped";
    for (let life = 1; end !== "done" && life < 40; life++) {
      let isOver = false, rounds = 0;
      const commit: Store = { ...store, commit: (what, epoch) => isOver || store.commit(what, epoch) };
      const host = createInlineHost({
        ...{ actors: TOWN, world: world(90), commit },
        ...{ snapshotEvery: 10, maxRoundsPerCommit: 1 },
      });
      end = host.run({ shouldStop: () => isOver = ++rounds > 25 });
      clock.nowMs += HOUR_MS / 2;
      store.prune({ keepHours }, { maxMs: 60_000 });
      look(store);
    }
    assert.equal(end, "done");
  } finally {
    store.close();
  }
}

function replayed({ journal: source }: Pick<StoreReader, "journal">) {
  const differences: string[] = [];
  const actors = replayJournal({
    source,
    behaviorOf: (address) => TOWN[address] ?? null,
    onDifference: ({ actor, what, words }) => void differences.push(`${actor} ${what}: ${words}`),
  });
  const sum = (of: (counts: (typeof actors)[number]["counts"]) => number) =>
    actors.reduce((total, { counts }) => total + of(counts), 0);
  return {
    ...{ actors, differences, decisions: sum((it) => it.events.DecisionMade ?? 0) },
    ...{ inputs: sum((it) => it.inputs), sends: sum((it) => it.sends), gone: sum((it) => it.eventsGone) },
  };
}

onEachDatabase("journal: a replay of all that a store holds finds nothing, whoever opened it", (place) => {
  let most = 0;
  lives(place, 0, (store) => {
    const found = replayed(store);
    assert.deepEqual(found.differences, []);
    assert.equal(found.decisions, found.inputs);
    most = Math.max(most, found.inputs);
  });
  assert.ok(most > 90, `${most} inputs`);
  const reader = place.openReader();
  const { actors, differences, sends } = replayed(reader);
  reader.close();
  assert.deepEqual(differences, []);
  assert.equal(sends, 30);
  for (const { fromInput, counts } of actors) assert.deepEqual([fromInput, counts.snapshots], [0, 1]);
});

onEachDatabase("journal: a replay of what retention left begins at snapshots and finds nothing", (place) => {
  let pruned = 0, gone = 0, compared = 0;
  lives(place, 1, (store) => {
    const found = replayed(store);
    assert.deepEqual(found.differences, []);
    pruned += found.actors.filter(({ fromInput }) => fromInput > 0).length;
    gone += found.gone;
    compared += found.decisions;
  });
  assert.ok(pruned > 3 && compared > 30, JSON.stringify({ pruned, gone, compared }));
});

onEachDatabase("journal: one altered row of each table is found, and no more than that", (place) => {
  lives(place, 0, () => {});
  const cases: readonly (readonly [change: string, back: string, found: RegExp])[] = [
    [
      "UPDATE decisions SET body = replace(body, 'no_trade', 'no-trade') WHERE event_id = 40",
      "UPDATE decisions SET body = replace(body, 'no-trade', 'no_trade') WHERE event_id = 40",
      /^[abc] DecisionMade: verdict: stored "no-trade", again "no_trade"$/,
    ],
    [
      "UPDATE events SET ordinal = 5 WHERE id = (SELECT min(id) FROM events WHERE kind = 'LatchChanged')",
      "UPDATE events SET ordinal = 1 WHERE id = (SELECT min(id) FROM events WHERE kind = 'LatchChanged')",
      /^[abc] LatchChanged: (?:of input \d+, stored and not made again|made again, and not stored)/,
    ],
    [
      "UPDATE journal SET timers = '[]' WHERE actor = 'a' AND input_no = (SELECT min(input_no) FROM journal WHERE actor = 'a' AND timers IS NOT NULL)",
      "",
      /^a timers: /,
    ],
  ];
  const sql = place.openSql();
  for (const [change, back, pattern] of cases) {
    sql.run(change);
    const reader = place.openReader();
    const { differences } = replayed(reader);
    reader.close();
    assert.ok(differences.length === (change.includes("ordinal") ? 2 : 1), differences.join("\n"));
    for (const difference of differences) assert.match(difference, pattern);
    if (back !== "") sql.run(back);
  }
  sql.close();
});

onEachDatabase("journal: rows come in pages, a decision's text is its line of the export", (place) => {
  lives(place, 0, () => {});
  const reader = place.openReader();
  const { journal } = reader;
  assert.deepEqual(journal.spans().map(({ actor, after }) => [actor, after]), [["a", 0], ["b", 0], ["c", 0]]);
  const { last } = journal.spans()[0]!;
  const all = journal.rows("a", 0, 1_000);
  assert.equal(all.length, last);
  assert.deepEqual([...journal.rows("a", 0, 7), ...journal.rows("a", 7, 1_000)], all);
  assert.deepEqual(journal.rows("a", last, 10), []);
  assert.deepEqual(journal.rows("nobody", 0, 10), []);
  assert.deepEqual(all.map(({ sends }) => sends.length), all.map(({ sendCount }) => sendCount));
  const events = journal.events(0, 1_000);
  assert.deepEqual([...journal.events(0, 9), ...journal.events(9, 1_000)], events);
  const made = events.find(({ kind }) => kind === "DecisionMade")!;
  assert.equal(made.text, canonicalLine(reader.eventsAfter(made.id - 1, 1)[0]!.body as never)!.text);
  assert.equal(journal.eventsGoneToWallMs(), 0);
  reader.close();
});

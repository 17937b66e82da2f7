import assert from "node:assert/strict";
import {
  type Behavior,
  type CommitBatch,
  createInlineHost,
  LANE,
  type Message,
  NONE,
  ROOT_WRITER,
  type WorldSource,
} from "../../runtime/mod.ts";
import { StoreRefused } from "../errors.ts";
import type { EventOf, PruneReport, Store } from "../port.ts";
import { DATABASES, onEachDatabase, type Place, withPlace } from "../testdata/databases_fixture.ts";
import {
  batch,
  BINDING,
  decision,
  envelope,
  fill,
  freeBatch,
  handled,
  INTENT,
  SAMPLES,
  SYMBOL,
  T0,
} from "../testdata/sample_events_fixture.ts";
import { ACTORS, WildWorld } from "../testdata/wild_batches_fixture.ts";

const HOUR_MS = 3_600_000;
const ALL_DAY = { maxMs: 60_000 };

/** A bound store whose wall clock the test moves. */
function withClock(place: Place, test: (store: Store, clock: { nowMs: number }) => void): void {
  const clock = { nowMs: 1_800_000_000_000 };
  const store = place.createStore(() => clock.nowMs);
  try {
    store.bind(BINDING);
    test(store, clock);
  } finally {
    store.close();
  }
}

/** Everything that retention must not change. */
function sums(store: Store): unknown {
  return {
    balance: store.ledgerBalance(),
    verdicts: store.countDecisionsByVerdict(),
    lists: [store.orders(), store.fills(), store.cashFlows(), store.funding(), store.roundTrips()],
    days: store.daySummaries(),
    incidents: [store.systemEvents(), store.errors(), store.configVersions(99)],
    positions: store.openPositions(),
    regimes: store.latestRegimes(),
    performance: store.performance(0, Number.MAX_SAFE_INTEGER),
    last: [store.lastEventId(), store.lastInstantMs(), store.lastDecisionMs() > 0, store.latestEquity()],
  };
}

/** All that a restart asks for, of the versions that have a snapshot. */
function restarts(store: Store, names: readonly string[], schemas: readonly number[]): unknown {
  const point = store.resumePoint();
  const ids = point.pending.map(({ from, seq }) => `${from}#${seq}`).sort();
  const loads = names.flatMap((actor) =>
    schemas.map((schema) => {
      try {
        const history = store.load(actor, schema);
        return history.snapshot === null ? null : history;
      } catch (error) {
        assert.ok(error instanceof StoreRefused, String(error));
        return null;
      }
    })
  );
  return { ...point, pending: ids, loads };
}

for (const seed of ["1", "2", "3"]) {
  onEachDatabase(
    `prune() changes nothing that a restart or a sum asks for, random batches ${seed}`,
    (place) => {
      withClock(place, (store, clock) => {
        const world = WildWorld.create(seed);
        const epoch = store.raiseEpoch(ROOT_WRITER);
        const total = { inputs: 0, messages: 0, events: 0, decisions: 0 };
        for (let i = 0; i < 80; i++) {
          store.commit(withVerdicts(WildWorld.nextBatch(world)), epoch);
          clock.nowMs += HOUR_MS / 4;
          if (i % 8 !== 7) continue;
          const before = [restarts(store, ACTORS, [1, 2]), sums(store)];
          const report = store.prune({ keepHours: 3 }, ALL_DAY);
          assert.ok(report.isDone);
          for (const part of ["inputs", "messages", "events", "decisions"] as const) {
            total[part] += report[part];
          }
          assert.deepEqual([restarts(store, ACTORS, [1, 2]), sums(store)], before);
          assert.deepEqual({ ...store.prune({ keepHours: 3 }, ALL_DAY), longestMs: 0 }, NOTHING);
        }
        assert.ok(Object.values(total).every((count) => count > 20), JSON.stringify(total));
      });
      // as it is found by the next process
      withClock(place, (store) => assert.ok(store.isPruned()));
    },
  );
}

/** The batch, two of three of its decisions without a trade. */
function withVerdicts(what: CommitBatch): CommitBatch {
  const judged = (event: Message) => {
    if (event.kind !== "DecisionMade") return event;
    const made = event as EventOf<"DecisionMade">;
    const verdict = (["approved", "holding", "no_trade"] as const)[made.decision.atMs % 3];
    return { ...made, decision: { ...made.decision, verdict } };
  };
  return { ...what, handled: what.handled.map((row) => ({ ...row, events: row.events.map(judged) })) };
}

const NOTHING: PruneReport = {
  ...{ inputs: 0, messages: 0, events: 0, decisions: 0, regimes: 0, equityPoints: 0 },
  ...{ isDone: true, slices: 0, longestMs: 0 },
};

interface Sum {
  readonly sum: number;
}

/** Adds up what it is told, passes every third on, and wakes itself now and then. */
function adder(next: string): Behavior<Sum> {
  return {
    schema: 1,
    init: () => ({ sum: 0 }),
    step({ sum }, message, { nowMs }) {
      const n = (message as Message & { n?: number }).n ?? 7;
      const isPassed = n % 3 === 0 && n > 0;
      return {
        state: { sum: (sum * 31 + n) % 1_000_003 },
        events: [
          decision(nowMs * 10 + sum % 10, { symbol: `${next}${sum}`, verdict: "no_trade", intent: null }),
        ],
        sends: isPassed ? [{ to: next, lane: LANE.data, body: { kind: "Told", n: n - 1 } as Message }] : NONE,
        timers: n % 5 === 0 ? [{ op: "set", name: "wake", dueMs: nowMs + 3 }] : NONE,
      };
    },
  };
}

const TOWN = { a: adder("b"), b: adder("c"), c: adder("a") };

function world(length: number): WorldSource {
  let seq = 0;
  return {
    next: () =>
      ++seq > length ? null : ({
        ...{ atMs: T0 + seq, seq, to: "abc"[seq % 3] },
        body: { kind: "Told", n: seq } as Message,
      }),
    seek: (to) => void (seq = to),
  };
}

/** Runs the town to the end on a store, in lives that end without a word; pruned between them, or not. */
function live(
  store: Store,
  clock: { nowMs: number },
  keepHours: number,
): { states: unknown; inputs: number } {
  let inputs = 0;
  for (let lives = 1;; lives++) {
    // what an ordered stop would add is lost: each life folds
    let isOver = false;
    const commit: Store = {
      ...store,
      commit: (what, epoch) => isOver || store.commit(what, epoch),
    };
    const host = createInlineHost({
      actors: TOWN,
      world: world(90),
      commit,
      snapshotEvery: 10,
      maxRoundsPerCommit: 1,
    });
    let rounds = 0;
    const end = host.run({ shouldStop: () => isOver = ++rounds > 25 });
    clock.nowMs += HOUR_MS;
    inputs += store.prune({ keepHours }, ALL_DAY).inputs;
    if (end === "done") {
      const states = Object.keys(TOWN).map((actor) => store.load(actor, 1).snapshot!);
      return { states: [states, store.resumePoint()], inputs };
    }
    assert.ok(lives < 100);
  }
}

for (const database of DATABASES) {
  Deno.test(`prune() between lives: every actor comes to the same state as without it (${database})`, () => {
    const ends = [0, 1].map((keepHours) => {
      let end: ReturnType<typeof live>;
      withPlace(database, (place) => withClock(place, (store, clock) => end = live(store, clock, keepHours)));
      return end!;
    });
    assert.deepEqual(ends[1].states, ends[0].states);
    assert.deepEqual([ends[0].inputs, ends[1].inputs > 60], [0, true]);
  });
}

onEachDatabase(
  "prune() leaves no message that nobody will ask for: handled, conflated, sent away",
  (place) => {
    withClock(place, (store, clock) => {
      const epoch = store.raiseEpoch(ROOT_WRITER);
      const to = (seq: number, to: string) => ({
        ...envelope("a", seq, to, { kind: "Book" }),
        key: "k",
        lane: LANE.data,
      });
      const sent = [1, 2, 3, 4, 5, 6, 7, 8].map((seq) => to(seq, seq === 4 || seq === 6 ? "far" : "b"));
      store.commit(freeBatch([handled("a", 1, { sends: sent.slice(0, 6), seqAfter: 6 })]), epoch);
      store.commit(freeBatch([handled("a", 2, { sends: sent.slice(6), seqAfter: 8 })]), epoch);
      // 1 and 3 are superseded, 4 has left the house, the rest waits
      const rows = [sent[1], sent[4]].map((input, i) => handled("b", i + 1, { input }));
      const later = [3, 4].map((inputNo) =>
        handled("b", inputNo, { input: envelope("market", inputNo, "b", { kind: "Bar" }) })
      );
      const snapshots = [{ ...snapshotAt(2), seq: 8 }, { ...snapshotAt(4), actor: "b" }];
      store.commit({ ...freeBatch([...rows, ...later]), settled: [{ from: "a", seq: 4 }], snapshots }, epoch);
      clock.nowMs += 2 * HOUR_MS;
      const report = store.prune({ keepHours: 1 }, ALL_DAY);
      // of market: the inputs 1 and 3
      assert.deepEqual([report.inputs, report.messages], [4, 2 + 5]);
      const sql = place.openSql();
      const left = sql.all<object>("SELECT sender, seq FROM messages ORDER BY sender, seq");
      sql.close();
      assert.deepEqual(left.map((row) => Object.values(row).join("#")), [
        "a#6",
        "a#7",
        "a#8",
        "market#2",
        "market#4",
      ]);
      assert.deepEqual(store.load("a", 1).outbox, sent.slice(5));
    });
  },
);

onEachDatabase("prune() keeps all by default, and what is young, pending or after a snapshot", (place) => {
  withClock(place, (store, clock) => {
    const epoch = store.raiseEpoch(ROOT_WRITER);
    const rows = [1, 2, 3, 4].map((inputNo) =>
      handled("a", inputNo, { events: [decision(T0 + inputNo, HELD)] })
    );
    store.commit(freeBatch(rows.slice(0, 3)), epoch);
    clock.nowMs += 2 * HOUR_MS;
    assert.deepEqual(store.prune({ keepHours: 0 }, ALL_DAY), NOTHING);
    // no snapshot: the actor's inputs stay, not so what they led to; nor is the newest event pruned
    assert.deepEqual(counted(store.prune({ keepHours: 1 }, ALL_DAY)), [0, 2, 2]);
    store.commit({ ...freeBatch([rows[3]]), snapshots: [snapshotAt(3)] }, epoch);
    assert.deepEqual(counted(store.prune({ keepHours: 3 }, ALL_DAY)), [0, 0, 0]);
    assert.deepEqual(counted(store.prune({ keepHours: 1 }, ALL_DAY)), [2, 1, 1]);
    assert.deepEqual(store.load("a", 1).inputs.map(({ inputNo }) => inputNo), [4]);
    assert.deepEqual(store.prune({ keepHours: 1 }, { maxMs: 0 }).isDone, false);
    for (
      const [policy, budget] of [[{ keepHours: -1 }, ALL_DAY], [{ keepHours: 1 }, { maxMs: NaN }]] as const
    ) {
      assert.throws(() => store.prune(policy, budget), /Cannot prune as (keepHours|maxMs) must be 0 or more/);
    }
  });
});

const HELD = { verdict: "holding", intent: null } as const;
const counted = ({ inputs, events, decisions }: PruneReport) => [inputs, events, decisions];
const snapshotAt = (inputNo: number, schema = 1) => ({
  ...{ actor: "a", schema, inputNo, seq: 0, timers: [], seen: [], state: "null", stateHash: "" },
});

onEachDatabase("what was pruned is refused by name: a load, a commit told again, an export", (place) => {
  withClock(place, (store, clock) => {
    const epoch = store.raiseEpoch(ROOT_WRITER);
    const rows = [1, 2, 3].map((inputNo) =>
      handled("a", inputNo, { events: [decision(T0 + inputNo, HELD)] })
    );
    store.commit({ ...freeBatch(rows), snapshots: [snapshotAt(3)] }, epoch);
    clock.nowMs += 2 * HOUR_MS;
    assert.equal(store.isPruned(), false);
    assert.equal(store.resultHash().lines, 3);
    store.prune({ keepHours: 1 }, ALL_DAY);
    assert.equal(store.isPruned(), true);
    assert.throws(() => store.load("a", 2), (error: unknown) => {
      assert.ok(error instanceof StoreRefused);
      assert.match(
        error.message,
        /Cannot load actor a .* inputs after 0 must be there: retention has deleted those up to 2/,
      );
      return true;
    });
    assert.deepEqual(store.load("a", 2, 2).inputs.map(({ inputNo }) => inputNo), [3]);
    assert.throws(
      () => store.commit(freeBatch([rows[1]]), epoch),
      /Cannot commit input 2 of actor a as it is stored already/,
    );
    const partial = /Cannot export store .* all its decisions must be there: retention has deleted 2 of them/;
    assert.throws(() => store.resultHash(), partial);
    assert.throws(() => [...store.canonicalExport()], partial);
    assert.equal(store.countDecisionsByVerdict().holding, 3);
  });
});

onEachDatabase(
  "prune() keeps decisions that traded: a later fill of the intent still knows its entry",
  (place) => {
    withClock(place, (store, clock) => {
      const epoch = store.raiseEpoch(ROOT_WRITER);
      store.commit(batch(1, [handled("a", 1, { events: [decision(T0), SAMPLES.RegimeChanged] })]), epoch);
      clock.nowMs += 2 * HOUR_MS;
      store.commit(
        batch(2, [handled("a", 2, { events: [SAMPLES.RegimeChanged, SAMPLES.CommandRefused] })]),
        epoch,
      );
      clock.nowMs += 2 * HOUR_MS;
      const report = store.prune({ keepHours: 1 }, ALL_DAY);
      // of two regimes the newest stays
      assert.deepEqual([report.decisions, report.regimes, report.events], [0, 1, 1]);
      store.commit(batch(3, [handled("a", 3, { events: [fill("f1", T0 + 2)] })]), epoch);
      const sql = place.openSql();
      const trade = sql.get<object>("SELECT system, strategy_used, regime_at_entry, r_value FROM trades")!;
      sql.close();
      assert.deepEqual(Object.values(trade), ["rr", "breakout", "TREND_UP", "-0.5"]);
      assert.equal(store.decision(SYMBOL, T0)!.intent!.id, INTENT);
      assert.equal(store.eventsAfter(0, 1)[0].wallMs === null, false);
    });
  },
);

onEachDatabase(
  "prune() thins days of the equity curve to their extremes, and keeps them for ever",
  (place) => {
    withClock(place, (store, clock) => {
      const epoch = store.raiseEpoch(ROOT_WRITER);
      const equities = Array.from({ length: 24 * 5 }, (_, i) => 1000n + BigInt((i * 37) % 101));
      equities.forEach((equity, i) => {
        const pulse = { ...SAMPLES.Heartbeat, equity, atMs: T0 + i * HOUR_MS };
        store.commit(freeBatch([handled("a", i + 1, { events: [pulse] })]), epoch);
        clock.nowMs += 60_000;
      });
      const before = store.equityCurve();
      assert.equal(store.prune({ keepHours: 1 }, ALL_DAY).equityPoints, 2 * 21);
      const left = store.equityCurve();
      // an hour ago was hour 60, so two days are over
      assert.equal(left.length, before.length - 2 * 21);
      assert.deepEqual(left.slice(6), before.slice(48));
      for (const day of [0, 1]) {
        const hours = before.slice(24 * day, 24 * day + 24), kept = left.slice(3 * day, 3 * day + 3);
        const sorted = hours.toSorted((a, b) => Number(a.equity - b.equity));
        assert.ok(
          [sorted[0], sorted[23], hours[23]].every((point) => kept.some(({ atMs }) => atMs === point.atMs)),
        );
      }
      const sql = place.openSql();
      assert.equal(sql.get<{ n: number }>("SELECT count(*) AS n FROM events")!.n, left.length);
      sql.close();
    });
  },
);

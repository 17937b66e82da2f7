import assert from "node:assert/strict";
import {
  type Behavior,
  createInlineHost,
  MARKET,
  NONE,
  ROOT_WRITER,
  StaleEpochError,
} from "../runtime/mod.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import type { Store } from "./mod.ts";
import { DATABASES, onEachDatabase } from "./testdata/databases_fixture.ts";
import { batch, envelope, freeBatch, handled, SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";
import { onEachStore, withStore } from "./testdata/temp_store_fixture.ts";

onEachDatabase(
  "createInlineHost() on a second connection ends the host of the first at its next commit",
  (place) => {
    const stores = [place.createStore(), place.createStore()];
    const ear: Behavior<null> = {
      schema: 1,
      init: () => null,
      step: (state) => ({ state, events: [{ kind: "Heard" }], sends: NONE, timers: NONE }),
    };
    const start = (commit: Store) => {
      let seq = 0;
      const next = () => ({ atMs: T0, seq: ++seq, to: "a", body: { kind: "Bar" } });
      return createInlineHost({ actors: { a: ear }, world: { next, seek: (to) => void (seq = to) }, commit });
    };
    const [first, second] = stores.map(start);
    assert.throws(
      () => first.run({ maxRounds: 1 }),
      new StaleEpochError({ writer: ROOT_WRITER, number: 1 }, 2),
    );
    assert.equal(stores[0].resumePoint().lastRound, 0);
    second.run({ maxRounds: 3 });
    assert.equal(stores[0].resumePoint().lastRound, 3);
    for (const store of stores) store.close();
  },
);

onEachStore(
  "commit() without rounds journals round 0, the epoch and what is quarantined; lastInstantMs() follows",
  ({ store, sql, epoch }) => {
    store.commit(batch(1, [handled("a", 1)]), epoch);
    store.raiseEpoch("deck/1");
    const deck = store.raiseEpoch("deck/1");
    const at = (seq: number, atMs: number) => envelope("feed", seq, "b", { kind: "Bar" }, atMs);
    const rows = [
      handled("b", 1, { input: at(1, T0 + 9) }),
      handled("b", 2, { input: at(2, T0 + 8), quarantined: true }),
    ];
    store.commit(freeBatch(rows), deck);
    store.commit(freeBatch([handled("b", 3, { input: at(3, T0 - 1) })]), deck);
    const journal = sql.all<object>(
      "SELECT actor, input_no, round, at_ms, epoch, quarantined FROM journal ORDER BY actor, input_no",
    );
    assert.deepEqual(journal.map((row) => Object.values(row)), [
      ["a", 1, 1, T0, 1, 0],
      ["b", 1, 0, T0 + 9, 2, 0],
      ["b", 2, 0, T0 + 8, 2, 1],
      ["b", 3, 0, T0 - 1, 2, 0],
    ]);
    assert.equal(store.lastInstantMs(), T0 + 9);
    assert.equal(store.resumePoint().atMs, T0);
    store.systemEvent("stop", "operator");
    assert.equal(store.systemEvents()[0].atMs, T0 + 9);
  },
);

for (const database of DATABASES) {
  Deno.test(`resultHash() knows neither epochs nor rounds nor what was quarantined (${database})`, () => {
    const events = [SAMPLES.DecisionMade, SAMPLES.CashFlowBooked];
    const hashes: string[] = [];
    withStore(database, ({ store, record }) => {
      record(...events);
      hashes.push(store.resultHash().sha256);
    });
    withStore(database, ({ store }) => {
      const poison = handled("a", 1, { quarantined: true });
      const rows = [poison, handled("a", 2, { events })];
      store.raiseEpoch("deck/1");
      store.commit(freeBatch(rows), store.raiseEpoch("deck/1"));
      hashes.push(store.resultHash().sha256);
    });
    assert.equal(hashes[0], hashes[1]);
  });
}

onEachDatabase("createStore() takes over a store from before there were epochs", (place) => {
  const sql = place.openSql();
  migrate(sql, readMigrations(place.database).slice(0, 3), 1);
  sql.script(`
      UPDATE resume_point SET last_round = 1, at_ms = ${T0}, market_seq = 1;
      INSERT INTO messages VALUES ('market', 1, 1, 'a', 3, ${T0}, '', 'Bar', '{"kind":"Bar"}');
      INSERT INTO messages VALUES ('a', 1, 1, 'b', 3, ${T0}, 'market#1', 'Ping', '{"kind":"Ping"}');
      INSERT INTO outbox VALUES ('a', 1);
      INSERT INTO journal VALUES ('a', 1, 1, ${T0}, 'market', 1, 1, 1, NULL, 1);
    `);
  sql.close();
  const store = place.createStore();
  const common = { lane: 3, atMs: T0 };
  const input = { ...common, from: MARKET, seq: 1, to: "a", causedBy: "", body: { kind: "Bar" } };
  const sent = { ...common, from: "a", seq: 1, to: "b", causedBy: "market#1", body: { kind: "Ping" } };
  assert.deepEqual(store.load("a", 1), {
    snapshot: null,
    inputs: [{ inputNo: 1, input, sendCount: 1, seqAfter: 1 }],
    outbox: [sent],
  });
  assert.equal(store.lastInstantMs(), T0);
  assert.deepEqual(store.raiseEpoch(ROOT_WRITER), { writer: ROOT_WRITER, number: 1 });
  store.close();
});

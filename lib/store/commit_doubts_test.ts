import assert from "node:assert/strict";
import { type CommitBatch, type Epoch, ROOT_WRITER } from "../runtime/mod.ts";
import { StoreUnavailable } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import type { Store } from "./port.ts";
import type { Dialect, Sql } from "./sql.ts";
import { createStore } from "./store.ts";
import { onEachDatabase, WALL_MS } from "./testdata/databases_fixture.ts";
import { batch, envelope, freeBatch, handled } from "./testdata/sample_events_fixture.ts";

/** How the next transactions end: stored and heard of, stored and not heard of, neither. */
type Ending = "heard" | "stored unheard" | "not stored";

class Unheard extends Error {}

/** A store whose transactions end as they are told to. */
function unsureStore(sql: Sql, endings: Ending[]): Store {
  const dialect: Dialect = {
    ...sql.dialect,
    explain: (error) => error instanceof Unheard ? { what: "in doubt" } : sql.dialect.explain(error),
  };
  const transaction = <T>(act: () => T): T => {
    const ending = endings.shift() ?? "heard";
    const result = sql.transaction(() => {
      const result = act();
      if (ending === "not stored") throw new Unheard("no answer");
      return result;
    });
    if (ending === "stored unheard") throw new Unheard("no answer");
    return result;
  };
  return createStore({ sql: { ...sql, dialect, transaction }, nowMs: () => WALL_MS });
}

function onUnsure(name: string, test: (store: Store, endings: Ending[], sql: Sql) => void): void {
  onEachDatabase(name, (place) => {
    const sql = place.openSql();
    migrate(sql, readMigrations(place.database), 1);
    const endings: Ending[] = [];
    const store = unsureStore(sql, endings);
    try {
      test(store, endings, sql);
    } finally {
      store.close();
    }
  });
}

const isInDoubt = (error: unknown) => error instanceof StoreUnavailable && error.isInDoubt;
const count = (sql: Sql) => sql.get<{ n: number }>("SELECT count(*) AS n FROM journal")!.n;

/** Tells a batch until it is stored for certain; how often that was. */
function insist(store: Store, rows: CommitBatch, epoch: Epoch): number {
  for (let n = 1;; n++) {
    try {
      store.commit(rows, epoch);
      return n;
    } catch (error) {
      assert.ok(isInDoubt(error), String(error));
    }
  }
}

onUnsure(
  "commit() that is told again is stored once, whether or not the first was",
  (store, endings, sql) => {
    const epoch = store.raiseEpoch(ROOT_WRITER);
    const cases: readonly (readonly [tellings: number, ...endings: Ending[]])[] = [
      [1, "heard"],
      [2, "stored unheard"],
      [2, "not stored"],
      [3, "not stored", "stored unheard"],
      [4, "not stored", "not stored", "stored unheard"],
      // what was found stored is so, however the look ended
      [2, "stored unheard", "not stored"],
      [2, "stored unheard", "stored unheard"],
    ];
    for (const [i, [tellings, ...given]] of cases.entries()) {
      endings.push(...given);
      assert.equal(insist(store, batch(i + 1, [handled("a", i + 1)]), epoch), tellings, given.join());
      assert.deepEqual([count(sql), store.resumePoint().lastRound], [i + 1, i + 1]);
      assert.equal(endings.length, 0);
    }
  },
);

onUnsure(
  "commit() keeps each writer's doubt apart, and takes another batch for what it is",
  (store, endings, sql) => {
    const [one, two] = ["deck/1", "deck/2"].map((writer) => store.raiseEpoch(writer));
    const at = (actor: string, inputNo: number) =>
      handled(actor, inputNo, { input: envelope(`feed/${actor}`, inputNo, actor, { kind: "Bar" }) });
    endings.push("stored unheard", "not stored");
    assert.throws(() => store.commit(freeBatch([at("a", 1)]), one), isInDoubt);
    assert.throws(() => store.commit(freeBatch([at("b", 1)]), two), isInDoubt);
    store.commit(freeBatch([at("b", 1)]), two);
    store.commit(freeBatch([at("b", 2)]), two);
    // not the batch in doubt: the rows it repeats are refused
    assert.throws(() => store.commit(freeBatch([at("a", 1), at("a", 2)]), one), /UNIQUE constraint failed/);
    store.commit(freeBatch([at("a", 1)]), one);
    store.commit(freeBatch([at("a", 2)]), one);
    assert.equal(count(sql), 4);
  },
);

onUnsure("commit() of what is in doubt is refused once a later life writes", (store, endings, sql) => {
  const epoch = store.raiseEpoch("deck/1");
  endings.push("stored unheard");
  assert.throws(() => store.commit(freeBatch([handled("a", 1)]), epoch), isInDoubt);
  store.raiseEpoch("deck/1");
  assert.throws(() => store.commit(freeBatch([handled("a", 1)]), epoch), { name: "StaleEpochError" });
  assert.equal(count(sql), 1);
});

onUnsure("raiseEpoch() that is asked again gives a number that is the newest", (store, endings) => {
  endings.push("stored unheard");
  assert.throws(() => store.raiseEpoch("deck/1"), isInDoubt);
  const epoch = store.raiseEpoch("deck/1");
  assert.equal(epoch.number, 2);
  store.commit(freeBatch([handled("a", 1)]), epoch);
});

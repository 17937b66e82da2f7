import assert from "node:assert/strict";
import { Address } from "./postgres/address.ts";
import { openPostgres } from "./postgres/postgres_sql.ts";
import { onEachDatabase, type Place } from "./testdata/databases_fixture.ts";
import { openSqlite } from "./sqlite/sqlite_sql.ts";
import type { Sql } from "./sql.ts";
import { BINDING, SAMPLES } from "./testdata/sample_events_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

/** What a reader asks through. */
function openToRead({ database, address }: Place): Sql {
  if (database === "sqlite") return openSqlite(address, "read");
  const waits = { waitMs: 20_000, readMs: 20_000, startMs: 30_000 };
  return openPostgres({ ...waits, address: Address.parse(address), access: "read", prepare: () => {} }).sql;
}

onEachStore("a handle to read cannot write, whatever it is told", ({ place, store }) => {
  const sql = openToRead(place);
  const writes = [
    "DELETE FROM binding",
    "CREATE TABLE x (y INTEGER)",
    "INSERT INTO epochs (writer, number) VALUES ('w', 9)",
  ];
  for (const text of writes) {
    assert.throws(() => sql.run(text), /readonly database|read-only transaction/, text);
  }
  assert.throws(() => sql.all("DELETE FROM binding RETURNING id"), /readonly database|read-only transaction/);
  assert.throws(
    () => sql.transaction(() => sql.all("DELETE FROM binding RETURNING id")),
    /readonly|read-only/,
  );
  assert.equal(sql.all("SELECT 1 AS one").length, 1);
  sql.close();
  assert.equal(store.identity()!.runId, BINDING.runId);
  assert.equal(store.raiseEpoch("w").number, 1);
});

onEachStore(
  "a reader sees each commit at once, and neither holds up the other",
  ({ place, store, record }) => {
    const reader = place.openReader();
    const rows = reader.canonicalExport()[Symbol.iterator]();
    for (let i = 0; i < 3; i++) {
      record(SAMPLES.LatchChanged);
      assert.equal(reader.lastEventId(), i + 1);
      // an export that nobody reads on is no reason to wait
      if (i === 0) rows.next();
    }
    rows.return?.();
    assert.equal(store.lastEventId(), 3);
    reader.close();
  },
);

onEachDatabase("a reader refuses a store of a newer version, by the name of its migration", (place) => {
  const store = place.createStore();
  store.identity();
  store.close();
  const sql = place.openSql();
  sql.run("INSERT INTO migrations VALUES (99, '0099_later.sql', 'x', 1)");
  sql.close();
  const ask = () => {
    const reader = place.openReader();
    try {
      reader.identity();
    } finally {
      reader.close();
    }
  };
  assert.throws(
    ask,
    /^StoreRefused: Cannot (open|read) store .* must not be newer .* it has 0099_later\.sql/,
  );
});

import assert from "node:assert/strict";
import { ROOT_WRITER, StaleEpochError } from "../../runtime/mod.ts";
import { raiseEpoch } from "../epochs.ts";
import { createPostgresStore, StoreRefused, StoreUnavailable } from "../mod.ts";
import type { Sql } from "../sql.ts";
import { onPostgres, type Place } from "../testdata/databases_fixture.ts";
import { batch, BINDING, handled, SAMPLES, T0 } from "../testdata/sample_events_fixture.ts";

const nowMs = () => 1;
const SERVER = Deno.env.get("TEST_DATABASE_URL")!;

/** Runs statements on a place as it is. */
function onSql(place: Place, act: (sql: Sql) => void): void {
  const sql = place.openSql();
  try {
    act(sql);
  } finally {
    sql.close();
  }
}

/** What a call on the store at this URL throws, and how long it took, ms. */
function thrownBy(url: string): { error: Error; tookMs: number } {
  const store = createPostgresStore({ url, nowMs });
  const startMs = performance.now();
  try {
    store.identity();
    throw new Error("nothing was thrown");
  } catch (error) {
    return { error: error as Error, tookMs: performance.now() - startMs };
  } finally {
    store.close();
  }
}

onPostgres("createPostgresStore() refuses a wrong database and a wrong user; calls say so", () => {
  const { host } = new URL(SERVER);
  const noDatabase = thrownBy(`${SERVER}_none`).error;
  assert.ok(noDatabase instanceof StoreRefused);
  assert.match(
    noDatabase.message,
    /as its database must exist \(database ".*_none" does not exist\): create it, or/,
  );
  const noUser = thrownBy(`postgres://nobody_here:geheim@${host}/postgres`).error;
  assert.ok(noUser instanceof StoreRefused, String(noUser));
  assert.match(noUser.message, /as its server must know user and password \(.*\): correct DATABASE_URL/);
  assert.ok(!noUser.message.includes("geheim"));
});

onPostgres(
  "createPostgresStore() is made without a server, and calls throw StoreUnavailable until there is one",
  () => {
    // nothing listens on port 1
    const { error, tookMs } = thrownBy("postgres://me@127.0.0.1:1/x");
    assert.ok(error instanceof StoreUnavailable, String(error));
    assert.match(
      error.message,
      /^Cannot read store postgres:\/\/me@127\.0\.0\.1:1\/x as its server must be there \(/,
    );
    assert.ok(tookMs < 5_000);
  },
);

onPostgres(
  "createPostgresStore() refuses another program's tables and a newer schema, and changes nothing",
  (place) => {
    onSql(place, (sql) => {
      const schema = new URL(`x:${place.name}`).search.slice("?schema=".length);
      sql.script(`CREATE SCHEMA "${schema}"; CREATE TABLE migrations (id BIGINT)`);
    });
    const store = place.createStore();
    assert.throws(() => store.identity(), (error: unknown) => {
      assert.ok(error instanceof StoreRefused);
      assert.match(error.message, /another program's tables are there; choose another DATABASE_URL$/);
      return true;
    });
    onSql(place, (sql) => sql.script("DROP TABLE migrations"));
    // the same store, once the place is free
    assert.equal(store.identity(), null);
    store.close();
    onSql(place, (sql) => sql.run("INSERT INTO migrations VALUES (99, '0099_later.sql', 'x', 1)"));
    const older = place.createStore();
    assert.throws(
      () => older.raiseEpoch("a"),
      /schema must not be newer than this program: it has 0099_later\.sql/,
    );
    older.close();
  },
);

onPostgres(
  "openPostgresReader() reads while another writes, and refuses a store that is not made",
  (place) => {
    const early = place.openReader();
    assert.throws(
      () => early.identity(),
      /Cannot read store .* as it must be up to date: .* open it to write first/,
    );
    early.close();
    const store = place.createStore();
    store.bind(BINDING);
    const reader = place.openReader();
    const epoch = store.raiseEpoch(ROOT_WRITER);
    store.commit(batch(1, [handled("a", 1, { events: [SAMPLES.CashFlowBooked] })]), epoch);
    assert.equal(reader.resultHash().lines, 1);
    assert.deepEqual(reader.resultHash(), store.resultHash());
    reader.close();
    store.close();
  },
);

/** Makes the end of each transaction that journals something take so long. */
function slowCommits(sql: Sql, seconds: number): void {
  sql.script(
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(${seconds}); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION slow();`,
  );
}

onPostgres(
  "commit() whose end is not heard is in doubt, and is stored once when it is told again",
  (place) => {
    const store = createPostgresStore({ url: place.address, nowMs, waitMs: 400 });
    const epoch = store.raiseEpoch(ROOT_WRITER);
    onSql(place, (sql) => slowCommits(sql, 1.5));
    const rows = batch(1, [handled("a", 1)]);
    const ends: string[] = [];
    for (let isStored = false; !isStored;) {
      const startMs = performance.now();
      try {
        store.commit(rows, epoch);
        isStored = true;
      } catch (error) {
        assert.ok(error instanceof StoreUnavailable, String(error));
        ends.push(error.isInDoubt ? "in doubt" : "locked");
        // the first transaction still ends: nobody else gets in
        if (!error.isInDoubt) {
          assert.match(
            error.message,
            /no other process may write it|must answer in time/,
          );
        }
      }
      assert.ok(performance.now() - startMs < 1_200);
    }
    assert.equal(ends[0], "in doubt");
    assert.ok(ends.length > 1 && ends.slice(1).every((end) => end === "locked"), ends.join());
    assert.deepEqual(store.load("a", 1).inputs.map(({ inputNo }) => inputNo), [1]);
    store.close();
  },
);

onPostgres(
  "a writer that falls silent in a transaction is thrown out by the server, and the next gets in",
  (place) => {
    const store = place.createStore();
    store.resumePoint();
    store.close();
    const [frozen, next] = [place.openSql(), place.openSql()];
    const insert = (sql: Sql, holder: string) =>
      sql.transaction(() => {
        sql.all("SELECT 1");
        sql.run("INSERT INTO leases VALUES ('x', ?, now(), now())", holder);
        if (holder === "frozen") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);
      });
    assert.throws(() => insert(frozen, "frozen"), { name: "DriverFailure" });
    insert(next, "next");
    assert.equal(next.get<{ holder: string }>("SELECT holder FROM leases")!.holder, "next");
    frozen.close();
    next.close();
  },
);

onPostgres(
  "a connection that is lost takes its transaction along: nothing of it goes on elsewhere",
  (place) => {
    const store = place.createStore();
    store.resumePoint();
    const sql = place.openSql();
    // each a text of its own: the driver holds back what follows a new one
    const insert = (name: string) => sql.run(`INSERT INTO leases VALUES (?, '${name}', now(), now())`, name);
    assert.throws(() =>
      sql.transaction(() => {
        insert("before");
        sql.run("SELECT pg_terminate_backend(pg_backend_pid())");
        for (const name of ["after", "later", "last"]) insert(name);
      }), { name: "DriverFailure" });
    // a driver that connects again takes a moment
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    assert.deepEqual(sql.all("SELECT name FROM leases"), []);
    sql.transaction(() => insert("next"));
    assert.deepEqual(sql.all("SELECT name FROM leases"), [{ name: "next" }]);
    sql.close();
    store.close();
  },
);

onPostgres(
  "no transaction of another process runs beside one: an epoch is raised before a commit or after it",
  (place) => {
    const one = place.openSql();
    const two = createPostgresStore({ url: place.address, nowMs, waitMs: 1_200 });
    const stale = two.raiseEpoch(ROOT_WRITER);
    one.transaction(() => {
      assert.equal(raiseEpoch(one, ROOT_WRITER).number, 2);
      const locked =
        /as no other process may write it \(canceling statement due to lock timeout\): stop the other/;
      assert.throws(() => two.commit(batch(1, [handled("a", 1)]), stale), locked);
      assert.throws(() => two.raiseEpoch("other"), locked);
      // readers see what was there before
      assert.equal(two.resumePoint().lastRound, 0);
    });
    assert.throws(() => two.commit(batch(1, [handled("a", 1)]), stale), StaleEpochError);
    one.close();
    two.close();
  },
);

onPostgres("createPostgresStore() does not depend on what the server has set for its user", (place) => {
  const settings = { synchronous_commit: "off", timezone: "'Asia/Tokyo'", datestyle: "'SQL, DMY'" };
  const alter = (sql: Sql, how: (name: string, value: string) => string) => {
    for (const [name, value] of Object.entries(settings)) {
      sql.script(`ALTER ROLE bulkhead ${how(name, value)}`);
    }
  };
  onSql(place, (sql) => alter(sql, (name, value) => `SET ${name} = ${value}`));
  try {
    onSql(place, (sql) => {
      assert.deepEqual(sql.get("SHOW synchronous_commit"), { synchronous_commit: "on" });
      const at = sql.get("SELECT ? ::timestamptz AS at, ? ::date AS day", T0 + 1, "2024-02-03");
      assert.deepEqual(at, { at: T0 + 1, day: "2024-02-03" });
    });
  } finally {
    onSql(place, (sql) => alter(sql, (name) => `RESET ${name}`));
  }
});

onPostgres("commit() of many and of large rows takes as many waits as it needs", (place) => {
  const store = createPostgresStore({ url: place.address, nowMs, waitMs: 1_000 });
  const epoch = store.raiseEpoch(ROOT_WRITER);
  const text = "x".repeat(300_000);
  const rows = Array.from({ length: 700 }, (_, i) => {
    const row = handled("a", i + 1);
    const body = { kind: "Big", text: i % 50 === 0 ? text : "" };
    return { ...row, input: { ...row.input, body } };
  });
  store.commit(batch(1, rows), epoch);
  const { inputs } = store.load("a", 1);
  assert.deepEqual(inputs.map(({ inputNo }) => inputNo), rows.map(({ inputNo }) => inputNo));
  assert.deepEqual(inputs[650].input.body, { kind: "Big", text });
  store.close();
});

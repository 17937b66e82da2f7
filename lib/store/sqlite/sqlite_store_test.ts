import assert from "node:assert/strict";
import { ROOT_WRITER } from "../../runtime/mod.ts";
import { raiseEpoch, readStanding } from "../epochs.ts";
import { guarded, StoreRefused, StoreUnavailable } from "../errors.ts";
import { readPosition } from "../journal.ts";
import { createSqliteStore, openSqliteReader } from "../mod.ts";
import { withFolder } from "../testdata/databases_fixture.ts";
import { batch, BINDING, envelope, handled, SAMPLES } from "../testdata/sample_events_fixture.ts";
import { withStore } from "../testdata/temp_store_fixture.ts";
import { writeBatch } from "../write_batch.ts";
import { makeDurable } from "./durable.ts";
import { sqliteDialect } from "./sqlite_dialect.ts";
import { openSqlite } from "./sqlite_sql.ts";

const nowMs = () => 1;

Deno.test("createSqliteStore() refuses what is no store, and changes nothing of it", () => {
  withFolder((folder) => {
    const text = `${folder}/notes.txt`;
    Deno.writeTextFileSync(text, "not a database ".repeat(500));
    const foreign = `${folder}/foreign.sqlite`;
    const other = openSqlite(foreign, "write");
    other.script("CREATE TABLE cookies (x)");
    other.close();
    const cases = [
      [
        text,
        StoreRefused,
        /^Cannot open store .*notes\.txt as the file must be a store .*: choose another BULKHEAD_STORE$/,
      ],
      [
        foreign,
        StoreRefused,
        /^Cannot open store .* another program's tables are there; choose another BULKHEAD_STORE$/,
      ],
      [
        `${folder}/no/folder/s.sqlite`,
        StoreUnavailable,
        /as its folder must exist and be writable .*: create the folder/,
      ],
      [folder, StoreUnavailable, /as its folder must exist and be writable/],
    ] as const;
    for (const [path, type, message] of cases) {
      const before = path === folder ? "" : stateOf(path);
      assert.throws(() => createSqliteStore({ path, nowMs }), (error: unknown) => {
        assert.ok(error instanceof type, String(error));
        assert.match(error.message, message);
        return true;
      });
      if (path !== folder) assert.equal(stateOf(path), before);
    }
  });
});

function stateOf(path: string): string {
  try {
    return Deno.readFileSync(path).toHex();
  } catch {
    return "absent";
  }
}

Deno.test("createSqliteStore() refuses a store that was cut or overwritten", () => {
  withFolder((folder) => {
    const path = `${folder}/s.sqlite`;
    createSqliteStore({ path, nowMs }).close();
    const bytes = Deno.readFileSync(path);
    Deno.writeFileSync(path, bytes.subarray(0, 5000));
    assert.throws(() => createSqliteStore({ path, nowMs }), StoreRefused);
    Deno.writeFileSync(path, bytes.fill(0xa5, 100, 4000));
    assert.throws(
      () => createSqliteStore({ path, nowMs }),
      /the file must be intact .*: restore it from a backup/,
    );
  });
});

Deno.test("makeDurable() sets WAL and synchronous=FULL; a new store has them", () => {
  withFolder((folder) => {
    const path = `${folder}/s.sqlite`;
    createSqliteStore({ path, nowMs }).close();
    const sql = openSqlite(path, "write");
    assert.deepEqual({ ...sql.get<object>("PRAGMA journal_mode") }, { journal_mode: "wal" });
    sql.run("PRAGMA synchronous = OFF");
    makeDurable(sql);
    assert.deepEqual({ ...sql.get<object>("PRAGMA synchronous") }, { synchronous: 2 });
    sql.close();
  });
});

Deno.test("openSqlite() enforces foreign keys", () => {
  withStore("sqlite", ({ sql, record }) => {
    record(SAMPLES.FillBooked);
    assert.throws(() => sql.run("UPDATE trades SET order_id = 99"), /FOREIGN KEY constraint failed/);
  });
});

Deno.test("createSqliteStore() in memory takes commits", () => {
  const store = createSqliteStore({ path: ":memory:", nowMs });
  store.bind(BINDING);
  const epoch = store.raiseEpoch(ROOT_WRITER);
  store.commit(batch(1, [handled("a", 1, { events: [SAMPLES.CashFlowBooked] })]), epoch);
  assert.equal(store.cashFlows().length, 1);
  store.close();
});

Deno.test("openSqliteReader() reads while another process writes, and refuses a store that is absent or not made", () => {
  withFolder((folder) => {
    const path = `${folder}/s.sqlite`;
    assert.throws(
      () => openSqliteReader(path),
      /^StoreUnavailable: Cannot open store .* as the file must exist and be readable .*: start a run first/,
    );
    openSqlite(path, "write").close();
    Deno.writeFileSync(path, new Uint8Array());
    assert.throws(() => openSqliteReader(path), /Cannot read store .* as it must be up to date/);
    const store = createSqliteStore({ path, nowMs });
    store.bind(BINDING);
    const reader = openSqliteReader(path);
    const epoch = store.raiseEpoch(ROOT_WRITER);
    store.commit(batch(1, [handled("a", 1, { events: [SAMPLES.CashFlowBooked] })]), epoch);
    assert.equal(reader.resultHash().lines, 1);
    assert.deepEqual(reader.resultHash(), store.resultHash());
    reader.close();
    store.close();
  });
});

Deno.test("commit() on a full disk throws StoreUnavailable with its cause, keeps nothing, and works again later", () => {
  withFolder((folder) => {
    const path = `${folder}/s.sqlite`;
    createSqliteStore({ path, nowMs }).close();
    const sql = openSqlite(path, "write");
    const { page_count } = sql.get<{ page_count: number }>("PRAGMA page_count")!;
    sql.run(`PRAGMA max_page_count = ${page_count + 2}`);
    const body = { kind: "Big", text: "x".repeat(100_000) };
    const big = batch(1, [handled("a", 1, { input: envelope("market", 1, "a", body) })]);
    const epoch = raiseEpoch(sql, ROOT_WRITER);
    const target = { sql, projection: null, wallMs: 0, prunedInputs: new Map<string, number>() };
    const commit = () =>
      guarded(
        sql.dialect,
        "commit to",
        () =>
          sql.transaction(() =>
            writeBatch(target, { batch: big, epoch, standing: readStanding(sql, epoch) })
          ),
      );
    assert.throws(commit, (error: unknown) => {
      assert.ok(error instanceof StoreUnavailable);
      assert.match(
        error.message,
        /as its disk must have room \(database or disk is full\): free some space$/,
      );
      assert.ok(error.cause instanceof Error);
      return true;
    });
    assert.equal(readPosition(sql).lastRound, 0);
    assert.equal(sql.get<{ n: number }>("SELECT count(*) AS n FROM journal")!.n, 0);
    sql.run("PRAGMA max_page_count = 1000000");
    commit();
    assert.equal(readPosition(sql).lastRound, 1);
    sql.close();
  });
});

Deno.test("guarded() sorts the driver's errors by what to do, and leaves others alone", () => {
  const driver = (message: string, errcode?: number) =>
    Object.assign(new Error(message), {
      code: "ERR_SQLITE_ERROR",
      ...(errcode === undefined ? {} : { errcode }),
    });
  const cases = [
    [driver("database is locked"), StoreUnavailable, "stop the other process"],
    [driver("disk I/O error", 10 | (3 << 8)), StoreUnavailable, "check the disk"],
    [driver("attempt to write a readonly database", 8), StoreUnavailable, "check the owner and mode"],
    [driver("database disk image is malformed", 11), StoreRefused, "restore it from a backup"],
    [driver("UNIQUE constraint failed: x.y", 2067), Error, "somebody else writes this store"],
    [driver("near x: syntax error", 1), Error, "Cannot eat store p: near x: syntax error"],
  ] as const;
  for (const [cause, type, words] of cases) {
    const act = () => {
      throw cause;
    };
    assert.throws(() => guarded(sqliteDialect("p"), "eat", act), (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.equal(error.constructor, type);
      assert.ok(
        error.message.startsWith("Cannot eat store p") && error.message.includes(words),
        error.message,
      );
      assert.equal(error.cause, cause);
      return true;
    });
  }
  const broken = new RangeError("ours");
  assert.throws(() =>
    guarded(sqliteDialect("p"), "eat", () => { // the caller's own errors pass
      throw broken;
    }), (error: unknown) => error === broken);
});

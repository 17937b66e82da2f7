import assert from "node:assert/strict";
import { ROOT_WRITER } from "../runtime/mod.ts";
import { makeDurable } from "./durable.ts";
import { raiseEpoch } from "./epochs.ts";
import { guarded, StoreRefused, StoreUnavailable } from "./errors.ts";
import { readPosition, writeBatch } from "./journal.ts";
import { createSqliteStore, openSqliteReader } from "./mod.ts";
import { openSql } from "./sql.ts";
import {
  batch,
  BINDING,
  decision,
  envelope,
  handled,
  SAMPLES,
  SYMBOL,
  T0,
} from "./testdata/sample_events_fixture.ts";
import { WALL_MS, withFolder, withStore } from "./testdata/temp_store_fixture.ts";

const nowMs = () => 1;

Deno.test("createSqliteStore() refuses what is no store, and changes nothing of it", () => {
  withFolder((folder) => {
    const text = `${folder}/notes.txt`;
    Deno.writeTextFileSync(text, "not a database ".repeat(500));
    const foreign = `${folder}/foreign.sqlite`;
    const other = openSql(foreign, "write");
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
        /^Cannot open store .* it is another program's SQLite file; choose another BULKHEAD_STORE$/,
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
    const sql = openSql(path, "write");
    assert.deepEqual({ ...sql.get<object>("PRAGMA journal_mode") }, { journal_mode: "wal" });
    sql.run("PRAGMA synchronous = OFF");
    makeDurable(sql, path);
    assert.deepEqual({ ...sql.get<object>("PRAGMA synchronous") }, { synchronous: 2 });
    sql.close();
  });
});

Deno.test("openSql() enforces foreign keys", () => {
  withStore(({ sql, record }) => {
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
    assert.throws(() => openSqliteReader(path), StoreUnavailable);
    openSql(path, "write").close();
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
    const sql = openSql(path, "write");
    const { page_count } = sql.get<{ page_count: number }>("PRAGMA page_count")!;
    sql.run(`PRAGMA max_page_count = ${page_count + 2}`);
    const body = { kind: "Big", text: "x".repeat(100_000) };
    const big = batch(1, [handled("a", 1, { input: envelope("market", 1, "a", body) })]);
    const epoch = raiseEpoch(sql, ROOT_WRITER);
    const target = { sql, projection: null, wallMs: 0 };
    const commit = () =>
      guarded(path, "commit to", () => sql.transaction(() => writeBatch(target, big, epoch)));
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
    assert.throws(() => guarded("p", "eat", act), (error: unknown) => {
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
    guarded("p", "eat", () => { // the caller's own errors pass
      throw broken;
    }), (error: unknown) => error === broken);
});

Deno.test("commit() journals input, timers, events and wall time; a decision's text is stored once", () => {
  withStore(({ store, sql, epoch }) => {
    const events = [{ kind: "Counted", n: 5n }, SAMPLES.DecisionMade];
    const timers = [{ op: "set", name: "t", dueMs: T0 + 9 }] as const;
    const rows = [handled("a", 1, { events, timers, seqAfter: 4 }), handled("b", 2)];
    store.commit({ ...batch(1, rows), rounds: { from: 1, to: 3, atMs: T0, marketSeq: 1 } }, epoch);
    const [row, second] = sql.all<Record<string, unknown>>("SELECT * FROM journal ORDER BY actor");
    assert.deepEqual({ ...row }, {
      ...{
        actor: "a",
        input_no: 1,
        round: 3,
        at_ms: T0,
        sender: "market",
        seq: 1,
        send_count: 0,
        seq_after: 4,
      },
      ...{
        timers: `[{"op":"set","name":"t","dueMs":${T0 + 9}}]`,
        wall_ms: WALL_MS,
        epoch: 1,
        quarantined: 0,
      },
    });
    assert.equal(second.timers, null);
    const stored = sql.all<object>(
      "SELECT actor, input_no, ordinal, kind, at_ms, body FROM events ORDER BY id",
    );
    assert.deepEqual(stored.map((found) => Object.values(found)), [
      ["a", 1, 0, "Counted", T0, '{"kind":"Counted","n":{"$n":"5"}}'],
      ["a", 1, 1, "DecisionMade", T0, null],
    ]);
    assert.equal(store.lastInstantMs(), T0);
  });
});

Deno.test("commit() of a message that was handled already throws", () => {
  withStore(({ store, epoch }) => {
    store.commit(batch(1, [handled("a", 1)]), epoch);
    const again = handled("b", 1, { input: envelope("market", 1, "b", { kind: "Bar" }) });
    assert.throws(
      () => store.commit(batch(2, [again]), epoch),
      /Cannot commit rounds 2 to 2 to store .*messages\.sender/,
    );
  });
});

Deno.test("decisions are found by symbol and bar, and counted by verdict", () => {
  withStore(({ store, record }) => {
    const denied = { verdict: "denied", reason: "max_exposure", intent: null } as const;
    record(decision(T0), decision(T0 + 1, denied), decision(T0, { symbol: "X", ...denied }));
    record(decision(T0 + 2, { verdict: "no_trade", intent: null }));
    const found = (fromMs: number, toMs: number) =>
      [...store.decisions(SYMBOL, fromMs, toMs)].map(({ atMs, verdict }) => [atMs - T0, verdict]);
    assert.deepEqual(found(T0, T0 + 2), [[0, "approved"], [1, "denied"]]);
    assert.deepEqual(found(T0 + 2, T0 + 3), [[2, "no_trade"]]);
    assert.equal(store.decision("X", T0)!.reason, "max_exposure");
    assert.equal(store.decision("X", T0 + 1), null);
    assert.deepEqual(store.countDecisionsByVerdict(), { no_trade: 1, holding: 0, approved: 1, denied: 2 });
  });
});

Deno.test("ledgerBalance() is exact beyond 64 bits and to the last unit", () => {
  withStore(({ store, record }) => {
    const amounts = [2n ** 64n, 1n, -(2n ** 63n), 9_007_199_254_740_993n, -1n, 10n ** 25n];
    const flow = SAMPLES.CashFlowBooked.flow;
    amounts.forEach((amount, i) =>
      record({ ...SAMPLES.CashFlowBooked, flow: { ...flow, id: `f${i}`, amount } } as never)
    );
    assert.equal(store.ledgerBalance(), amounts.reduce((a, b) => a + b));
    assert.deepEqual(store.cashFlows().map(({ amount }) => amount), amounts);
  });
});

Deno.test("systemEvent() and recordError() note what happened to the process, with both times", () => {
  withStore(({ store, record }) => {
    store.systemEvent("start", "operator");
    record(SAMPLES.CashFlowBooked);
    store.recordError("feed", new RangeError("gap"));
    const common = { scope: "process", wallMs: WALL_MS };
    assert.deepEqual(store.systemEvents(), [{ ...common, atMs: 0, what: "start", cause: "operator" }]);
    assert.deepEqual(store.errors(), [{
      ...common,
      scope: "",
      atMs: T0,
      what: "feed",
      cause: "RangeError: gap",
    }]);
  });
});

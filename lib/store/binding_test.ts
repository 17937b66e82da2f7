import assert from "node:assert/strict";
import { ROOT_WRITER } from "../runtime/mod.ts";
import { createSqliteStore, type Store } from "./mod.ts";
import { batch, BINDING, handled, SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";
import { withFolder, withStore } from "./testdata/temp_store_fixture.ts";

/** Opens the store in a folder for one use, as a process would. */
function use<T>(folder: string, act: (store: Store) => T): T {
  const store = createSqliteStore({ path: `${folder}/s.sqlite`, nowMs: () => 5 });
  try {
    return act(store);
  } finally {
    store.close();
  }
}

Deno.test("bind() gives an empty store its identity and resumes with the same", () => {
  withFolder((folder) => {
    assert.equal(use(folder, (store) => store.identity()), null);
    assert.deepEqual(use(folder, (store) => store.bind(BINDING)), { ok: true, value: "created" });
    assert.deepEqual(use(folder, (store) => store.bind(BINDING)), { ok: true, value: "resumed" });
    const { mode, venueEnvironment, account, runId } = BINDING;
    assert.deepEqual(use(folder, (store) => store.identity()), { mode, venueEnvironment, account, runId });
  });
});

Deno.test("bind() refuses another identity, names what differs and leaves the store as it is", () => {
  withFolder((folder) => {
    use(folder, (store) => store.bind(BINDING));
    const cases = [
      [{ runId: "run-b" }, "run run-a, not run-b"],
      [{ mode: "live" }, "mode paper, not live"],
      [{ venueEnvironment: "binance mainnet" }, "venue environment paper, not binance mainnet"],
      [{ account: "other", mode: "live" }, "mode paper, not live; account main, not other"],
    ] as const;
    for (const [change, differences] of cases) {
      const bound = use(folder, (store) => store.bind({ ...BINDING, ...change, configHash: "other" }));
      assert.deepEqual(bound, {
        ok: false,
        error:
          `Cannot use store ${folder}/s.sqlite: this store belongs to run run-a; it differs in ${differences}; ` +
          `use --fresh or another BULKHEAD_STORE`,
      });
    }
    assert.equal(use(folder, (store) => store.identity())!.runId, "run-a");
  });
});

Deno.test("bind() keeps each effective configuration once, the last one applied", () => {
  withStore(({ store, sql, record }) => {
    record(SAMPLES.LatchChanged);
    store.bind(BINDING);
    store.bind({ ...BINDING, configHash: "hash-b", configJson: "{}" });
    const rows = sql.all(
      "SELECT version, actor, payload, status, created_at FROM config_versions ORDER BY id",
    );
    assert.deepEqual(rows.map((row) => Object.values(row as object)), [
      ["hash-a", "start", BINDING.configJson, "superseded", 0],
      ["hash-b", "start", "{}", "applied", T0],
    ]);
  });
});

Deno.test("commit() refuses trader events while the store is not bound, and keeps nothing of the batch", () => {
  withFolder((folder) =>
    use(folder, (store) => {
      const rows = [handled("a", 1, { events: [SAMPLES.CashFlowBooked] })];
      const epoch = store.raiseEpoch(ROOT_WRITER);
      assert.throws(
        () => store.commit(batch(1, rows), epoch),
        /Cannot commit CashFlowBooked as the store must be bound/,
      );
      assert.equal(store.resumePoint().lastRound, 0);
      assert.deepEqual(store.load("a", 1).inputs, []);
      store.bind(BINDING);
      store.commit(batch(1, rows), epoch);
      assert.equal(store.cashFlows().length, 1);
    })
  );
});

import assert from "node:assert/strict";
import { ROOT_WRITER } from "../runtime/mod.ts";
import type { Store } from "./mod.ts";
import { batch, BINDING, handled, SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";
import { onEachDatabase, type Place } from "./testdata/databases_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

/** Opens the store for one use, as a process would. */
function use<T>(place: Place, act: (store: Store) => T): T {
  const store = place.createStore();
  try {
    return act(store);
  } finally {
    store.close();
  }
}

onEachDatabase("bind() gives an empty store its identity and resumes with the same", (place) => {
  assert.equal(use(place, (store) => store.identity()), null);
  assert.deepEqual(use(place, (store) => store.bind(BINDING)), { ok: true, value: "created" });
  assert.deepEqual(use(place, (store) => store.bind(BINDING)), { ok: true, value: "resumed" });
  const { mode, venueEnvironment, account, runId } = BINDING;
  assert.deepEqual(use(place, (store) => store.identity()), { mode, venueEnvironment, account, runId });
});

onEachDatabase(
  "bind() refuses another identity, names what differs and leaves the store as it is",
  (place) => {
    const setting = { sqlite: "BULKHEAD_STORE", postgres: "DATABASE_URL" }[place.database];
    use(place, (store) => store.bind(BINDING));
    const cases = [
      [{ runId: "run-b" }, "run run-a, not run-b"],
      [{ mode: "live" }, "mode paper, not live"],
      [{ venueEnvironment: "binance mainnet" }, "venue environment paper, not binance mainnet"],
      [{ account: "other", mode: "live" }, "mode paper, not live; account main, not other"],
    ] as const;
    for (const [change, differences] of cases) {
      const bound = use(place, (store) => store.bind({ ...BINDING, ...change, configHash: "other" }));
      assert.deepEqual(bound, {
        ok: false,
        error:
          `Cannot use store ${place.name}: this store belongs to run run-a; it differs in ${differences}; ` +
          `use --fresh or another ${setting}`,
      });
    }
    assert.equal(use(place, (store) => store.identity())!.runId, "run-a");
  },
);

onEachStore(
  "bind() notes each configuration that a process begins with, unless it is in force",
  ({ store, sql, record }) => {
    record(SAMPLES.LatchChanged);
    store.bind(BINDING);
    store.bind({ ...BINDING, configHash: "hash-b", configJson: "{}" });
    const rows = sql.all(
      "SELECT version, actor, payload, status, created_at FROM config_versions ORDER BY id",
    );
    assert.deepEqual(rows.map((row) => Object.values(row as object)), [
      ["hash-a", "start", BINDING.configJson, "applied", 0],
      ["hash-b", "start", "{}", "applied", T0],
    ]);
    assert.deepEqual(store.configVersions(9).map(({ isInForce }) => isInForce), [true, false]);
    // the first comes back
    store.bind(BINDING);
    assert.deepEqual(store.configVersions(9).map(({ version }) => version), ["hash-a", "hash-b", "hash-a"]);
  },
);

onEachDatabase(
  "commit() refuses trader events while the store is not bound, and keeps nothing of the batch",
  (place) => {
    use(place, (store) => {
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
    });
  },
);

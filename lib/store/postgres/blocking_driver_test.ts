import assert from "node:assert/strict";
import { createPostgresStore, StoreUnavailable } from "../mod.ts";
import { onPostgres } from "../testdata/databases_fixture.ts";
import { freeBatch, handled } from "../testdata/sample_events_fixture.ts";

/** Runs a test that can get at the threads that are started in it. */
function withThreads(test: (threads: Worker[]) => void): void {
  const threads: Worker[] = [];
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      threads.push(this);
    }
  };
  try {
    test(threads);
  } finally {
    globalThis.Worker = Real;
  }
}

onPostgres(
  "a driver's thread that died is replaced: calls end in time until then, and nothing is doubled",
  (place) => {
    withThreads((threads) => {
      const store = createPostgresStore({ url: place.address, nowMs: () => 1, waitMs: 400 });
      const epoch = store.raiseEpoch("w");
      store.commit(freeBatch([handled("a", 1)]), epoch);
      threads[0].terminate();
      let refused = 0;
      for (let isStored = false; !isStored;) {
        const startMs = performance.now();
        try {
          store.commit(freeBatch([handled("a", 2)]), epoch);
          isStored = true;
        } catch (error) {
          assert.ok(error instanceof StoreUnavailable, String(error));
          assert.ok(++refused < 20, "the thread was not replaced");
        }
        assert.ok(performance.now() - startMs < 1_300);
      }
      assert.ok(refused >= 3);
      assert.equal(threads.length, 2);
      assert.deepEqual(store.load("a", 1).inputs.map(({ inputNo }) => inputNo), [1, 2]);
      store.close();
    });
  },
);

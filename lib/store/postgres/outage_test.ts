import assert from "node:assert/strict";
import { type Epoch, ROOT_WRITER } from "../../runtime/mod.ts";
import { Rng } from "../../core/mod.ts";
import { createPostgresStore, type Store, StoreUnavailable } from "../mod.ts";
import { NO_SERVER } from "../testdata/databases_fixture.ts";
import { type OwnServer, startServer } from "../testdata/own_server_fixture.ts";
import { batch, BINDING, cashFlow, envelope, handled, T0 } from "../testdata/sample_events_fixture.ts";

const WAIT_MS = 400;
/** A call that connects waits twice; the rest is for a machine that does other things too. */
const LONGEST_CALL_MS = 2 * WAIT_MS + 400;
const OUTAGES = 6;

interface Run {
  readonly store: Store;
  readonly epoch: Epoch;
  round: number;
  /** Calls that did not get through. */
  unavailable: number;
  inDoubt: number;
  longestMs: number;
}

/** Makes one call; false if the store was not available, which must be said in time. */
function attempt(run: Run, call: () => void): boolean {
  const startMs = performance.now();
  try {
    call();
    return true;
  } catch (error) {
    assert.ok(error instanceof StoreUnavailable, String(error));
    run.unavailable++;
    if (error.isInDoubt) run.inDoubt++;
    return false;
  } finally {
    const tookMs = performance.now() - startMs;
    run.longestMs = Math.max(run.longestMs, tookMs);
    assert.ok(tookMs <= LONGEST_CALL_MS, `a call took ${Math.round(tookMs)} ms`);
  }
}

/** Tells the next round until it is stored, or once. */
function commitNext(run: Run): boolean {
  const r = run.round + 1;
  const sends = [envelope("a", r, "far", { kind: "Ping" })];
  const row = handled("a", r, { events: [cashFlow(`fee:${r}`, 7n, T0 + r)], sends, seqAfter: r });
  const isStored = attempt(run, () => run.store.commit(batch(r, [row]), run.epoch));
  if (isStored) run.round = r;
  return isStored;
}

/** None of these gets through while the server is away. */
function assertAway(run: Run): void {
  const { store } = run;
  const calls = [
    () => store.load("a", 1),
    () => store.resumePoint(),
    () => store.raiseEpoch("other"),
    () => store.renewLease({ holder: "me", ttlMs: 60_000, nowMs: 0 }),
    () => store.systemEvent("x", "y"),
    () => store.fills(),
  ];
  for (const call of calls) assert.ok(!attempt(run, call), `${call} got through`);
}

function checkWhole(run: Run): void {
  const { store, round } = run;
  assert.equal(store.resumePoint().lastRound, round);
  const { inputs, outbox } = store.load("a", 1);
  const expected = Array.from({ length: round }, (_, i) => i + 1);
  assert.deepEqual(inputs.map(({ inputNo }) => inputNo), expected);
  assert.deepEqual(outbox.map(({ seq }) => seq), expected);
  assert.deepEqual(store.cashFlows().map(({ id }) => id), expected.map((r) => `fee:${r}`));
  assert.equal(store.ledgerBalance(), 7n * BigInt(round));
}

async function surviveOutages(action: "freeze" | "stop", server: OwnServer): Promise<void> {
  const store = createPostgresStore({
    url: `${server.url}?schema=${action}`,
    nowMs: () => 1,
    waitMs: WAIT_MS,
  });
  store.bind(BINDING);
  assert.ok(store.acquireLease({ holder: "me", ttlMs: 600_000, nowMs: 0 }).ok);
  const run: Run = {
    ...{ store, epoch: store.raiseEpoch(ROOT_WRITER), round: 0 },
    ...{ unavailable: 0, inDoubt: 0, longestMs: 0 },
  };
  const rng = Rng.create(`outage ${action}`);
  try {
    for (let outage = 0; outage < OUTAGES; outage++) {
      const away = server.controlLater(action, 50 + Rng.below(rng, 150));
      while (commitNext(run));
      await away;
      assertAway(run);
      assert.ok(!commitNext(run));
      server.control(action === "freeze" ? "thaw" : "start");
      const giveUpMs = performance.now() + 20_000;
      while (!commitNext(run)) assert.ok(performance.now() < giveUpMs, "the store did not come back");
      checkWhole(run);
    }
    assert.ok(run.round > OUTAGES);
    assert.ok(run.unavailable >= OUTAGES * 7);
  } finally {
    store.close();
  }
}

for (const action of ["freeze", "stop"] as const) {
  Deno.test({
    name:
      `${OUTAGES} times ${action} of the server under commits: all calls end in time, nothing is lost or doubled${NO_SERVER}`,
    ignore: NO_SERVER !== "",
    fn: async () => {
      await using server = await startServer();
      await surviveOutages(action, server);
    },
  });
}

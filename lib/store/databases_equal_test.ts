import assert from "node:assert/strict";
import { ROOT_WRITER } from "../runtime/mod.ts";
import type { Store, StoreReader } from "./port.ts";
import { onPostgres, openPlace, type Place, WALL_MS } from "./testdata/databases_fixture.ts";
import { BINDING, T0 } from "./testdata/sample_events_fixture.ts";
import { ACTORS, WILD_SYMBOLS, WildWorld } from "./testdata/wild_batches_fixture.ts";

const SEEDS = ["1", "2", "3", "4"];
const BATCHES = 60;

/** All that a reader tells. */
function readAll(reader: StoreReader): Record<string, unknown> {
  return {
    identity: reader.identity(),
    lastInstantMs: reader.lastInstantMs(),
    symbols: reader.symbols(),
    verdicts: reader.countDecisionsByVerdict(),
    decisions: WILD_SYMBOLS.map((symbol) => [...reader.decisions(symbol, T0, T0 + 1e6)]),
    orders: reader.orders(),
    fills: reader.fills(),
    cashFlows: reader.cashFlows(),
    balance: reader.ledgerBalance(),
    funding: reader.funding(),
    roundTrips: reader.roundTrips(1),
    regimes: reader.regimes(),
    equityCurve: reader.equityCurve(),
    days: reader.daySummaries(),
    systemEvents: reader.systemEvents(),
    errors: reader.errors(),
    events: reader.eventsAfter(0, 10_000),
    kinds: reader.latestEvents(20, ["DecisionMade", "Free", "FillBooked"]),
    pages: [
      reader.ordersPage({ limit: 3, offset: 1 }),
      reader.ordersPage({ limit: 9, isOpen: true }),
      reader.roundTripsPage({ limit: 9 }),
      reader.fillsPage({ limit: 9, offset: 2 }),
      reader.decisionsPage({ limit: 20, verdict: "approved" }),
    ],
    inputs: ACTORS.map((actor) => reader.latestInputs(actor, { limit: 9, toWallMs: WALL_MS })),
    positions: reader.openPositions(),
    latest: [
      reader.latestRegimes(),
      reader.latestEquity(),
      reader.latestSystemEvents(3),
      reader.daySummaries(1),
    ],
    thin: reader.equityCurve({ maxPoints: 3 }),
    performance: reader.performance(0, Number.MAX_SAFE_INTEGER),
    configs: reader.configVersions(9),
    export: [...reader.canonicalExport()],
    hash: reader.resultHash(),
  };
}

/** All that the commit port tells. */
function loadAll(store: Store): unknown {
  const point = store.resumePoint();
  const byId = Map.groupBy(point.pending, ({ from, seq }) => `${from}#${seq}`);
  const pending = [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...point,
    pending,
    actors: ACTORS.map((actor) => [1, 2, 3].map((schema) => store.load(actor, schema))),
  };
}

for (const seed of SEEDS) {
  onPostgres(
    `a file and a server tell the same of the same ${BATCHES} random batches, seed ${seed}`,
    (server) => {
      const file = openPlace("sqlite");
      try {
        compare([file, server], seed);
      } finally {
        file.dispose();
      }
    },
  );
}

function compare(places: readonly Place[], seed: string): void {
  const stores = places.map((place) => place.createStore());
  const world = WildWorld.create(seed);
  const told = stores.map((store) => store.bind(BINDING));
  assert.deepEqual(told[0], told[1]);
  const epochs = stores.map((store) => store.raiseEpoch(ROOT_WRITER));
  for (let i = 0; i < BATCHES; i++) {
    const batch = WildWorld.nextBatch(world);
    stores.forEach((store, s) => store.commit(batch, epochs[s]));
    if (i % 10 === 9) assert.deepEqual(loadAll(stores[1]), loadAll(stores[0]));
  }
  for (const store of stores) store.recordError("x", new Error("nul \0 and half \ud83d"));
  const [file, server] = stores.map(readAll);
  assert.equal((file.export as unknown[]).length > 20, true);
  for (const what of Object.keys(file)) assert.deepEqual(server[what], file[what], what);
  for (const store of stores) store.close();
  const readers = places.map((place) => place.openReader());
  assert.deepEqual(readAll(readers[1]), readAll(readers[0]));
  for (const reader of readers) reader.close();
  const reopened = places.map((place) => place.createStore(() => WALL_MS + 1));
  assert.deepEqual(loadAll(reopened[1]), loadAll(reopened[0]));
  for (const store of reopened) store.close();
}

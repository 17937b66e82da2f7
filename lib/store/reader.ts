import { readIdentity } from "./binding.ts";
import { canonicalTexts, resultHash } from "./canonical_export.ts";
import { readCandles } from "./candles.ts";
import { readConfigVersions } from "./configs.ts";
import { readDaySummaries } from "./days.ts";
import {
  countDecisions,
  readDecision,
  readDecisions,
  readDecisionsPage,
  readLastDecisionMs,
  readSymbols,
} from "./decisions.ts";
import { readEquityCurve, readLatestEquity } from "./equity.ts";
import { guarded } from "./errors.ts";
import { readEventsAfter, readLastEventId, readLatestEvents } from "./event_rows.ts";
import { readFills } from "./fills.ts";
import { readErrors, readLatestSystemEvents, readSystemEvents } from "./incidents.ts";
import { readLatestInputs } from "./inputs.ts";
import { readLastInstantMs } from "./journal.ts";
import { readCashFlows, readFunding, readLedgerBalance } from "./ledger.ts";
import { readOrders } from "./orders.ts";
import { readFillsPage, readOrdersPage, readRoundTripsPage } from "./pages.ts";
import { readPerformance } from "./performance.ts";
import type { StoreQueries, StoreReader } from "./port.ts";
import { readOpenPositions } from "./positions.ts";
import { readLatestRegimes, readRegimes } from "./regimes.ts";
import { journalSource } from "./replay_rows.ts";
import { readPrunedDecisions } from "./retention/marks.ts";
import { readRoundTrips } from "./round_trips.ts";
import type { Dialect, Sql } from "./sql.ts";

/** The queries, on an open and migrated database. */
export function createReader(sql: Sql): StoreReader {
  const { dialect } = sql;
  const read: Read = (query) => guarded(dialect, "read", () => query(sql));
  return {
    ...createQueries(read),
    identity: () => read(readIdentity),
    lastInstantMs: () => read(readLastInstantMs),
    lastDecisionMs: () => read(readLastDecisionMs),
    symbols: () => read(readSymbols),
    countDecisionsByVerdict: () => read(countDecisions),
    decisions: (symbol, fromMs, toMs) => guardedRows(dialect, readDecisions(sql, symbol, fromMs, toMs)),
    decision: (symbol, barCloseMs) => read(() => readDecision(sql, symbol, barCloseMs)),
    orders: () => read(readOrders),
    fills: () => read(readFills),
    cashFlows: () => read(readCashFlows),
    ledgerBalance: () => read(readLedgerBalance),
    funding: () => read(readFunding),
    roundTrips: (from) => read((sql) => readRoundTrips(sql, from)),
    regimes: () => read(readRegimes),
    equityCurve: (query) => read((sql) => readEquityCurve(sql, query)),
    latestEquity: () => read(readLatestEquity),
    daySummaries: (last) => read((sql) => readDaySummaries(sql, last)),
    systemEvents: () => read(readSystemEvents),
    latestSystemEvents: (limit) => read((sql) => readLatestSystemEvents(sql, limit)),
    errors: () => read(readErrors),
    canonicalExport: () => guardedRows(dialect, canonicalTexts(sql)),
    resultHash: () => read(resultHash),
    isPruned: () => read(readPrunedDecisions).length > 0,
    journal: journalSource(read),
    close: () => sql.close(),
  };
}

/** Asks the database; its errors come out as the store's. */
type Read = <T>(query: (sql: Sql) => T) => T;

function createQueries(read: Read): StoreQueries {
  return {
    lastEventId: () => read(readLastEventId),
    eventsAfter: (id, limit, kinds) => read((sql) => readEventsAfter(sql, id, limit, kinds)),
    latestEvents: (limit, kinds) => read((sql) => readLatestEvents(sql, limit, kinds)),
    latestInputs: (actor, query) => read((sql) => readLatestInputs(sql, actor, query)),
    ordersPage: (request) => read((sql) => readOrdersPage(sql, request)),
    roundTripsPage: (request) => read((sql) => readRoundTripsPage(sql, request)),
    fillsPage: (request) => read((sql) => readFillsPage(sql, request)),
    openPositions: () => read(readOpenPositions),
    latestRegimes: () => read(readLatestRegimes),
    decisionsPage: (query) => read((sql) => readDecisionsPage(sql, query)),
    candles: (symbol, limit, beforeOpenMs) => read((sql) => readCandles(sql, symbol, limit, beforeOpenMs)),
    configVersions: (limit) => read((sql) => readConfigVersions(sql, limit)),
    performance: (fromMs, toMs) => read((sql) => readPerformance(sql, fromMs, toMs)),
  };
}

/** Rows that are read while they are asked for: each step is guarded. */
function* guardedRows<T>(dialect: Dialect, rows: Generator<T>): Generator<T> {
  try {
    while (true) {
      const { done, value } = guarded(dialect, "read", () => rows.next());
      if (done) return;
      yield value;
    }
  } finally {
    rows.return(undefined);
  }
}

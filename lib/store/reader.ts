import { readIdentity } from "./binding.ts";
import { canonicalTexts, resultHash } from "./canonical_export.ts";
import { countDecisions, readDecision, readDecisions, readLastDecisionMs, readSymbols } from "./decisions.ts";
import { guarded } from "./errors.ts";
import { readFills } from "./fills.ts";
import { readErrors, readSystemEvents } from "./incidents.ts";
import { readLastInstantMs } from "./journal.ts";
import { readCashFlows, readFunding, readLedgerBalance } from "./ledger.ts";
import { readOrders } from "./orders.ts";
import type { StoreReader } from "./port.ts";
import { readRegimes } from "./regimes.ts";
import { readRoundTrips } from "./round_trips.ts";
import type { Dialect, Sql } from "./sql.ts";
import { readDaySummaries, readEquityCurve } from "./standing.ts";

/** The queries, on an open and migrated database. */
export function createReader(sql: Sql): StoreReader {
  const { dialect } = sql;
  const read = <T>(query: (sql: Sql) => T): T => guarded(dialect, "read", () => query(sql));
  return {
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
    equityCurve: () => read(readEquityCurve),
    daySummaries: () => read(readDaySummaries),
    systemEvents: () => read(readSystemEvents),
    errors: () => read(readErrors),
    canonicalExport: () => guardedRows(dialect, canonicalTexts(sql)),
    resultHash: () => read(resultHash),
    close: () => sql.close(),
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

import assert from "node:assert/strict";
import type { TraderEvent } from "../trader/mod.ts";
import type { EventOf, Store } from "./port.ts";
import {
  BINDING,
  decision,
  fill,
  INTENT,
  ORDER,
  SAMPLES,
  SYMBOL,
  T0,
} from "./testdata/sample_events_fixture.ts";
import { WALL_MS } from "./testdata/databases_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

/** What one event must lead to: through the port (given back exactly) and in the tables that operators query. */
interface Expected<K extends TraderEvent["kind"]> {
  /** What the port gives back. */
  readonly read: (store: Store) => unknown;
  readonly gives: (event: EventOf<K>) => unknown;
  /** Selects one row, and its values. */
  readonly query?: string;
  readonly row?: readonly unknown[];
}

const process = { wallMs: WALL_MS };
const PATCH = {
  ...{ version: "v2", origin: "patch", by: "desk", payload: '{"risk.per_trade_pct":0.5}' },
  ...{ confirmedBy: [], why: "" },
};

/** A kind without a line does not compile. */
const EXPECTED: { readonly [K in TraderEvent["kind"]]: Expected<K> } = {
  DecisionMade: {
    read: (store) => store.decision(SYMBOL, T0),
    gives: ({ decision }) => decision,
    query: "SELECT id, at_ms, symbol, verdict, reason, regime, strategy, intent_id FROM decisions",
    row: [`${SYMBOL}:${T0}`, T0, SYMBOL, "approved", "", "TREND_UP", "breakout", INTENT],
  },
  OrderChanged: {
    read: (store) => store.orders(),
    gives: ({ order }) => [order],
    query:
      `SELECT client_id, venue, symbol, side, type, price, qty, filled_qty, status, reduce_only, fee_bps, created_at,
      updated_at, trigger_price, intent_id, leg, attempt FROM orders`,
    row: [
      ...[
        ORDER.clientId,
        "paper",
        SYMBOL,
        "sell",
        "stop_market",
        null,
        "0.05",
        "0",
        "created",
        1,
        "0",
        T0 + 1,
      ],
      ...[T0 + 1, "41500", INTENT, "stop", 0],
    ],
  },
  FillBooked: {
    read: (store) => store.fills(),
    gives: (event) => [event],
    query:
      `SELECT order_id, venue, symbol, side, price, qty, fee_quote, pnl_quote, r_value, ts, system FROM trades`,
    row: [null, "paper", SYMBOL, "sell", "41499.9", "0.025", "0.51874875", "-12.5", "0", T0 + 2, null],
  },
  CashFlowBooked: {
    read: (store) => [store.cashFlows(), store.ledgerBalance()],
    gives: ({ flow }) => [[flow], flow.amount],
    query: "SELECT id, kind, symbol, amount, at_ms FROM cash_flows",
    row: ["fee:f1", "fee", SYMBOL, "-51874875", T0 + 2],
  },
  RoundTripClosed: {
    read: (store) => store.roundTrips(),
    gives: ({ trip }) => [trip],
    query: "SELECT realized_pnl, regime_at_entry, strategy_used, r, exits FROM round_trips",
    row: ["-1180591620717411303424", "TREND_UP", "breakout", -1.1000000000000001, '["target1","stop"]'],
  },
  RegimeChanged: {
    read: (store) => store.regimes(),
    gives: (event) => [event],
    query: "SELECT symbol, regime, confidence, ts, features_json FROM regimes",
    row: [SYMBOL, "RANGE", 0.625, T0, '{"adx":null,"atr":0.1}'],
  },
  DaySummarised: {
    read: (store) => store.daySummaries(),
    gives: ({ day }) => [day],
    query:
      `SELECT asof_date, realized_quote, unrealized_quote, fees_quote, equity_quote, trades_r, dd_r, dd_pct
      FROM pnl_ledger`,
    row: ["2024-01-01", "-0.00000001", "0", "1.0374975", "9999.99999999", "-1.1", "0.3", "0.0000001"],
  },
  Heartbeat: {
    read: (store) => store.equityCurve(),
    gives: ({ kind: _, ...point }) => [point],
    query: "SELECT account, balance, equity, ts FROM equity_snapshots",
    row: [BINDING.account, "1000000000000", "999000000000", T0 + 3_600_000],
  },
  PositionChanged: {
    read: (store) =>
      store.openPositions().map(({ qty, qtySteps, stopTicks, entry }) => [qty, qtySteps, stopTicks, entry]),
    gives: ({ qtySteps, stopTicks }) => [["-0.025", qtySteps, stopTicks, null]],
    query:
      `SELECT venue, symbol, side, qty, avg_price, stop_price, liq_price, last_price, u_pnl_quote, updated_at
      FROM positions`,
    row: ["paper", SYMBOL, "short", "-0.025", "42000.15", "41500", "62790.25", null, "0", T0 + 2],
  },
  FundingBooked: {
    read: (store) => store.funding(),
    gives: (event) => [event],
    query: "SELECT symbol, rate, position_steps, amount FROM funding",
    row: [SYMBOL, -1e-7, -25, "-105"],
  },
  LatchChanged: {
    read: (store) => store.systemEvents(),
    gives: ({ scope, atMs }) => [{ ...process, atMs, what: "latch_set", scope, cause: "cooldown: 3 losses" }],
  },
  LossStopChanged: {
    read: (store) => store.systemEvents(),
    gives: ({ atMs }) => [{
      ...process,
      ...{ atMs, what: "loss_stop_cleared", scope: "portfolio", cause: "daily loss 2.5 %" },
    }],
  },
  BookDiverged: {
    read: (store) => store.errors(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "reconciliation", scope: "" },
      cause: `Book of ${SYMBOL} differs in steps: ours 25, the venue's 50`,
    }],
  },
  CommandRefused: {
    read: (store) => store.errors(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "execution", scope: "" },
      cause: `Refused MoveStop of ${SYMBOL}: against the position`,
    }],
  },
  ProtectionChanged: {
    // in the journal alone
    read: (store) => [store.systemEvents(), store.errors()],
    gives: () => [[], []],
  },
  SymbolAbsent: {
    // in the journal alone
    read: (store) => [store.systemEvents(), store.errors()],
    gives: () => [[], []],
  },
  Finding: {
    read: (store) => store.errors(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "reconciliation", scope: "" },
      cause: `Found phantom position of ${SYMBOL}: ours 25, the venue's 0; closed in the book`,
    }],
  },
  ProtectionLost: {
    read: (store) => store.systemEvents(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "protection_lost", scope: SYMBOL },
      cause: "stop placed; without a stop for 2100 ms",
    }],
  },
  ProtectionRestored: {
    read: (store) => store.systemEvents(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "protection_restored", scope: SYMBOL },
      cause: "stop rests; was without a stop for 2300 ms",
    }],
  },
  OperatorCommandTaken: {
    read: (store) => store.systemEvents(),
    gives: ({ atMs }) => [{
      ...{ ...process, atMs, what: "command_accepted", scope: "portfolio" },
      cause: "PauseEntries by desk (c-1)",
    }],
  },
  ConfigStaged: {
    read: (store) => store.configVersions(1),
    gives: ({ atMs }) => [{ ...PATCH, status: "staged", isInForce: false, createdAtMs: atMs }],
    query:
      "SELECT version, actor, payload, status, created_at, origin FROM config_versions WHERE actor = 'desk'",
    row: ["v2", "desk", PATCH.payload, "staged", T0 + 12, "patch"],
  },
  ConfigApplied: {
    read: (store) => store.configVersions(1),
    gives: ({ atMs }) => [{ ...PATCH, status: "applied", isInForce: true, createdAtMs: atMs }],
  },
  ConfigConfirmed: {
    read: (store) => store.configVersions(9).map(({ version, confirmedBy }) => [version, confirmedBy]),
    gives: ({ actor }) => [[BINDING.configHash, [actor]]],
    query: "SELECT confirmed_by FROM config_versions",
    row: ['["risk"]'],
  },
  ConfigRolledBack: {
    read: (store) => store.configVersions(9).map(({ version, status }) => [version, status]),
    gives: () => [[BINDING.configHash, "applied"]],
  },
  ConfigFailed: {
    read: (store) => store.configVersions(9).map(({ status, why }) => [status, why]),
    gives: ({ why }) => [["failed", why]],
  },
};

for (const kind of Object.keys(EXPECTED) as TraderEvent["kind"][]) {
  const name = `project() of ${kind} fills its tables, and the port gives the event back`;
  onEachStore(name, ({ store, sql, record }) => {
    const { read, gives, query, row } = EXPECTED[kind] as Expected<typeof kind>;
    record(SAMPLES[kind]);
    assert.deepEqual(read(store), gives(SAMPLES[kind] as never));
    if (query === undefined) return;
    assert.deepEqual(sql.all<object>(query).map((found) => Object.values(found)), [row]);
  });
}

onEachStore(
  "project() of a fill knows the order it fills, the entry it belongs to and its fee in bps",
  ({ sql, record }) => {
    record(decision(T0), { kind: "OrderChanged", order: ORDER } as TraderEvent);
    record(fill("f1", T0 + 2), fill("f2", T0 + 3));
    const rows = sql.all<object>(
      `SELECT client_id, fee_bps, r_value, trades.system, strategy_used, regime_at_entry
      FROM trades JOIN orders ON orders.id = order_id ORDER BY trades.id`,
    );
    const row = [ORDER.clientId, "5", "-0.5", "rr", "breakout", "TREND_UP"];
    assert.deepEqual(rows.map((found) => Object.values(found)), [row, row]);
  },
);

onEachStore("project() keeps the last state of a position and of a day", ({ store, sql, record }) => {
  record(SAMPLES.PositionChanged, SAMPLES.DaySummarised);
  const { day } = SAMPLES.DaySummarised;
  const flat = { qtySteps: 0, averagePrice: 0, stopTicks: null, liquidationPrice: 0 };
  record(
    { ...SAMPLES.PositionChanged, ...flat },
    { ...SAMPLES.DaySummarised, day: { ...day, entries: 2 } } as TraderEvent,
  );
  const rows = sql.all<object>("SELECT side, qty, stop_price, liq_price FROM positions");
  assert.deepEqual(rows.map((found) => Object.values(found)), [["flat", "0", null, null]]);
  assert.deepEqual(store.daySummaries(), [{ ...day, entries: 2 }]);
});

onEachStore(
  "project() refuses a symbol without instrument, and nothing of the batch stays",
  ({ store, record }) => {
    record(SAMPLES.FillBooked);
    const other = { ...SAMPLES.PositionChanged, symbol: "X" };
    assert.throws(
      () => record(SAMPLES.CashFlowBooked, other),
      /Cannot write rows of X as its instrument must be bound/,
    );
    assert.deepEqual(store.cashFlows(), []);
  },
);

onEachStore("project() refuses a fill told twice, and nothing of the batch stays", ({ store, record }) => {
  record(SAMPLES.FillBooked);
  assert.throws(
    () => record(SAMPLES.CashFlowBooked, SAMPLES.FillBooked),
    /UNIQUE constraint failed: fills.fill_id/,
  );
  assert.deepEqual([store.cashFlows().length, store.fills().length, store.resumePoint().lastRound], [
    0,
    1,
    1,
  ]);
});

-- What was decided, done and earned, in exact integers: prices in ticks, quantities in steps, money in 1e-8 of the settle
-- currency as TEXT. event_id is the journal's event each row was written from.

-- body is the decision's line of the canonical export.
CREATE TABLE decisions (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  id TEXT NOT NULL UNIQUE,
  at_ms INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  regime TEXT NOT NULL,
  strategy TEXT NOT NULL,
  intent_id TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_time ON decisions (at_ms);
CREATE INDEX decisions_by_symbol ON decisions (symbol, at_ms, verdict);
CREATE INDEX decisions_by_intent ON decisions (intent_id) WHERE intent_id IS NOT NULL;

CREATE TABLE fills (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  fill_id TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  price_ticks INTEGER NOT NULL,
  qty_steps INTEGER NOT NULL,
  liquidity TEXT NOT NULL,
  fee TEXT NOT NULL,
  realized_pnl TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  position_steps_after INTEGER NOT NULL,
  intent_id TEXT NOT NULL,
  leg TEXT NOT NULL
) STRICT;
CREATE INDEX fills_by_time ON fills (at_ms);
CREATE INDEX fills_by_order ON fills (client_id);

-- The ledger; the sum of all amounts is the wallet balance.
CREATE TABLE cash_flows (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  symbol TEXT,
  amount TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX cash_flows_by_time ON cash_flows (at_ms);

-- Positions from open to flat; exits and reasons are JSON lists.
CREATE TABLE round_trips (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  id TEXT NOT NULL UNIQUE,
  system TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  strategy_used TEXT NOT NULL,
  regime_at_entry TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER NOT NULL,
  qty_steps INTEGER NOT NULL,
  entry_price REAL NOT NULL,
  exit_price REAL NOT NULL,
  initial_stop_ticks INTEGER NOT NULL,
  realized_pnl TEXT NOT NULL,
  fees TEXT NOT NULL,
  funding TEXT NOT NULL,
  net_pnl TEXT NOT NULL,
  risk_money TEXT NOT NULL,
  r REAL NOT NULL,
  exits TEXT NOT NULL,
  reasons TEXT NOT NULL
) STRICT;

CREATE TABLE funding (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  symbol TEXT NOT NULL,
  rate REAL NOT NULL,
  price REAL NOT NULL,
  position_steps INTEGER NOT NULL,
  amount TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE regimes (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  symbol TEXT NOT NULL,
  regime TEXT NOT NULL,
  confidence REAL NOT NULL,
  ts INTEGER NOT NULL,
  features_json TEXT NOT NULL
) STRICT;

CREATE TABLE equity_snapshots (
  event_id INTEGER PRIMARY KEY REFERENCES events (id),
  account TEXT NOT NULL,
  balance TEXT NOT NULL,
  equity TEXT NOT NULL,
  open_risk TEXT NOT NULL,
  positions INTEGER NOT NULL,
  ts INTEGER NOT NULL
) STRICT;

-- Starts, stops, latches: what changed whether we trade, and why. ts is logical, wall_ms the machine's.
CREATE TABLE system_events (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  cause TEXT NOT NULL,
  ts INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE errors (
  id INTEGER PRIMARY KEY,
  component TEXT NOT NULL,
  error TEXT NOT NULL,
  ts INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL
) STRICT;

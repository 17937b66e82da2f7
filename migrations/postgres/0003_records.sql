-- What was decided, done and earned, in exact integers: prices in ticks, quantities in steps, money in 1e-8 of the settle
-- currency as NUMERIC. event_id is the journal's event each row was written from.

-- body is the decision's line of the canonical export.
CREATE TABLE decisions (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  at_ms BIGINT NOT NULL,
  symbol TEXT COLLATE "C" NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  regime TEXT NOT NULL,
  strategy TEXT NOT NULL,
  intent_id TEXT COLLATE "C",
  body TEXT NOT NULL
);
CREATE INDEX decisions_by_time ON decisions (at_ms);
CREATE INDEX decisions_by_symbol ON decisions (symbol, at_ms, verdict);
CREATE INDEX decisions_by_intent ON decisions (intent_id) WHERE intent_id IS NOT NULL;

CREATE TABLE fills (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  fill_id TEXT COLLATE "C" NOT NULL UNIQUE,
  client_id TEXT COLLATE "C" NOT NULL,
  symbol TEXT COLLATE "C" NOT NULL,
  side TEXT NOT NULL,
  price_ticks BIGINT NOT NULL,
  qty_steps BIGINT NOT NULL,
  liquidity TEXT NOT NULL,
  fee NUMERIC NOT NULL,
  realized_pnl NUMERIC NOT NULL,
  at_ms BIGINT NOT NULL,
  position_steps_after BIGINT NOT NULL,
  intent_id TEXT COLLATE "C" NOT NULL,
  leg TEXT NOT NULL
);
CREATE INDEX fills_by_time ON fills (at_ms);
CREATE INDEX fills_by_order ON fills (client_id);

-- The ledger; the sum of all amounts is the wallet balance.
CREATE TABLE cash_flows (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  symbol TEXT COLLATE "C",
  amount NUMERIC NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX cash_flows_by_time ON cash_flows (at_ms);

-- Positions from open to flat; exits and reasons are JSON lists.
CREATE TABLE round_trips (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  system TEXT NOT NULL,
  symbol TEXT COLLATE "C" NOT NULL,
  side TEXT NOT NULL,
  strategy_used TEXT NOT NULL,
  regime_at_entry TEXT NOT NULL,
  opened_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ NOT NULL,
  qty_steps BIGINT NOT NULL,
  entry_price DOUBLE PRECISION NOT NULL,
  exit_price DOUBLE PRECISION NOT NULL,
  initial_stop_ticks BIGINT NOT NULL,
  realized_pnl NUMERIC NOT NULL,
  fees NUMERIC NOT NULL,
  funding NUMERIC NOT NULL,
  net_pnl NUMERIC NOT NULL,
  risk_money NUMERIC NOT NULL,
  r DOUBLE PRECISION NOT NULL,
  exits TEXT NOT NULL,
  reasons TEXT NOT NULL
);

CREATE TABLE funding (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  symbol TEXT COLLATE "C" NOT NULL,
  rate DOUBLE PRECISION NOT NULL,
  price DOUBLE PRECISION NOT NULL,
  position_steps BIGINT NOT NULL,
  amount NUMERIC NOT NULL,
  at_ms BIGINT NOT NULL
);

CREATE TABLE regimes (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  symbol TEXT COLLATE "C" NOT NULL,
  regime TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  ts TIMESTAMPTZ NOT NULL,
  features_json TEXT NOT NULL
);

CREATE TABLE equity_snapshots (
  event_id BIGINT PRIMARY KEY REFERENCES events (id),
  account TEXT NOT NULL,
  balance NUMERIC NOT NULL,
  equity NUMERIC NOT NULL,
  open_risk NUMERIC NOT NULL,
  positions BIGINT NOT NULL,
  ts TIMESTAMPTZ NOT NULL
);

-- Starts, stops, latches: what changed whether we trade, and why. ts is logical, wall_ms the machine's.
CREATE TABLE system_events (
  id BIGSERIAL PRIMARY KEY,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  cause TEXT NOT NULL,
  ts TIMESTAMPTZ NOT NULL,
  wall_ms BIGINT NOT NULL
);

CREATE TABLE errors (
  id BIGSERIAL PRIMARY KEY,
  component TEXT NOT NULL,
  error TEXT NOT NULL,
  ts TIMESTAMPTZ NOT NULL,
  wall_ms BIGINT NOT NULL
);

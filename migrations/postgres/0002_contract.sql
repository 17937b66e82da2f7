-- The five tables fixed by the product's contract, with its types and defaults. NUMERIC has no scale here: it keeps every
-- digit it is given. Times are logical and always given by this program. Columns below "added" are ours.

CREATE TABLE orders (
  id BIGSERIAL PRIMARY KEY,
  client_id TEXT COLLATE "C" NOT NULL UNIQUE,
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  type TEXT NOT NULL,
  price NUMERIC,
  qty NUMERIC NOT NULL,
  filled_qty NUMERIC NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  reduce_only BOOLEAN DEFAULT FALSE,
  fee_bps NUMERIC DEFAULT 0,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  -- added: what the order is for, and its exact integers
  intent_id TEXT NOT NULL,
  leg TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  reason TEXT NOT NULL,
  close_position BOOLEAN NOT NULL,
  trigger_price NUMERIC,
  limit_ticks BIGINT,
  trigger_ticks BIGINT,
  qty_steps BIGINT NOT NULL,
  filled_steps BIGINT NOT NULL
);
CREATE INDEX orders_by_time ON orders (created_at);

-- One row per fill. r_value is pnl_quote in R of the entry, fees not counted.
CREATE TABLE trades (
  id BIGSERIAL PRIMARY KEY,
  order_id BIGINT REFERENCES orders (id),
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  price NUMERIC NOT NULL,
  qty NUMERIC NOT NULL,
  fee_quote NUMERIC NOT NULL DEFAULT 0,
  pnl_quote NUMERIC NOT NULL DEFAULT 0,
  r_value NUMERIC NOT NULL DEFAULT 0,
  ts TIMESTAMPTZ NOT NULL DEFAULT now(),
  -- added: from the decision that let the entry through; NULL where none is known
  system TEXT,
  strategy_used TEXT,
  regime_at_entry TEXT
);
CREATE INDEX trades_by_order ON trades (order_id);

-- The last state of each position. qty is signed; side says it in words: long, short or flat.
CREATE TABLE positions (
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  qty NUMERIC NOT NULL,
  avg_price NUMERIC NOT NULL,
  stop_price NUMERIC,
  liq_price NUMERIC,
  last_price NUMERIC,
  u_pnl_quote NUMERIC DEFAULT 0,
  u_pnl_r NUMERIC DEFAULT 0,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  -- added
  side TEXT NOT NULL,
  PRIMARY KEY (venue, symbol)
);

-- One row per UTC day, replaced while the day is summarised again.
CREATE TABLE pnl_ledger (
  asof_date DATE PRIMARY KEY,
  realized_quote NUMERIC NOT NULL,
  unrealized_quote NUMERIC NOT NULL,
  fees_quote NUMERIC NOT NULL,
  equity_quote NUMERIC NOT NULL,
  trades_r NUMERIC NOT NULL,
  dd_r NUMERIC NOT NULL DEFAULT 0,
  -- added
  wallet_quote NUMERIC NOT NULL,
  funding_quote NUMERIC NOT NULL,
  dd_pct NUMERIC NOT NULL,
  round_trips BIGINT NOT NULL,
  decisions BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- version is the hash of the payload; actor is who brought it.
CREATE TABLE config_versions (
  id BIGSERIAL PRIMARY KEY,
  version TEXT NOT NULL,
  actor TEXT NOT NULL,
  payload JSONB NOT NULL,
  status TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

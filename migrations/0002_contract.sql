-- The five tables fixed by the product's contract. NUMERIC is TEXT with a plain decimal (SQLite's NUMERIC loses digits),
-- TIMESTAMPTZ is INTEGER ms, BOOLEAN is INTEGER 0 or 1, JSONB is TEXT. Times are logical and always given, so none has a
-- default. Columns below "added" are ours.

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL UNIQUE,
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  type TEXT NOT NULL,
  price TEXT,
  qty TEXT NOT NULL,
  filled_qty TEXT NOT NULL DEFAULT '0',
  status TEXT NOT NULL,
  reduce_only INTEGER DEFAULT 0,
  fee_bps TEXT DEFAULT '0',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- added: what the order is for, and its exact integers
  intent_id TEXT NOT NULL,
  leg TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  reason TEXT NOT NULL,
  close_position INTEGER NOT NULL,
  trigger_price TEXT,
  limit_ticks INTEGER,
  trigger_ticks INTEGER,
  qty_steps INTEGER NOT NULL,
  filled_steps INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_by_time ON orders (created_at);

-- One row per fill. r_value is pnl_quote in R of the entry, fees not counted.
CREATE TABLE trades (
  id INTEGER PRIMARY KEY,
  order_id INTEGER REFERENCES orders (id),
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  price TEXT NOT NULL,
  qty TEXT NOT NULL,
  fee_quote TEXT NOT NULL DEFAULT '0',
  pnl_quote TEXT NOT NULL DEFAULT '0',
  r_value TEXT NOT NULL DEFAULT '0',
  ts INTEGER NOT NULL,
  -- added: from the decision that let the entry through; NULL where none is known
  system TEXT,
  strategy_used TEXT,
  regime_at_entry TEXT
) STRICT;
CREATE INDEX trades_by_order ON trades (order_id);

-- The last state of each position. qty is signed; side says it in words: long, short or flat.
CREATE TABLE positions (
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  qty TEXT NOT NULL,
  avg_price TEXT NOT NULL,
  stop_price TEXT,
  liq_price TEXT,
  last_price TEXT,
  u_pnl_quote TEXT DEFAULT '0',
  u_pnl_r TEXT DEFAULT '0',
  updated_at INTEGER NOT NULL,
  -- added
  side TEXT NOT NULL,
  PRIMARY KEY (venue, symbol)
) STRICT;

-- One row per UTC day, replaced while the day is summarised again.
CREATE TABLE pnl_ledger (
  asof_date TEXT PRIMARY KEY,
  realized_quote TEXT NOT NULL,
  unrealized_quote TEXT NOT NULL,
  fees_quote TEXT NOT NULL,
  equity_quote TEXT NOT NULL,
  trades_r TEXT NOT NULL,
  dd_r TEXT NOT NULL DEFAULT '0',
  -- added
  wallet_quote TEXT NOT NULL,
  funding_quote TEXT NOT NULL,
  dd_pct TEXT NOT NULL,
  round_trips INTEGER NOT NULL,
  decisions INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- version is the hash of the payload; actor is who brought it.
CREATE TABLE config_versions (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,
  actor TEXT NOT NULL,
  payload TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

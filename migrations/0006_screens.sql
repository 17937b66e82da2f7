-- For those who look on: each list that a screen shows is found by an index, however long the tables are.

CREATE INDEX events_by_kind ON events (kind, id);
-- most decisions are no_trade, and the newest of them are found by time
CREATE INDEX decisions_by_verdict ON decisions (verdict, at_ms, event_id) WHERE verdict <> 'no_trade';
CREATE INDEX orders_by_symbol ON orders (symbol, id);
CREATE INDEX orders_open ON orders (id) WHERE status NOT IN ('filled', 'cancelled', 'rejected', 'expired');
CREATE INDEX fills_by_symbol ON fills (symbol, event_id);
CREATE INDEX fills_by_intent ON fills (intent_id);
CREATE INDEX round_trips_by_symbol ON round_trips (symbol, event_id);
CREATE INDEX round_trips_by_close ON round_trips (closed_at);
CREATE INDEX regimes_by_symbol ON regimes (symbol, event_id);
CREATE INDEX equity_by_time ON equity_snapshots (ts);

-- the exact integers of a position; NULL in rows older than this file
ALTER TABLE positions ADD COLUMN qty_steps INTEGER;
ALTER TABLE positions ADD COLUMN stop_ticks INTEGER;

-- One row per UTC day (ts / 86400000) with snapshots: those with its lowest and highest equity, and its last. low and high
-- are for comparing alone; the exact equity is in the snapshots.
CREATE TABLE equity_days (
  day INTEGER PRIMARY KEY,
  low_id INTEGER NOT NULL,
  low REAL NOT NULL,
  high_id INTEGER NOT NULL,
  high REAL NOT NULL,
  last_id INTEGER NOT NULL
) STRICT;
INSERT INTO equity_days (day, low_id, low, high_id, high, last_id)
SELECT day, max(CASE WHEN by_low = 1 THEN event_id END), min(value), max(CASE WHEN by_high = 1 THEN event_id END), max(value),
  max(event_id)
FROM (
  SELECT event_id, ts / 86400000 AS day, CAST(equity AS REAL) AS value,
    row_number() OVER (PARTITION BY ts / 86400000 ORDER BY CAST(equity AS REAL), event_id) AS by_low,
    row_number() OVER (PARTITION BY ts / 86400000 ORDER BY CAST(equity AS REAL) DESC, event_id) AS by_high
  FROM equity_snapshots
)
GROUP BY day;

-- Statuses are the contract's: staged, applied, failed, rolled_back. origin is start for a whole configuration that a
-- process began with, patch for a change of some values (payload: path -> value); confirmed_by is a JSON list of actors.
-- revision rises with every change of any row: of those applied, the one with the highest is in force.
ALTER TABLE config_versions ADD COLUMN origin TEXT NOT NULL DEFAULT 'start';
ALTER TABLE config_versions ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '[]';
ALTER TABLE config_versions ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE config_versions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE config_versions SET status = 'applied', revision = id;
CREATE INDEX config_versions_by_version ON config_versions (version, id);

-- What a process needs in order to go on where it stopped. wall_ms is the machine's time: for people, no decision reads it.
-- Keys compare byte by byte (COLLATE "C"), as in SQLite. Messages, states and events are TEXT, not JSONB: what was written
-- is read back to the byte, and their hashes hold.

-- What this store belongs to; one row, written once.
CREATE TABLE binding (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mode TEXT NOT NULL,
  venue_environment TEXT NOT NULL,
  account TEXT NOT NULL,
  run_id TEXT NOT NULL
);

-- The end of the last committed batch; one row.
CREATE TABLE resume_point (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_round BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  market_seq BIGINT NOT NULL
);
INSERT INTO resume_point VALUES (1, 0, 0, 0);
-- updated by every commit: room for the next version of the row on its page
ALTER TABLE resume_point SET (fillfactor = 20);

-- One row per handled input. (sender, seq) is the message it was; round is the last one of its batch; timers is the
-- list of what was set and cleared, NULL when it is empty.
CREATE TABLE journal (
  actor TEXT COLLATE "C" NOT NULL,
  input_no BIGINT NOT NULL,
  round BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  send_count BIGINT NOT NULL,
  seq_after BIGINT NOT NULL,
  timers TEXT,
  wall_ms BIGINT NOT NULL,
  PRIMARY KEY (actor, input_no)
);

-- Every message once: in its sender's commit, or in its receiver's where no actor sent it (market, timers).
CREATE TABLE messages (
  sender TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  round BIGINT NOT NULL,
  recipient TEXT COLLATE "C" NOT NULL,
  lane INTEGER NOT NULL,
  at_ms BIGINT NOT NULL,
  caused_by TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (sender, seq)
);

-- Messages sent and not handled yet: what goes out again after a restart. Small always.
CREATE TABLE outbox (
  sender TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (sender, seq)
);

-- Rows come and go by the thousand while few are there: vacuumed by count, not by share.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Append-only: the facts that came of an input, in order. body is NULL where another table holds the same text (decisions).
CREATE TABLE events (
  id BIGINT PRIMARY KEY,
  actor TEXT COLLATE "C" NOT NULL,
  input_no BIGINT NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  body TEXT
);

-- The newest snapshot of each actor for each version of its state.
CREATE TABLE actor_snapshots (
  actor TEXT COLLATE "C" NOT NULL,
  schema BIGINT NOT NULL,
  input_no BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  timers TEXT NOT NULL,
  seen TEXT NOT NULL,
  state TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  PRIMARY KEY (actor, schema)
);

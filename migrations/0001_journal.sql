-- What a process needs in order to go on where it stopped. wall_ms is the machine's time: for people, no decision reads it.

-- What this store belongs to; one row, written once.
CREATE TABLE binding (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mode TEXT NOT NULL,
  venue_environment TEXT NOT NULL,
  account TEXT NOT NULL,
  run_id TEXT NOT NULL
) STRICT;

-- The end of the last committed batch; one row.
CREATE TABLE resume_point (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_round INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  market_seq INTEGER NOT NULL
) STRICT;
INSERT INTO resume_point VALUES (1, 0, 0, 0);

-- One row per handled input. (sender, seq) is the message it was; round is the last one of its batch; timers is the
-- list of what was set and cleared, NULL when it is empty.
CREATE TABLE journal (
  actor TEXT NOT NULL,
  input_no INTEGER NOT NULL,
  round INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  sender TEXT NOT NULL,
  seq INTEGER NOT NULL,
  send_count INTEGER NOT NULL,
  seq_after INTEGER NOT NULL,
  timers TEXT,
  wall_ms INTEGER NOT NULL,
  PRIMARY KEY (actor, input_no)
) STRICT, WITHOUT ROWID;

-- Every message once: in its sender's commit, or in its receiver's where no actor sent it (market, timers).
CREATE TABLE messages (
  sender TEXT NOT NULL,
  seq INTEGER NOT NULL,
  round INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  lane INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  caused_by TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (sender, seq)
) STRICT;

-- Messages sent and not handled yet: what goes out again after a restart. Small always.
CREATE TABLE outbox (
  sender TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (sender, seq)
) STRICT, WITHOUT ROWID;

-- Append-only: the facts that came of an input, in order. body is NULL where another table holds the same text (decisions).
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  actor TEXT NOT NULL,
  input_no INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  body TEXT
) STRICT;

-- The newest snapshot of each actor for each version of its state.
CREATE TABLE actor_snapshots (
  actor TEXT NOT NULL,
  schema INTEGER NOT NULL,
  input_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  timers TEXT NOT NULL,
  seen TEXT NOT NULL,
  state TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  PRIMARY KEY (actor, schema)
) STRICT;

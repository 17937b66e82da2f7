-- Lives of the writers: only the newest of each may commit.
CREATE TABLE epochs (
  writer TEXT COLLATE "C" PRIMARY KEY,
  number BIGINT NOT NULL
);

-- epoch is the number of the life that committed the row, 0 in rows older than this file; quarantined is 1 where the
-- input crashed its actor too often and was counted without a step. In free delivery there are no rounds: round is 0 in
-- journal and messages, and journal.at_ms, the time of the handling, may be later than messages.at_ms, that of the send.
ALTER TABLE journal ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN quarantined BIGINT NOT NULL DEFAULT 0;

-- The latest logical time of any input handled in free delivery, which leaves the rest of the row alone.
ALTER TABLE resume_point ADD COLUMN free_at_ms BIGINT NOT NULL DEFAULT 0;

-- A message waiting on a conflating lane is replaced by a later one of the same sender, kind and key; NULL: by none.
ALTER TABLE messages ADD COLUMN conflation_key TEXT;

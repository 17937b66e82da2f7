-- Who may write this store at all: one row per lease, taken over when it has ended. A process asks before it raises any
-- epoch, so a second one on the same account is told so in words.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  acquired_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

-- An id that each commit of a writer brings: a writer that heard no answer finds out whether its last one is stored.
ALTER TABLE epochs ADD COLUMN last_commit_id TEXT;
-- a row is updated by every commit of its writer
ALTER TABLE epochs SET (fillfactor = 20);

-- What retention took away, so that nobody takes what is left for all there was.
--   inputs     actor     journal of the actor up to this input
--   events     ''        events (and what hangs on them) up to this id were gone through
--   decisions  verdict   so many decisions
--   equity     ''        snapshots up to this day of equity_days were thinned
CREATE TABLE pruned (
  part TEXT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (part, name)
);

import assert from "node:assert/strict";
import { Held } from "./held.ts";
import { note, T0 } from "./outlet_fixture.ts";

Deno.test("Held counts by level and reason, and says the loudest", () => {
  let held = Held.nothing;
  assert.equal(Held.count(held), 0);
  held = Held.add(held, note("i1", "info", { atMs: T0 + 60_000 }), "rate");
  held = Held.add(held, note("c1", "critical", { atMs: T0 }), "refused");
  held = Held.add(held, note("c2", "critical", { atMs: T0 + 120_000 }), "room");
  held = Held.add(held, note("w1", "warning", { atMs: T0 + 180_000 }), "room");
  assert.equal(Held.count(held), 4);
  assert.deepEqual(Held.summary(held, "webhook"), {
    ...{ level: "critical", key: "held/webhook", variant: String(T0 + 180_000), atMs: T0 + 180_000 },
    text: "4 notifications not told here (2 critical, 1 warning, 1 info) " +
      "from 2024-01-01 00:00 UTC to 2024-01-01 00:03 UTC: " +
      "1 over the rate limit, 2 for want of room in the queue, 1 not taken by the channel; the loudest: c2",
  });
});

Deno.test("Held merges two tallies without losing a count, and nothing with anything", () => {
  const a = Held.add(Held.nothing, note("a", "warning"), "rate");
  const b = Held.add(Held.nothing, note("b"), "room");
  assert.equal(Held.merge(a, Held.nothing), a);
  assert.equal(Held.merge(Held.nothing, b), b);
  const both = Held.merge(a, b);
  assert.deepEqual([both.byLevel, both.byReason, both.loudest], [
    { info: 1, warning: 1, critical: 0 },
    { rate: 1, room: 1, refused: 0 },
    "a",
  ]);
});

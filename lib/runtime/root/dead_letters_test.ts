import assert from "node:assert/strict";
import { DeadLetters } from "./dead_letters.ts";

Deno.test("DeadLetters.add() counts all by reason and keeps the newest hundred", () => {
  const letters = DeadLetters.create();
  for (let i = 1; i <= 250; i++) {
    DeadLetters.add(letters, { reason: i % 2 === 0 ? "even" : "odd", what: `m#${i}` });
  }
  DeadLetters.add(letters, { reason: "halted", what: "last" });
  assert.deepEqual(Object.fromEntries(letters.counts), { odd: 125, even: 125, halted: 1 });
  assert.equal(letters.newest.length, 100);
  assert.deepEqual(letters.newest[0], { reason: "even", what: "m#152" });
  assert.deepEqual(letters.newest.at(-1), { reason: "halted", what: "last" });
});

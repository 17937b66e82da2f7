import assert from "node:assert/strict";
import { FatalError, StaleEpochError } from "../errors.ts";
import { fatalOf, guarded } from "./fatal.ts";

Deno.test("fatalOf() leaves broken invariants as they are, and makes one of anything else", () => {
  const broken = new FatalError("broken");
  const stale = new StaleEpochError({ writer: "root", number: 1 }, 2);
  assert.equal(fatalOf(broken), broken);
  assert.equal(fatalOf(stale), stale);
  const cause = new RangeError("too far");
  const made = fatalOf(cause);
  assert.deepEqual([made.name, made.message, made.exitCode], [
    "FatalError",
    "Cannot go on: RangeError: too far",
    70,
  ]);
  assert.equal(made.cause, cause);
  assert.equal(fatalOf("words").message, "Cannot go on: words");
});

Deno.test("guarded() tells what is thrown, and hands over all arguments", () => {
  const told: unknown[] = [];
  const sums: number[] = [];
  const add = guarded((error) => told.push(error), (a: number, b: number) => {
    if (b === 0) throw new RangeError("nothing to add");
    sums.push(a + b);
  });
  add(1, 2);
  add(1, 0);
  add(3, 4);
  assert.deepEqual(sums, [3, 7]);
  assert.deepEqual(told, [new RangeError("nothing to add")]);
});

import assert from "node:assert/strict";
import { createOutbox } from "./outbox.ts";

Deno.test("createOutbox() has one batch under way and gathers the rest for the next", () => {
  const batches: (readonly number[])[] = [];
  const waiting: (() => void)[] = [];
  const outbox = createOutbox<number>((batch, done) => {
    batches.push(batch);
    waiting.push(done);
  });
  outbox.push([1]);
  outbox.push([2, 3]);
  outbox.push([4]);
  assert.deepEqual(batches, [[1]]);
  waiting.shift()!();
  assert.deepEqual(batches, [[1], [2, 3, 4]]);
  outbox.push([5]);
  waiting.shift()!();
  waiting.shift()!();
  assert.deepEqual(batches, [[1], [2, 3, 4], [5]]);
  outbox.push([6]);
  assert.deepEqual(batches.at(-1), [6], "free again, so it goes at once");
});

Deno.test("createOutbox() posts no empty batch and keeps the order when a batch is done at once", () => {
  const batches: (readonly number[])[] = [];
  const outbox = createOutbox<number>((batch, done) => {
    batches.push(batch);
    if (batch[0] === 1) outbox.push([2]);
    done();
  });
  outbox.push([]);
  outbox.push([1]);
  outbox.push([3]);
  assert.deepEqual(batches, [[1], [2], [3]]);
});

import assert from "node:assert/strict";
import type { Ctx, Message } from "../../../lib/runtime/mod.ts";
import { sink } from "./sink.ts";
import { orderSource, quoteSource } from "./sources.ts";

function ctx(messageId: string, nowMs = 0): Ctx {
  const from = messageId.slice(0, messageId.lastIndexOf("#"));
  return { nowMs, self: "self", messageId, from } as Ctx;
}

const order = (n: number) => ({ kind: "Order", n }) as const;
const quote = (symbol: string, n: number) => ({ kind: "Quote", symbol, n }) as const;

Deno.test("sink() takes the orders of each sender one after the other", () => {
  const { init, step } = sink();
  const state = init();
  for (const [from, n] of [["a", 1], ["b", 1], ["a", 2]] as const) step(state, order(n), ctx(`${from}#${n}`));
  assert.deepEqual(state.orders, { a: 2, b: 1 });
  assert.throws(() => step(state, order(4), ctx("a#4")), /Order 4 of a came where 3 was due/);
  assert.throws(() => step(state, order(1), ctx("b#1")), /Order 1 of b came where 2 was due/);
});

Deno.test("sink() takes newer quotes of a symbol, and no older ones", () => {
  const { init, step } = sink();
  const state = init();
  for (const [symbol, n] of [["x", 1], ["x", 5], ["y", 2]] as const) {
    step(state, quote(symbol, n), ctx("q#1"));
  }
  assert.deepEqual(state.newest, { x: 5, y: 2 });
  assert.throws(() => step(state, quote("x", 4), ctx("q#2")), /Quote 4 of x came after 5/);
});

Deno.test("orderSource() makes its burst out of each tick", () => {
  const { init, step } = orderSource({ to: "sink", lane: "control", burst: 3 });
  const state = init();
  const numbers = [1, 2].flatMap((n) =>
    step(state, { kind: "Tick", n }, ctx("market#1")).sends.map(({ body }) =>
      (body as Message & { n: number }).n
    )
  );
  assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6]);
});

Deno.test("quoteSource() feeds all its symbols in turn until its time is over", () => {
  const { init, step } = quoteSource({ to: "sink", symbols: 2, burst: 3, everyMs: 10, forMs: 100 });
  const state = init();
  const fired = { kind: "TimerFired", name: "feed" } as const;
  const first = step(state, { kind: "Start" }, ctx("market#1", 1_000));
  assert.deepEqual(first.sends.map(({ key }) => key), ["symbol/1", "symbol/0", "symbol/1"]);
  assert.deepEqual(first.timers, [{ op: "set", name: "feed", dueMs: 1_010 }]);
  assert.equal(step(state, fired, ctx("timer#1", 1_099)).sends.length, 3);
  assert.deepEqual(step(state, fired, ctx("timer#2", 1_100)).timers, []);
});

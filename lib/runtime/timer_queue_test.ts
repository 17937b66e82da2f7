import assert from "node:assert/strict";
import fc from "fast-check";
import { type OwnedTimer, TimerQueue } from "./timer_queue.ts";

const name = fc.constantFrom("x", "y", "z");
const address = fc.constantFrom("a", "B", "c/1");
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      address,
      name,
      dueMs: fc.integer({ min: -3, max: 9 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("clear" as const), address, name, dueMs: fc.constant(0) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("take" as const),
      address,
      name,
      dueMs: fc.integer({ min: -3, max: 9 }),
    }),
  },
);

Deno.test("TimerQueue does what a plain list sorted afresh each time does", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const queue = TimerQueue.create();
      let model: OwnedTimer[] = [];
      commands.forEach((c, i) => {
        const others = model.filter((t) => t.address !== c.address || t.name !== c.name);
        if (c.do === "take") {
          const due = model.filter((t) => t.dueMs <= c.dueMs);
          assert.deepEqual(TimerQueue.takeDue(queue, c.dueMs), due);
          model = model.filter((t) => t.dueMs > c.dueMs);
        } else if (c.do === "clear") {
          assert.equal(TimerQueue.clear(queue, c.address, c.name), others.length < model.length);
          model = others;
        } else {
          const timer = { address: c.address, name: c.name, dueMs: c.dueMs, setBy: `m#${i}` };
          TimerQueue.set(queue, timer);
          model = [...others, timer].sort((a, b) => a.dueMs - b.dueMs || (key(a) < key(b) ? -1 : 1));
        }
        assert.deepEqual(queue.sorted, model);
        assert.equal(TimerQueue.earliestMs(queue), model[0]?.dueMs ?? Infinity);
        const own = model.filter((t) => t.address === "a").map(({ name, dueMs, setBy }) => ({
          name,
          dueMs,
          setBy,
        }));
        assert.deepEqual(TimerQueue.of(queue, "a"), own.sort((a, b) => (a.name < b.name ? -1 : 1)));
      });
    }),
    { seed: 1, numRuns: 300 },
  );
});

function key(timer: OwnedTimer): string {
  return `${timer.address} ${timer.name}`;
}

Deno.test("TimerQueue.set() refuses a time that is no finite number", () => {
  for (const dueMs of [NaN, Infinity]) {
    assert.throws(
      () => TimerQueue.set(TimerQueue.create(), { address: "a", name: "x", dueMs, setBy: "" }),
      new RangeError(`Cannot set timer x as dueMs must be finite: current value is ${dueMs}`),
    );
  }
});

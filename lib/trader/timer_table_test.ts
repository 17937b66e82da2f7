import assert from "node:assert/strict";
import fc from "fast-check";
import { TimerTable } from "./timer_table.ts";

Deno.test("TimerTable fires what is due first, all of one time by name", () => {
  const table = TimerTable.create();
  TimerTable.change(table, [{ name: "b", dueMs: 5 }, { name: "a", dueMs: 5 }, { name: "c", dueMs: 9 }]);
  assert.equal(table.nextMs, 5);
  assert.deepEqual(TimerTable.takeNext(table), ["a", "b"]);
  assert.equal(table.nextMs, 9);
  assert.deepEqual(TimerTable.takeNext(table), ["c"]);
  assert.equal(table.nextMs, Infinity);
});

const change = fc.record({
  name: fc.constantFrom("a", "b", "c", "d", "e"),
  dueMs: fc.option(fc.integer({ min: 0, max: 4 })),
});

Deno.test("TimerTable holds what a dictionary would", () => {
  let fired = 0;
  fc.assert(
    fc.property(fc.array(fc.option(change, { freq: 4 }), { maxLength: 60 }), (steps) => {
      const table = TimerTable.create(), model = new Map<string, number>();
      for (const step of steps) {
        if (step !== null) {
          TimerTable.change(table, [step]);
          if (step.dueMs === null) model.delete(step.name);
          else model.set(step.name, step.dueMs);
        } else {
          const first = Math.min(...model.values());
          const due = [...model].filter(([, dueMs]) => dueMs === first).map(([name]) => name).sort();
          for (const name of due) model.delete(name);
          assert.deepEqual(TimerTable.takeNext(table), due);
          fired += due.length;
        }
        assert.equal(table.nextMs, Math.min(...model.values()));
        assert.deepEqual(new Map(table.names.map((name, i) => [name, table.dueMs[i]!])), model);
      }
    }),
    { numRuns: 2_000, seed: 4 },
  );
  assert.ok(fired > 1_000, `${fired} fired`);
});

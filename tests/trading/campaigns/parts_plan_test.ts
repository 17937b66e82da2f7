import assert from "node:assert/strict";
import { STRIKE_WAYS } from "../wrappers/strike.ts";
import { type BusyWorker, planStrikes } from "./parts_plan.ts";

const RISK: BusyWorker = { worker: "risk", at: "actor", handled: 1_000, burst: 9 };
const RARE: BusyWorker = { worker: "port/console", at: "port", handled: 80, burst: 2 };

Deno.test("planStrikes() strikes each worker once in each way, and never first at load", () => {
  for (let seed = 0; seed < 200; seed++) {
    for (const lives of planStrikes([RISK, RARE], String(seed)).values()) {
      assert.deepEqual(lives.map(({ way }) => way).sort(), [...STRIKE_WAYS].sort());
      assert.notEqual(lives[0].way, "load");
    }
  }
});

Deno.test("planStrikes() strikes in full swing, and each time beyond what the life before had in hand", () => {
  for (let seed = 0; seed < 200; seed++) {
    for (const { worker, handled, burst } of [RISK, RARE]) {
      const lives = planStrikes([{ ...RISK, worker, handled, burst }], String(seed)).get(worker)!;
      const places = lives.flatMap((life) => life.way === "load" ? [] : [life.nth]);
      assert.ok(places[0] > 0.05 * handled, `${seed}: at ${places[0]}`);
      for (const nth of places.slice(1)) assert.ok(nth > burst, `${seed}: at ${nth}`);
      assert.ok(places.reduce((sum, nth) => sum + nth, 0) <= 0.96 * handled + 1);
    }
  }
});

Deno.test("planStrikes() deals the ways out in turn where each worker gets only some", () => {
  const workers = Array.from({ length: 5 }, (_, i): BusyWorker => ({ ...RISK, worker: `w${i}` }));
  const dealt = [...planStrikes(workers, "1", 2).values()].map((lives) => lives.map(({ way }) => way));
  assert.ok(dealt.every(({ length }) => length === 2));
  assert.deepEqual([...new Set(dealt.flat())].sort(), [...STRIKE_WAYS].sort());
  assert.ok(dealt.every(([first]) => first !== "load"));
});

Deno.test("planStrikes() depends on its seed alone, and draws for each worker on its own", () => {
  const plan = (seed: string, workers = [RISK, RARE]) => planStrikes(workers, seed).get("risk");
  assert.deepEqual(plan("1"), plan("1"));
  assert.deepEqual(plan("1", [RISK]), plan("1"));
  assert.notDeepEqual(plan("1"), plan("2"));
});

Deno.test("planStrikes() refuses a worker that has too little to do", () => {
  const idle: BusyWorker = { ...RARE, handled: 15 };
  assert.throws(
    () => planStrikes([idle], "1"),
    /^RangeError: Cannot strike port\/console 4 times as it handles 15 messages only, up to 2 at one instant: play more bars$/,
  );
});

import assert from "node:assert/strict";
import type { Parameter, Point } from "./parameter.ts";
import { randomPoint } from "./random_point.ts";
import { sobolPoint } from "./sobol.ts";
import { type TpeOptions, tpePoint, type Trial } from "./tpe.ts";

const PARAMETERS: readonly Parameter[] = [
  { name: "level", kind: "float", low: -5, high: 5 },
  { name: "length", kind: "int", low: 1, high: 200, log: true },
  { name: "exit", kind: "choice", choices: ["trail", "target", "time"] },
];

/** Best, 0, at a level of 1.3, a length of 20 and the exit at a target. */
function scoreOf({ level, length, exit }: Point): number {
  return -((Number(level) - 1.3) ** 2) - Math.log(Number(length) / 20) ** 2 - (exit === "target" ? 0 : 2);
}

function search(trials: number, options: Omit<TpeOptions, "index">): readonly Trial[] {
  const history: Trial[] = [];
  for (let index = 0; index < trials; index++) {
    const point = tpePoint(PARAMETERS, history, { ...options, index });
    history.push({ point, score: scoreOf(point) });
  }
  return history;
}

const best = (scores: readonly number[]) => Math.max(...scores);

Deno.test("tpePoint() finds more than random search does with as many trials", () => {
  let wins = 0;
  let gained = 0;
  for (let i = 0; i < 12; i++) {
    const found = best(search(60, { seed: `tpe ${i}` }).map((trial) => trial.score));
    const random = best(
      Array.from({ length: 60 }, (_, index) => scoreOf(randomPoint(PARAMETERS, index, `r ${i}`))),
    );
    if (found > random) wins += 1;
    gained += found - random;
  }
  assert.ok(wins >= 8 && gained > 0, `${wins} wins of 12, gained ${gained}`);
});

Deno.test("tpePoint() starts with Sobol points and then stays near the best", () => {
  const history = search(60, { seed: "near", startup: 20 });
  assert.deepEqual(
    history.slice(0, 20).map((trial) => trial.point),
    [
      ...Array(20).keys(),
    ].map((index) => sobolPoint(PARAMETERS, index, "near")),
  );
  const average = (trials: readonly Trial[]) =>
    trials.reduce((sum, trial) => sum + trial.score, 0) / trials.length;
  assert.ok(average(history.slice(40)) > average(history.slice(0, 20)) + 2);
});

Deno.test("tpePoint() is a function of history, index and seed", () => {
  const history = search(20, { seed: "same" });
  const propose = (index: number, seed: string) => tpePoint(PARAMETERS, history, { index, seed });
  assert.deepEqual(propose(20, "same"), propose(20, "same"));
  assert.notDeepEqual(propose(20, "same"), propose(21, "same"));
  assert.notDeepEqual(propose(20, "same"), propose(20, "other"));
});

Deno.test("tpePoint() counts failed trials as the worst", () => {
  const one: readonly Parameter[] = [{ name: "exit", kind: "choice", choices: ["works", "fails"] }];
  const history: Trial[] = Array.from({ length: 40 }, (_, i) => ({
    point: { exit: i % 2 === 0 ? "works" : "fails" },
    score: i % 2 === 0 ? -1 : NaN,
  }));
  const proposed = Array.from({ length: 20 }, (_, i) => tpePoint(one, history, { index: 40 + i, seed: "x" }));
  assert.ok(proposed.every((point) => point.exit === "works"));
});

Deno.test("tpePoint() draws random points first where there are too many parameters for Sobol", () => {
  const many = Array.from(
    { length: 22 },
    (_, i): Parameter => ({ name: `p${i}`, kind: "float", low: 0, high: 1 }),
  );
  assert.deepEqual(tpePoint(many, [], { index: 0, seed: "m" }), randomPoint(many, 0, "m"));
});

Deno.test("tpePoint() refuses senseless options", () => {
  const refuses = (options: Partial<TpeOptions>, message: RegExp) =>
    assert.throws(() => tpePoint(PARAMETERS, [], { index: 0, seed: "x", ...options }), {
      name: "RangeError",
      message,
    });
  refuses({ index: -1 }, /'index'/);
  refuses({ startup: 1 }, /'startup' must be a whole number of at least 2/);
  refuses({ goodShare: 1 }, /'goodShare' must lie between 0 and 1/);
  refuses({ candidates: 0 }, /'candidates'/);
});

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Rng } from "./rng.ts";

Deno.test("Rng gives the same stream for the same seed and another for another", () => {
  const draw = (seed: string) => {
    const state = Rng.create(seed);
    return Array.from({ length: 5 }, () => Rng.uniform(state));
  };
  deepStrictEqual(draw("a"), draw("a"));
  ok(draw("a")[0] !== draw("b")[0]);
});

Deno.test("Rng continues identically from a copy of its state", () => {
  const state = Rng.create("copy");
  for (let i = 0; i < 100; i++) Rng.uniform(state);
  const copy = structuredClone(state);
  for (let i = 0; i < 100; i++) strictEqual(Rng.uniform(copy), Rng.uniform(state));
});

Deno.test("Rng moments: uniform is flat, normal has mean 0 and variance 1, below() covers its range", () => {
  const state = Rng.create("moments");
  const n = 200_000;
  let sum = 0, square = 0, uniform = 0;
  const hits = new Array(7).fill(0);
  for (let i = 0; i < n; i++) {
    const x = Rng.normal(state);
    sum += x;
    square += x * x;
    uniform += Rng.uniform(state);
    hits[Rng.below(state, 7)]++;
  }
  ok(Math.abs(sum / n) < 0.01 && Math.abs(square / n - 1) < 0.02 && Math.abs(uniform / n - 0.5) < 0.005);
  ok(hits.every((h) => Math.abs(h / n - 1 / 7) < 0.005));
});

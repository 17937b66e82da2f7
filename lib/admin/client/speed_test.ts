import { ok, strictEqual } from "node:assert/strict";
import { FASTEST, MARKED, SLOWEST, speedAt, speedText, stepOf, STEPS } from "./speed.ts";

Deno.test("speedAt() and stepOf() are each other's reverse, from real time to the fastest", () => {
  strictEqual(stepOf(SLOWEST), 0);
  strictEqual(stepOf(FASTEST), STEPS);
  strictEqual(speedAt(STEPS), FASTEST);
  strictEqual(speedAt(stepOf(MARKED)), MARKED);
  for (let step = 0; step <= STEPS; step += 7) {
    ok(Math.abs(stepOf(speedAt(step)) - step) <= 4, `step ${step}`);
  }
});

for (
  const [barsPerSecond, wanted] of [
    [0, "as fast as it goes"],
    [50, "50 bars/s"],
    [1.5, "1.5 bars/s"],
    [1 / 30, "a bar every 30 s"],
    [1 / 600, "a bar every 10 min"],
    [SLOWEST, "real time (1×)"],
  ] as const
) {
  Deno.test(`speedText() says ${wanted}`, () => strictEqual(speedText(barsPerSecond), wanted));
}

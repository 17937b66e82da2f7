import assert from "node:assert/strict";
import { Rng } from "../../core/mod.ts";
import { backoffMs } from "./backoff.ts";
import { DEFAULT_FLAGS } from "./supervisor_flags.ts";

const PLAIN = { ...DEFAULT_FLAGS.backoff, jitterPct: 0 };

Deno.test("backoffMs() doubles from the first wait to the longest", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 5_000].map((nth) => backoffMs(PLAIN, nth, Rng.create("x")));
  assert.deepEqual(waits, [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
});

Deno.test("backoffMs() stays at no wait, however many the restarts", () => {
  assert.equal(backoffMs({ ...PLAIN, firstMs: 0 }, 5_000, Rng.create("x")), 0);
});

Deno.test("backoffMs() spreads evenly over the jitter, in whole ms", () => {
  const rng = Rng.create("spread");
  const waits = Array.from({ length: 4_000 }, () => backoffMs(DEFAULT_FLAGS.backoff, 4, rng));
  assert.ok(waits.every(Number.isInteger));
  assert.ok(Math.min(...waits) >= 640 && Math.min(...waits) < 645);
  assert.ok(Math.max(...waits) <= 960 && Math.max(...waits) > 955);
  const mean = waits.reduce((sum, each) => sum + each, 0) / waits.length;
  assert.ok(Math.abs(mean - 800) < 6, `mean ${mean}`);
});

Deno.test("backoffMs() is the same for the same seed", () => {
  const draw = () => [1, 2, 3].map((nth) => backoffMs(DEFAULT_FLAGS.backoff, nth, Rng.create("same")));
  assert.deepEqual(draw(), draw());
});

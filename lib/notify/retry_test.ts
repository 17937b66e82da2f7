import assert from "node:assert/strict";
import { drawFor, retryAfterMs, retryDelayMs } from "./retry.ts";

const SPEC = { firstMs: 5_000, factor: 2, maxMs: 300_000, jitterPct: 20 };

Deno.test("retryDelayMs() doubles up to the longest wait, and spreads it", () => {
  const middle = [1, 2, 3, 6, 7, 8, 5_000].map((nth) => retryDelayMs(SPEC, nth, 0.5));
  assert.deepEqual(middle, [5_000, 10_000, 20_000, 160_000, 300_000, 300_000, 300_000]);
  assert.deepEqual([retryDelayMs(SPEC, 1, 0), retryDelayMs(SPEC, 1, 0.999999)], [4_000, 6_000]);
});

Deno.test("drawFor() is the same for the same text, and spread over texts", () => {
  assert.equal(drawFor("reporter#1/1"), drawFor("reporter#1/1"));
  const draws = Array.from({ length: 200 }, (_, i) => drawFor(`reporter#${i}/1`));
  assert.ok(draws.every((draw) => draw >= 0 && draw < 1));
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  assert.ok(mean > 0.4 && mean < 0.6, String(mean));
});

Deno.test("retryAfterMs() reads seconds and dates, at most an hour", () => {
  const nowMs = Date.UTC(2024, 0, 1, 12);
  const cases: [string | null, number | null][] = [
    [null, null],
    ["", null],
    ["0", 0],
    [" 7 ", 7_000],
    ["86400", 3_600_000],
    ["99999999999", null],
    ["-1", null],
    ["1.5", null],
    ["soon", null],
    ["Mon, 01 Jan 2024 12:00:30 GMT", 30_000],
    ["Mon, 01 Jan 2024 11:00:00 GMT", 0],
    ["Tue, 02 Jan 2024 12:00:00 GMT", 3_600_000],
    ["2024-01-01T12:00:30Z", null],
    ["Mon, 99 Jan 2024 12:00:30 GMT", null],
  ];
  for (const [header, ms] of cases) assert.equal(retryAfterMs(header, nowMs), ms, String(header));
});

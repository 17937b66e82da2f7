import assert from "node:assert/strict";
import type { Notice } from "../../../lib/runtime/mod.ts";
import type { Truth } from "./meddled_venue.ts";
import { nakedTimes, percentiles, readyTimes } from "./naked_time.ts";

const at = (atMs: number, kind: "WorkerReady" | "WorkerFailed", worker: string) =>
  ({ atMs, kind, worker, incarnation: 1, reason: { kind: "crash", detail: "" }, crash: null }) as Notice;

Deno.test("readyTimes() are when the last of those who protect was ready", () => {
  const notices = [
    at(1, "WorkerReady", "journal"),
    at(2, "WorkerReady", "guardian"),
    at(3, "WorkerReady", "symbols-1"),
    at(4, "WorkerReady", "execution"),
    at(10, "WorkerFailed", "execution"),
    at(11, "WorkerFailed", "symbols-1"),
    at(12, "WorkerReady", "symbols-1"),
    at(15, "WorkerReady", "execution"),
  ];
  assert.deepEqual(readyTimes(notices), [4, 15]);
});

const TABLE: readonly (readonly [string, number, number, readonly number[], number])[] = [
  ["all were ready: from its beginning", 100, 130, [5], 30],
  ["they became ready meanwhile: from then", 100, 130, [5, 110], 20],
  ["they were ready only after it: not at all", 100, 130, [140], 0],
  ["they were ready later too: that does not shorten it", 100, 130, [5, 140], 30],
];
for (const [name, sinceMs, untilMs, ready, countedMs] of TABLE) {
  Deno.test(`nakedTimes() counts, when ${name}`, () => {
    const truth: Truth = { kind: "WasNaked", symbol: "A", sinceMs, untilMs, end: "covered" };
    assert.deepEqual(nakedTimes([truth], ready), [{ symbol: "A", countedMs, wholeMs: 30 }]);
  });
}

Deno.test("percentiles() tells the middle, the worst but one in a hundred, and the worst", () => {
  const values = Array.from({ length: 200 }, (_, i) => 199 - i);
  assert.equal(percentiles(values), "p50 100, p99 198, max 199 ms (200)");
  assert.equal(percentiles([]), "none");
});

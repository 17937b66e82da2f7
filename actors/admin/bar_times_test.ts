import assert from "node:assert/strict";
import type { Message } from "../../lib/runtime/mod.ts";
import type { InputQuery, StoredInput } from "../../lib/store/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { BarTimes } from "./bar_times.ts";

const decided = (symbol: string, closeMs: number, atMs: number) => ({
  ...{ atMs, body: { kind: "DecisionMade", decision: { symbol, atMs: closeMs } } as unknown as Message },
});

/** A store in which risk was told of bars: [close, symbols, when]. */
function storeOf(...told: [closeMs: number, symbols: string[], sentAtMs: number][]) {
  const inputs = told.map(([closeMs, symbols, sentAtMs], i): StoredInput => ({
    ...{ inputNo: i + 1, from: ADDRESS.feed, kind: "BarsPublished", sentAtMs, atMs: sentAtMs + 3, wallMs: 0 },
    body: { kind: "BarsPublished", closeMs, symbols } as Message,
  }));
  const latestInputs = (actor: string, { limit, kinds }: InputQuery) => {
    assert.deepEqual([actor, kinds], [ADDRESS.risk, ["BarsPublished"]]);
    return inputs.toReversed().slice(0, limit);
  };
  return { latestInputs };
}

const counted = ({ latency: { counts, sumSeconds } }: BarTimes) => [
  counts.reduce((sum, count) => sum + count, 0),
  Number(sumSeconds.toFixed(3)),
];

Deno.test("BarTimes counts the time from a bar's publication to each decision on it, once", () => {
  const times = BarTimes.create();
  BarTimes.settle(times, {
    latestInputs: () => {
      throw new Error("not asked where nothing waits");
    },
  });
  BarTimes.take(times, { atMs: 5, body: { kind: "Heartbeat" } });
  BarTimes.take(times, decided("A", 1_000, 90_040));
  BarTimes.take(times, decided("B", 1_000, 90_300));
  // B's bar came by itself, later
  const store = storeOf([1_000, ["A"], 90_000], [1_000, ["B"], 90_200]);
  BarTimes.settle(times, store);
  assert.deepEqual(counted(times), [2, 0.14]);
  BarTimes.settle(times, store);
  assert.deepEqual(counted(times), [2, 0.14]);
});

Deno.test("BarTimes waits for a publication that is committed later, and for none that was passed by", () => {
  const times = BarTimes.create();
  BarTimes.take(times, decided("A", 1_000, 90_040));
  BarTimes.take(times, decided("A", 2_000, 91_050));
  BarTimes.settle(times, storeOf());
  assert.deepEqual([counted(times), times.waiting.length], [[0, 0], 2]);
  // the first was told of before this server's time
  BarTimes.settle(times, storeOf([2_000, ["B"], 91_000]));
  assert.deepEqual([counted(times), times.waiting.length], [[0, 0], 1]);
  BarTimes.settle(times, storeOf([2_000, ["B"], 91_000], [2_000, ["A"], 91_000]));
  assert.deepEqual([counted(times), times.waiting.length], [[1, 0.05], 0]);
});

Deno.test("BarTimes holds so many decisions and no more", () => {
  const times = BarTimes.create();
  for (let i = 0; i < 10_005; i++) BarTimes.take(times, decided("A", i, i));
  assert.deepEqual([times.waiting.length, times.waiting[0]!.closeMs], [10_000, 5]);
});

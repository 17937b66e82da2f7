import assert from "node:assert/strict";
import { Money, Position } from "../../domain/mod.ts";
import type { Notice } from "../notice.ts";
import { A, B, type Bench, createBench, HOUR_MS, intentOf, MONDAY_MS, RETURNS } from "./bench_fixture.ts";

const T = MONDAY_MS + HOUR_MS;

/** A portfolio with 5,000 steps of A bought at 1000.0. */
function holding(): Bench {
  const bench = createBench();
  bench.reconcile();
  bench.bar(MONDAY_MS, { symbol: A, returns: RETURNS[A] }, { symbol: B, returns: RETURNS[B] });
  bench.bar(T, { symbol: A, intent: intentOf(A, T) });
  bench.fill(A, "entry", 1, 5000, 10_000, T);
  bench.tell({
    kind: "EntryEnded",
    symbol: A,
    intentId: idOf(bench),
    filledSteps: 5000,
    reason: "",
    atMs: T,
  });
  return bench;
}

const idOf = (bench: Bench): string => bench.state.trades[0]!.approval.intent.id;

type Repaired = Extract<Notice, { kind: "PositionRepaired" }>;

function repaired(bench: Bench, change: Partial<Repaired>): void {
  const flat = { position: null, stopTicks: 0, walletBalance: bench.wallet() };
  bench.tell({ kind: "PositionRepaired", symbol: A, intentId: idOf(bench), ...flat, atMs: T + 1, ...change });
}

Deno.test("Portfolio books a position that was written off with what the wallet differs by, and closes its trade", () => {
  const bench = holding();
  const before = bench.state.book.wallet;
  const walletBalance = before - Money.parse("12.5");
  repaired(bench, { walletBalance });
  bench.tell({ kind: "CampaignEnded", symbol: A, intentId: idOf(bench), atMs: T + 1 });
  const flow = bench.events.findLast((event) => event.kind === "CashFlowBooked")!.flow;
  assert.deepEqual([flow.kind, flow.id, flow.amount], [
    "adjustment",
    `adjustment:${A}:${T + 1}`,
    -Money.parse("12.5"),
  ]);
  assert.equal(bench.state.book.wallet, walletBalance);
  const { trip } = bench.events.findLast((event) => event.kind === "RoundTripClosed")!;
  assert.deepEqual([trip.exits, trip.realizedPnl, trip.qtySteps, trip.closedAtMs], [
    ["repair"],
    -Money.parse("12.5"),
    5000,
    T + 1,
  ]);
  assert.deepEqual([bench.state.book.holdings[0].qtySteps, bench.state.trades[0]], [0, null]);
});

Deno.test("Portfolio takes over another quantity of a trade that goes on", () => {
  const bench = holding();
  const position = { symbol: A, side: 1 as const, qtySteps: 7000, cost: 70n, isolatedMargin: 35n };
  repaired(bench, { position, stopTicks: 9900 });
  const { qtySteps, cost, isolatedMargin, stopTicks } = bench.state.book.holdings[0];
  assert.deepEqual([qtySteps, cost, isolatedMargin, stopTicks], [7000, 70n, 35n, 9900]);
  assert.ok(bench.state.trades[0] !== null);
  assert.equal(bench.events.filter((event) => event.kind === "CashFlowBooked").length, 2);
});

Deno.test("Portfolio takes over a position nobody here opened, in place of what was pending", () => {
  const bench = holding();
  bench.bar(T + HOUR_MS, { symbol: B, intent: intentOf(B, T + HOUR_MS) });
  assert.equal(bench.state.book.holdings[1].pendingSide, 1);
  const position = { symbol: B, side: -1 as const, qtySteps: 30, cost: 300n, isolatedMargin: 100n };
  repaired(bench, { symbol: B, intentId: "adopted", position, stopTicks: 10_100 });
  const { side, qtySteps, pendingSide, pendingSteps, stopTicks } = bench.state.book.holdings[1];
  assert.deepEqual([side, qtySteps, pendingSide, pendingSteps, stopTicks], [-1, 30, 0, 0, 10_100]);
});

Deno.test("Portfolio estimates the margin after a fill learnt late, and does not judge the wallet by it", () => {
  const bench = holding();
  const { holdings } = bench.state.book;
  const { leverage } = bench.state.trades[0]!.approval;
  const told = holdings[0].isolatedMargin = 1_000_000n;
  const learn = (side: 1 | -1, qtySteps: number, leg: string) => {
    const fill = {
      ...{ fillId: `late ${leg}`, clientId: "id", symbol: A, side, priceTicks: 10_000, qtySteps },
      ...{ liquidity: "taker" as const, fee: 0n, realizedPnl: 0n, atMs: T + 2, positionStepsAfter: 0 },
    };
    const figures = { isolatedMargin: null, walletBalance: null };
    bench.tell({ kind: "FillNoted", symbol: A, intentId: idOf(bench), leg, fill, ...figures, atMs: T + 2 });
  };
  learn(-1, 2000, "stop");
  assert.equal(holdings[0].isolatedMargin, (told * 3n) / 5n);
  learn(1, 1000, "entry");
  const notional = BigInt(10_000 * 1000) * bench.spec.instruments[0].tickStepValue;
  assert.equal(holdings[0].isolatedMargin, (told * 3n) / 5n + notional / BigInt(leverage));
  learn(-1, 4000, "stop");
  assert.deepEqual([holdings[0].isolatedMargin, Position.signedSteps(holdings[0])], [0n, 0]);
  assert.deepEqual(bench.state.latches, []);
});

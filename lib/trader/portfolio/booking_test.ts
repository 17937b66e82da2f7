import assert from "node:assert/strict";
import { Money } from "../../domain/mod.ts";
import type { TraderEvent } from "../events.ts";
import {
  A,
  B,
  type Bench,
  createBench,
  HOUR_MS,
  intentOf,
  MONDAY_MS,
  RETURNS,
  verdictsOf,
} from "./bench_fixture.ts";

const T = MONDAY_MS + HOUR_MS;

function readyBench(limits: Record<string, unknown> = {}): Bench {
  const bench = createBench(limits);
  bench.reconcile();
  bench.bar(MONDAY_MS, { symbol: A, returns: RETURNS[A] }, { symbol: B, returns: RETURNS[B] });
  return bench;
}

const flowsOf = (events: readonly TraderEvent[]) =>
  events.flatMap((e) => e.kind === "CashFlowBooked" ? [e.flow] : []);
const tripsOf = (events: readonly TraderEvent[]) =>
  events.flatMap((e) => e.kind === "RoundTripClosed" ? [e.trip] : []);
const latchesOf = (events: readonly TraderEvent[]) =>
  events.flatMap((e) => e.kind === "LatchChanged" ? [`${e.scope} ${e.latch} ${e.on ? "on" : "off"}`] : []);

/** A long of 5,000 steps of A at 1000, closed at `exitTicks` an hour later; flat at `atMs` + 1 h. */
function trade(bench: Bench, atMs: number, exitTicks: number, symbol = A): string[] {
  const { events } = bench.bar(atMs, { symbol, intent: intentOf(symbol, atMs) });
  const verdicts = verdictsOf(events);
  if (!verdicts[0].endsWith("approved")) return verdicts;
  const steps = bench.state.trades[symbol === A ? 0 : 1]!.approval.qtySteps;
  bench.fill(symbol, "entry", 1, steps, 10_000, atMs);
  bench.fill(symbol, exitTicks > 10_000 ? "target1" : "stop", -1, steps, exitTicks, atMs + HOUR_MS);
  bench.end(symbol, atMs + HOUR_MS);
  return verdicts;
}

Deno.test("Portfolio opens the ledger with the venue's wallet and lets entries start", () => {
  const bench = createBench();
  assert.deepEqual(bench.state.latches.map((it) => it.name), ["starting"]);
  bench.reconcile();
  const opening = { id: "transfer:opening", kind: "transfer", symbol: null, amount: 1_000_000_000_000n };
  assert.deepEqual(flowsOf(bench.events), [{ ...opening, atMs: MONDAY_MS }]);
  assert.deepEqual(latchesOf(bench.events), ["portfolio starting off"]);
  assert.equal(bench.state.peakEquity, 1_000_000_000_000n);
});

Deno.test("Portfolio books a trade: ledger lines, wallet, round trip with R and reasons", () => {
  const bench = readyBench();
  bench.bar(T, { symbol: A, intent: intentOf(A, T) });
  bench.fill(A, "entry", 1, 2000, 10_000, T);
  bench.fill(A, "entry", 1, 3000, 10_010, T + 1);
  const { events } = bench;
  const atMs = T + HOUR_MS;
  const funding = { amount: -12_345n, rate: 1e-4, price: 1000, positionSteps: 5000, isolatedMargin: 7n };
  bench.tell({ kind: "FundingNoted", symbol: A, ...funding, walletBalance: bench.wallet() - 12_345n, atMs });
  assert.equal(bench.state.book.holdings[0].isolatedMargin, 7n);
  assert.deepEqual(flowsOf(events).slice(1), [
    // 10000 x 2000 x 0.0001 = 2000 USDT, of which 5 bps
    { id: "fee:1", kind: "fee", symbol: A, amount: -100_000_000n, atMs: T },
    { id: "fee:2", kind: "fee", symbol: A, amount: -150_150_000n, atMs: T + 1 },
    { id: `funding:${A}:${atMs}`, kind: "funding", symbol: A, amount: -12_345n, atMs },
  ]);
  assert.equal(bench.state.book.wallet, 1_000_000_000_000n - 100_000_000n - 150_150_000n - 12_345n);
});

Deno.test("Portfolio sums a round trip from its first fill to flat", () => {
  const bench = readyBench();
  bench.bar(T, { symbol: A, intent: intentOf(A, T) });
  bench.fill(A, "entry", 1, 2000, 10_000, T);
  bench.fill(A, "entry", 1, 3000, 10_010, T + 1);
  bench.fill(A, "target1", -1, 2500, 10_200, T + 2);
  bench.fill(A, "stop", -1, 1000, 9_900, T + 3);
  bench.fill(A, "stop", -1, 1500, 9_890, T + 4);
  bench.end(A, T + 5);
  const [trip, ...rest] = tripsOf(bench.events);
  assert.deepEqual(rest, []);
  // cost 2000 + 3003 = 5003; back 2550 + 990 + 1483.5 = 5023.5
  const realizedPnl = Money.parse("20.5");
  // 1 + 1.5015 + 1.275 + 0.495 + 0.74175
  const fees = Money.parse("5.01325");
  assert.deepEqual(trip, {
    id: intentOf(A, T).id,
    system: "test",
    symbol: A,
    side: "long",
    strategy: "trend_pullback",
    regimeAtEntry: "TREND",
    openedAtMs: T,
    closedAtMs: T + 4,
    qtySteps: 5000,
    // (2000 x 1000 + 3000 x 1001) / 5000
    entryPrice: 1000.6,
    // (2500 x 1020 + 1000 x 990 + 1500 x 989) / 5000
    exitPrice: 1004.7,
    initialStopTicks: 9900,
    realizedPnl,
    fees,
    funding: 0n,
    netPnl: realizedPnl - fees,
    riskMoney: Money.parse("50"),
    // (20.5 - 5.01325) / 50
    r: 0.309735,
    exits: ["target1", "stop"],
    // only what passed
    reasons: ["pullback.zone"],
  });
  const sum = flowsOf(bench.events).reduce((total, flow) => total + flow.amount, 0n);
  assert.equal(sum, bench.wallet());
  assert.equal(bench.state.book.wallet, bench.wallet());
  assert.equal(bench.state.trades[0], null);
});

Deno.test("Portfolio books a liquidation as the margin lost, and the trip with it", () => {
  const bench = readyBench();
  bench.bar(T, { symbol: A, intent: intentOf(A, T) });
  bench.fill(A, "entry", 1, 5000, 10_000, T);
  const intentId = intentOf(A, T).id;
  const lost = 250_000_000_000n, walletBalance = bench.wallet() - lost;
  const what = { symbol: A, intentId, side: 1, qtySteps: 5000, price: 502.51, lost } as const;
  bench.tell({ kind: "LiquidationNoted", ...what, walletBalance, atMs: T + 9 });
  assert.equal(bench.state.book.wallet, walletBalance);
  assert.equal(bench.state.book.holdings[0].qtySteps, 0);
  bench.end(A, T + 10);
  const [trip] = tripsOf(bench.events);
  assert.deepEqual([trip.realizedPnl, trip.exits, trip.exitPrice, trip.closedAtMs], [
    -lost,
    ["liquidation"],
    502.5,
    T + 9,
  ]);
  assert.deepEqual(bench.state.latches, []);
});

Deno.test("Portfolio latches a symbol whose wallet or book differs from the venue's, and denies its next intent", () => {
  const fill = (bench: Bench) => {
    bench.bar(T, { symbol: A, intent: intentOf(A, T) });
    bench.fill(A, "entry", 1, 5000, 10_000, T);
  };
  const differ: readonly ((bench: Bench) => void)[] = [
    (bench) => {
      fill(bench);
      const amounts = { amount: -1n, rate: 1e-4, price: 1000, positionSteps: 5000, isolatedMargin: 1n };
      bench.tell({ kind: "FundingNoted", symbol: A, ...amounts, walletBalance: bench.wallet(), atMs: T });
      bench.fill(A, "stop", -1, 5000, 9_900, T);
      bench.end(A, T);
    },
    (bench) => {
      const told = { symbol: A, what: "position", ours: "1", venues: "2", atMs: T };
      bench.tell({ kind: "BookDiverged", ...told });
    },
  ];
  for (const happen of differ) {
    const bench = readyBench();
    happen(bench);
    assert.deepEqual(latchesOf(bench.events).slice(1), [`${A} unreconciled on`]);
    const at = T + HOUR_MS;
    const { events } = bench.bar(at, { symbol: A, intent: intentOf(A, at) }, {
      symbol: B,
      intent: intentOf(B, at),
    });
    // the other symbol trades on
    assert.deepEqual(verdictsOf(events), ["A: denied latch.unreconciled", "B: approved"]);
  }
});

Deno.test("Portfolio forgets an entry that did not fill", () => {
  const bench = readyBench({ max_open_positions: 1 });
  bench.bar(T, { symbol: A, intent: intentOf(A, T) });
  const intentId = intentOf(A, T).id;
  bench.tell({ kind: "EntryEnded", symbol: A, intentId, filledSteps: 0, reason: "rejected", atMs: T });
  bench.tell({ kind: "CampaignEnded", symbol: A, intentId, atMs: T });
  assert.deepEqual(tripsOf(bench.events), []);
  const { events } = bench.bar(T + HOUR_MS, { symbol: B, intent: intentOf(B, T + HOUR_MS) });
  assert.deepEqual(verdictsOf(events), ["B: approved"]);
});

Deno.test("Portfolio sends a symbol into a cool-down of 12 hours after three losses, then halves five trades", () => {
  const bench = readyBench({
    max_total_open_risk_pct: 100,
    daily_stop_pct: 50,
    weekly_stop_pct: 50,
    monthly_stop_pct: 50,
  });
  // a win in between starts the count anew
  for (const exit of [9_990, 9_990, 10_300, 9_990, 9_990]) trade(bench, T, exit);
  assert.deepEqual(trade(bench, T, 9_990), ["A: approved"]);
  const lastMs = T + HOUR_MS;
  assert.equal(bench.state.streaks[0].coolUntilMs, lastMs + 12 * HOUR_MS);
  assert.deepEqual(trade(bench, lastMs + 11 * HOUR_MS, 10_010), ["A: denied cool_down"]);
  // other symbols are not cooled down, nor halved
  const sizeOf = () => {
    const made = bench.events.findLast((event) => event.kind === "DecisionMade");
    return made?.kind === "DecisionMade" ? made.decision.sizing?.riskPct : undefined;
  };
  assert.deepEqual(trade(bench, lastMs + 11 * HOUR_MS, 10_300, B), ["B: approved"]);
  assert.equal(sizeOf(), 0.5);
  const again = lastMs + 12 * HOUR_MS;
  const risks = [1, 2, 3, 4, 5, 6].map(() => {
    assert.deepEqual(trade(bench, again, 10_300), ["A: approved"]);
    return sizeOf();
  });
  assert.deepEqual(risks, [0.25, 0.25, 0.25, 0.25, 0.25, 0.5]);
});

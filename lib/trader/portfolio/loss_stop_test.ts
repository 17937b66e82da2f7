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

const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = Date.UTC(2024, 1, 1) - MONDAY_MS;

function readyBench(limits: Record<string, unknown> = {}): Bench {
  const bench = createBench(limits);
  bench.reconcile();
  bench.bar(MONDAY_MS, { symbol: A, returns: RETURNS[A] }, { symbol: B, returns: RETURNS[B] });
  return bench;
}

const stopsOf = (events: readonly TraderEvent[]) =>
  events.flatMap((e) => e.kind === "LossStopChanged" ? [`${e.period} ${e.on ? "on" : "off"}`] : []);

/** A position of 5,000 steps at 1000 (fee 2.5) in A, whose price then is `price`. */
function openAndMark(bench: Bench, price: number): readonly TraderEvent[] {
  const at = MONDAY_MS + HOUR_MS;
  bench.bar(at, { symbol: A, intent: intentOf(A, at) });
  bench.fill(A, "entry", 1, 5000, 10_000, at);
  return bench.bar(at + HOUR_MS, { symbol: A, close: price }).events;
}

const ask = (bench: Bench, atMs: number, symbol = B) =>
  verdictsOf(bench.bar(atMs, { symbol, intent: intentOf(symbol, atMs) }).events);

Deno.test("Portfolio stops entries at a loss of equity with open profit and costs counted, to the period's end", () => {
  // 10,000 - 2.5 - 197.5 = 9,800: exactly 2 %
  const bench = readyBench();
  assert.deepEqual(stopsOf(openAndMark(bench, 960.6)), []);
  assert.deepEqual(stopsOf(bench.bar(MONDAY_MS + 3 * HOUR_MS, { symbol: A, close: 960.5 }).events), [
    "day on",
  ]);
  assert.deepEqual(ask(bench, MONDAY_MS + 3 * HOUR_MS), ["B: denied daily_stop"]);
  assert.equal(bench.state.reducedLeft, 0);
  // the loss was made good, the stop stays
  bench.bar(MONDAY_MS + 4 * HOUR_MS, { symbol: A, close: 1000 });
  assert.deepEqual(ask(bench, MONDAY_MS + DAY_MS - HOUR_MS), ["B: denied daily_stop"]);
  const { events } = bench.bar(MONDAY_MS + DAY_MS, { symbol: B, intent: intentOf(B, MONDAY_MS + DAY_MS) });
  assert.deepEqual(stopsOf(events), ["day off"]);
  assert.equal(bench.state.reducedLeft, 5);
  assert.deepEqual(verdictsOf(events), ["B: approved"]);
});

Deno.test("Portfolio stops the week at 5 % and the month at 8 %, each to its own end", () => {
  const cases = [
    // 10,000 - 2.5 - 500 is beyond 5 %, - 800 beyond 8 %
    { price: 900, stops: ["day on", "week on"], denied: "weekly_stop", untilMs: 7 * DAY_MS },
    { price: 840, stops: ["day on", "week on", "month on"], denied: "monthly_stop", untilMs: MONTH_MS },
  ];
  for (const { price, stops, denied, untilMs } of cases) {
    const bench = readyBench();
    assert.deepEqual(stopsOf(openAndMark(bench, price)), stops);
    assert.deepEqual(ask(bench, MONDAY_MS + 3 * HOUR_MS), ["B: denied daily_stop"]);
    const last = MONDAY_MS + untilMs - HOUR_MS;
    bench.bar(last - HOUR_MS, { symbol: A, close: price });
    assert.deepEqual(ask(bench, last), [`B: denied ${denied}`]);
    assert.deepEqual(ask(bench, MONDAY_MS + untilMs), ["B: approved"]);
  }
});

Deno.test("Portfolio halves the risk of the five entries after a pause, whatever the symbol", () => {
  const bench = readyBench();
  openAndMark(bench, 950);
  bench.fill(A, "stop", -1, 5000, 9_500, MONDAY_MS + 3 * HOUR_MS);
  bench.end(A, MONDAY_MS + 3 * HOUR_MS);
  const risks: (number | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    const symbol = i % 2 === 0 ? A : B;
    const at = MONDAY_MS + DAY_MS + i * HOUR_MS;
    const { events } = bench.bar(at, { symbol, intent: intentOf(symbol, at) });
    const made = events.find((event) => event.kind === "DecisionMade");
    risks.push(made?.kind === "DecisionMade" ? made.decision.sizing?.riskPct : undefined);
    const { qtySteps } = bench.state.trades[i % 2]!.approval;
    bench.fill(symbol, "entry", 1, qtySteps, 10_000, at);
    bench.fill(symbol, "target1", -1, qtySteps, 10_300, at);
    bench.end(symbol, at);
  }
  assert.deepEqual(risks, [0.25, 0.25, 0.25, 0.25, 0.25, 0.5]);
});

Deno.test("Portfolio sizes on the lesser of wallet and equity: open profit is never bet on, open loss is", () => {
  const equityAt = (price: number) => {
    const bench = readyBench({ daily_stop_pct: 50, weekly_stop_pct: 50, monthly_stop_pct: 50 });
    openAndMark(bench, price);
    const at = MONDAY_MS + 3 * HOUR_MS;
    const { events } = bench.bar(at, { symbol: A, close: price }, { symbol: B, intent: intentOf(B, at) });
    const made = events.find((event) => event.kind === "DecisionMade");
    return made?.kind === "DecisionMade" ? made.decision.sizing?.equity : undefined;
  };
  // 10,000 - 2.5 of fees
  assert.equal(equityAt(1100), String(Money.parse("9997.5")));
  assert.equal(equityAt(990), String(Money.parse("9947.5")));
});

Deno.test("Portfolio sums up each UTC day at its end, and beats once an hour", () => {
  const bench = readyBench();
  const at = MONDAY_MS + HOUR_MS;
  openAndMark(bench, 1010);
  bench.fill(A, "target1", -1, 5000, 10_200, at + 2 * HOUR_MS);
  bench.end(A, at + 2 * HOUR_MS);
  for (let hour = 3; hour < 24; hour++) bench.bar(MONDAY_MS + hour * HOUR_MS, { symbol: A });
  const { events } = bench.bar(MONDAY_MS + DAY_MS, { symbol: A }, { symbol: B });
  const [summary] = events.filter((event) => event.kind === "DaySummarised");
  // 100 of profit; fees of 2.5 and 2.55; the peak is today's close
  const wallet = Money.parse("10094.95");
  assert.deepEqual(summary, {
    kind: "DaySummarised",
    day: {
      date: "2024-01-01",
      equity: wallet,
      wallet,
      realized: Money.parse("100"),
      unrealized: 0n,
      fees: Money.parse("5.05"),
      funding: 0n,
      roundTrips: 1,
      sumR: 94.95 / 50,
      drawdownPct: 0,
      drawdownR: 0,
      // two at the first bar, one at each of 23, two at the last
      decisions: 27,
      entries: 1,
    },
    atMs: MONDAY_MS + DAY_MS,
  });
  assert.equal(bench.state.day.decisions, 0);
  const beats = bench.events.filter((event) => event.kind === "Heartbeat");
  assert.equal(beats.length, 25);
  assert.equal(bench.events.filter((event) => event.kind === "DaySummarised").length, 1);
});

Deno.test("Portfolio tells a drawdown from the peak in percent and in R", () => {
  const bench = readyBench();
  openAndMark(bench, 1020);
  bench.bar(MONDAY_MS + 5 * HOUR_MS, { symbol: A, close: 1000 });
  const { events } = bench.bar(MONDAY_MS + DAY_MS, { symbol: A, close: 1000 });
  const [summary] = events.filter((event) => event.kind === "DaySummarised");
  // peak 10,000 - 2.5 + 100, now 100 less; one R is 0.5 % of the peak
  const drawdownPct = (100 * 100) / 10_097.5;
  assert.equal(summary.day.drawdownPct, drawdownPct);
  assert.equal(summary.day.drawdownR, (100 * 100) / (10_097.5 * 0.5));
  assert.equal(summary.day.unrealized, 0n);
});

import assert from "node:assert/strict";
import type { Intent } from "../../domain/mod.ts";
import { PORTFOLIO_SCOPE, RULES } from "../../risk/mod.ts";
import { createPortfolioOut } from "./state.ts";
import { NO_RECORDER } from "../recorder.ts";
import {
  A,
  B,
  type Bench,
  C,
  createBench,
  HOUR_MS,
  intentOf,
  MONDAY_MS,
  RETURNS,
  verdictsOf,
} from "./bench_fixture.ts";
import { Portfolio } from "./reducer.ts";

const T = MONDAY_MS + HOUR_MS;
const SYMBOLS = [A, B, C];

/** A reconciled bench whose return windows are full. */
function readyBench(limits: Record<string, unknown> = {}, wallet = "10000"): Bench {
  const bench = createBench(limits, wallet);
  bench.reconcile();
  bench.bar(MONDAY_MS, ...SYMBOLS.map((symbol) => ({ symbol, returns: RETURNS[symbol] })));
  return bench;
}

const want = (symbol: string, change: Partial<Intent> = {}) => ({
  symbol,
  intent: intentOf(symbol, T, change),
});

Deno.test("Portfolio judges a set by score, then by symbol", () => {
  const bench = readyBench({ max_same_direction: 3 });
  const { commands } = bench.bar(
    T,
    want(A, { score: 0.5 }),
    want(B, { score: 0.9 }),
    want(C, { score: 0.5 }),
  );
  const entered = commands.map((it) => it.kind === "EnterPosition" ? it.approval.intent.symbol : it.kind);
  assert.deepEqual(entered, [B, A, C]);
});

Deno.test("Portfolio passes exits on before it enters", () => {
  const bench = readyBench();
  const exit = { kind: "ClosePosition", symbol: B, reason: "time_out", atMs: T } as const;
  const { commands } = bench.bar(T, want(A), { symbol: B, exit });
  assert.deepEqual(commands.map((it) => it.kind), ["ClosePosition", "EnterPosition"]);
});

const SECOND_SEES_FIRST: readonly [Record<string, unknown>, string][] = [
  [{ max_open_positions: 1 }, "max_open_positions"],
  [{ max_same_direction: 1 }, "same_direction"],
  [{ max_total_open_risk_pct: 0.99 }, "total_open_risk"],
  [{ max_total_open_risk_pct: 1 }, ""],
  [{ max_gross_exposure_pct: 99 }, "gross_exposure"],
  [{ max_gross_exposure_pct: 100 }, ""],
  [{ max_correlation: 0 }, ""],
];

Deno.test("Portfolio counts the first intent of a set as pending when it judges the second", () => {
  for (const [limits, reason] of SECOND_SEES_FIRST) {
    const bench = readyBench(limits);
    const { events, notices, commands } = bench.bar(T, want(A, { score: 0.9 }), want(B));
    const second = reason === "" ? "B: approved" : `B: denied ${reason}`;
    assert.deepEqual(verdictsOf(events), ["A: approved", second], JSON.stringify(limits));
    assert.equal(commands.length, reason === "" ? 2 : 1);
    const denied = notices.map((it) => it.kind === "IntentDenied" ? [it.symbol, it.intentId] : it.kind);
    assert.deepEqual(denied, reason === "" ? [] : [[B, intentOf(B, T).id]]);
  }
});

/** What makes a rule deny A's intent; everything else passes. */
interface Denial {
  readonly reason: string;
  readonly limits?: Record<string, unknown>;
  readonly wallet?: string;
  readonly intent?: Partial<Intent>;
  readonly before?: (bench: Bench) => void;
  readonly make?: () => Bench;
}

const LOOSE = { max_gross_exposure_pct: 10_000, max_total_open_risk_pct: 100 };

const latch = (scope: string, name: "operator" | "kill") => (bench: Bench) =>
  Portfolio.latch(bench.state, { scope, name, cause: "test" }, true, T, createPortfolioOut(NO_RECORDER));

const DENIALS: readonly Denial[] = [
  { reason: "" },
  { reason: "latch.starting", make: () => createBench() },
  { reason: "latch.operator", before: latch(A, "operator") },
  { reason: "latch.kill", before: latch(PORTFOLIO_SCOPE, "kill") },
  { reason: "", before: latch(B, "kill") },
  { reason: "stale", intent: { barCloseMs: T - 2 * HOUR_MS } },
  { reason: "", intent: { barCloseMs: T - 1.5 * HOUR_MS } },
  { reason: "one_per_symbol", before: (bench) => void bench.bar(T, want(A)) },
  {
    reason: "correlation",
    make: () => {
      const bench = createBench();
      bench.reconcile();
      bench.bar(T, want(B));
      return bench;
    },
  },
  {
    reason: "correlation",
    before: (bench) => {
      bench.bar(MONDAY_MS, { symbol: A, returns: RETURNS[B] }, { symbol: B, returns: RETURNS[B] });
      bench.bar(T, want(B));
    },
  },
  {
    reason: "",
    before: (bench) => {
      bench.bar(MONDAY_MS, { symbol: A, returns: RETURNS[B] }, { symbol: B, returns: RETURNS[B] });
      bench.bar(T, want(B, { side: -1 }));
    },
  },
  { reason: "max_leverage", intent: { leverage: 3 } },
  { reason: "min_quantity", wallet: "0.01" },
  { reason: "min_notional", wallet: "9.9" },
  { reason: "", wallet: "10" },
  { reason: "gross_exposure", limits: { max_gross_exposure_pct: 49.9 } },
  { reason: "", limits: { max_gross_exposure_pct: 50 } },
  { reason: "free_margin", limits: LOOSE, intent: { stopTicks: 9990 } },
  { reason: "liquidation_distance", intent: { stopTicks: 8500 } },
  { reason: "liquidation_buffer", limits: { liquidation_distance_stops: 1 }, intent: { stopTicks: 5300 } },
];

Deno.test("Portfolio names the denial after the first rule that failed", () => {
  for (const { reason, limits, wallet, intent, before, make } of DENIALS) {
    const bench = make?.() ?? readyBench(limits, wallet);
    before?.(bench);
    const { events } = bench.bar(T, want(A, intent));
    assert.deepEqual(verdictsOf(events), [reason === "" ? "A: approved" : `A: denied ${reason}`]);
  }
});

Deno.test("Portfolio records every rule, whatever the verdict, and the arithmetic of the size", () => {
  for (const verdict of ["approved", "denied"]) {
    const bench = readyBench(verdict === "denied" ? { max_gross_exposure_pct: 1 } : {});
    const { events } = bench.bar(T, want(A));
    const made = events.find((event) => event.kind === "DecisionMade");
    assert.ok(made);
    const { decision } = made;
    assert.equal(decision.verdict, verdict);
    assert.deepEqual(decision.riskChecks.map((check) => check.name), RULES.map((rule) => rule.name));
    assert.deepEqual(decision.checks.map((check) => check.name), ["regime.range.adx", "pullback.zone"]);
    assert.deepEqual(decision.sizing, {
      equity: "1000000000000",
      riskPct: 0.5,
      budget: "5000000000",
      stopDistanceTicks: "100",
      qtySteps: "5000",
      riskMoney: "5000000000",
      notional: "500000000000",
      leverage: 2,
    });
  }
});

Deno.test("Portfolio dates each of several returns by its own setup bar, and starts over after a hole", () => {
  const bench = readyBench();
  const out = createPortfolioOut(NO_RECORDER);
  const { setupMs } = bench.spec;
  const tell = (setupReturns: number[], setupCloseMs: number) =>
    Portfolio.closeBarSet(
      bench.spec,
      bench.state,
      [{
        symbol: A,
        closeMs: T,
        close: 1000,
        decided: true,
        setupReturns,
        setupCloseMs,
        intent: null,
        draft: null,
        exit: null,
      }],
      T,
      out,
    );
  const window = bench.state.returns[bench.spec.symbols.indexOf(A)]!;
  window.count = 0;
  tell([1, 2, 3], 3 * setupMs);
  tell([4], 4 * setupMs);
  assert.deepEqual([window.count, ...window.values.slice(0, 4), window.lastCloseMs], [
    4,
    1,
    2,
    3,
    4,
    4 * setupMs,
  ]);
  tell([6], 6 * setupMs);
  assert.deepEqual([window.count, window.values[0], window.lastCloseMs], [1, 6, 6 * setupMs]);
});

Deno.test("Portfolio writes no decision where nobody records, and decides the same", () => {
  const bench = readyBench();
  const out = createPortfolioOut(NO_RECORDER);
  const report = { symbol: A, closeMs: T, close: 1000, decided: true, setupReturns: [], setupCloseMs: T };
  const before = bench.events.length;
  const reports = [{ ...report, intent: intentOf(A, T), draft: null, exit: null }];
  Portfolio.closeBarSet(bench.spec, bench.state, reports, T, out);
  assert.deepEqual(out.commands.map((it) => it.kind), ["EnterPosition"]);
  assert.equal(bench.events.length, before);
});

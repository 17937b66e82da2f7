import { Rng } from "../core/mod.ts";
import { iso } from "./fake_book_fixture.ts";
import { atrAt, BAR_MS, type FakeTape, openMs } from "./fake_market_fixture.ts";
import type { CheckView, DecisionLineView, DecisionView } from "./views.ts";

const CHECKS = {
  TREND: ["pullback.trend_emas", "pullback.trend_close", "pullback.zone", "pullback.rsi", "pullback.trigger"],
  RANGE: ["reversion.excursion", "reversion.rsi", "reversion.back_inside", "reversion.back_bars"],
  BREAKOUT: ["router.strategy"],
  NO_TRADE: ["router.strategy"],
} as const;

/** The record of bar `i` of a symbol. `entered`: whether a position was opened on it; `holding`: whether one was open. */
export function decisionView(tape: FakeTape, i: number, entered: boolean, holding: boolean): DecisionView {
  const { spec, regimes, candles } = tape;
  const rng = Rng.create(`why/${spec.symbol}/${i}`);
  const atMs = openMs(i) + BAR_MS, regime = regimes[i];
  const names = CHECKS[regime];
  const isDenied = !entered && !holding && names.length > 1 && Rng.uniform(rng) < 0.04;
  const hasSignal = entered || isDenied;
  const failing = hasSignal ? -1 : Rng.below(rng, names.length);
  const checks = [
    check("regime.steady", true, "0 contrary bars against at most 0"),
    ...names.slice(0, failing < 0 ? names.length : failing + 1).map((name, k) =>
      check(name, k !== failing, measured(rng, k !== failing))
    ),
  ];
  const riskChecks = hasSignal ? riskOf(rng, isDenied) : [];
  const failed = [...checks, ...riskChecks].find(({ passed }) => !passed)?.name ?? "";
  const price = candles[i].close, distance = 1.9 * atrAt(tape, i);
  const text = (value: number) => value.toFixed(spec.precision);
  const atrPct = (100 * atrAt(tape, i)) / price;
  return {
    id: `${spec.symbol}:${atMs}`,
    at: iso(atMs),
    symbol: spec.symbol,
    regime,
    strategy: regime === "TREND" ? "trend_pullback" : regime === "RANGE" ? "range_reversion" : "",
    verdict: entered ? "approved" : isDenied ? "denied" : holding ? "holding" : "no_trade",
    reason: entered ? "" : holding ? "one_per_symbol" : failed,
    system: "regime-router",
    confidence: 0.5 + 0.45 * Rng.uniform(rng),
    rawRegime: Rng.uniform(rng) < 0.85 ? regime : "NO_TRADE",
    contraryBars: Rng.below(rng, 3),
    historyFrom: iso(openMs(0)),
    historySource: "",
    features: {
      adx: 12 + 26 * Rng.uniform(rng),
      emaSepPct: (Rng.uniform(rng) - 0.5) * 6,
      emaSlope: (Rng.uniform(rng) - 0.5) * 0.02 * price,
      bandwidthRank: Rng.uniform(rng),
      bandwidthExpansion: 1 + 2 * Rng.uniform(rng),
      atrSpike: 0.6 + 1.1 * Rng.uniform(rng),
      crossingsShare: i % 17 === 0 ? null : Rng.uniform(rng) * 0.4,
      atrPct,
    },
    causes: [],
    checks,
    riskChecks,
    intent: hasSignal
      ? {
        id: `RR-${spec.symbol.slice(0, 3)}-${atMs / BAR_MS}`,
        side: "long",
        rule: regime === "TREND" ? "pullback_strong_close" : "band_reversion",
        anchor: text(price),
        stop: text(price - distance),
        targets: [{ price: text(price + 2 * distance), sharePct: 100 }],
        score: Number(Rng.uniform(rng).toFixed(3)),
      }
      : null,
    sizing: hasSignal
      ? {
        equity: "10184.22",
        riskPct: 0.5,
        budget: "50.92",
        stopDistance: text(distance),
        qty: (50.92 / distance).toFixed(spec.qtyDigits),
        riskMoney: "50.71",
        notional: ((50.92 / distance) * price).toFixed(2),
        leverage: 2,
      }
      : null,
  };
}

/** The line of it that lists and events carry. */
export function lineOf(d: DecisionView): DecisionLineView {
  const { id, at, symbol, regime, strategy, verdict, reason } = d;
  return { id, at, symbol, regime, strategy, verdict, reason };
}

function riskOf(rng: ReturnType<typeof Rng.create>, isDenied: boolean): CheckView[] {
  const pct = (most: number) => (most * (0.2 + 0.6 * Rng.uniform(rng))).toFixed(2);
  return [
    check("latch", true, "none held"),
    check("stale", true, "0 bars against at most 1.5"),
    check("daily_stop", true, `${pct(2)} % against 2 %`),
    check("weekly_stop", true, `${pct(5)} % against 5 %`),
    check("monthly_stop", true, `${pct(8)} % against 8 %`),
    check("cool_down", true, "0 ms left"),
    check("max_open_positions", true, "2 against 4"),
    check("same_direction", true, "2 against 2"),
    check("correlation", !isDenied, `${isDenied ? "0.87" : pct(0.8)} against 0.8`),
    check("risk_per_trade", true, "50.71 against 50.92"),
    check("total_open_risk", true, "1.49 % against 2 %"),
    check("gross_exposure", true, "121.4 % against 200 %"),
    check("liquidation_distance", true, "21.4 stops against at least 4"),
  ];
}

function measured(rng: ReturnType<typeof Rng.create>, passed: boolean): string {
  const limit = 20 + 30 * Rng.uniform(rng);
  const value = passed ? limit * (1 + 0.3 * Rng.uniform(rng)) : limit * (0.6 + 0.3 * Rng.uniform(rng));
  return `${value.toFixed(2)} against at least ${limit.toFixed(2)}`;
}

function check(name: string, passed: boolean, text: string): CheckView {
  return { name, passed, text };
}

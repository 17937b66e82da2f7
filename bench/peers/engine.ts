import { Backtest, type BacktestSpec } from "../../lib/backtest/mod.ts";
import { unwrap } from "../../lib/core/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import { type CandleColumns, NO_FUNDING } from "../../lib/market/mod.ts";
import { ExchangeSpec, Tape } from "../../lib/simulator/mod.ts";
import { createTallyRecorder, type RoundTrip, systemConfig, traderSpec } from "../../lib/trader/mod.ts";
import { instrumentOf } from "./engine_instrument.ts";
import { RULES } from "./rules.ts";
import { TradeColumns } from "./trade_columns.ts";

/** What the run pays for besides the fee. */
export interface Costs {
  readonly slippageBps: number;
  /** Of each settlement, as a fraction of the notional. */
  readonly fundingRate: number;
}

/** Those of the rules. */
export const NO_COSTS: Costs = { slippageBps: 0, fundingRate: 0 };

/** Nothing of the portfolio's rules may keep a trade away: the peers have none. */
const NO_LIMITS = {
  ...{ daily_stop_pct: 100, weekly_stop_pct: 100, monthly_stop_pct: 100 },
  ...{
    losing_streak: 1_000_000,
    reduced_risk_trades: 0,
    liquidation_distance_stops: 1,
    liquidation_buffer_pct: 0,
  },
};

/** The shipped system EC over candles, with its risk so small that equity is never a limit. */
export function engineSpec(candles: CandleColumns, costs: Costs): BacktestSpec {
  const instrument = instrumentOf(candles);
  const timeframeMs = candles.openMs[1] - candles.openMs[0];
  const fromMs = candles.openMs[0], toMs = candles.openMs[candles.length - 1] + timeframeMs;
  const symbols = [{ instrument, candles, funding: NO_FUNDING }];
  const { fundingRate: assumeFundingRate, slippageBps } = costs;
  const tape = unwrap(Tape.create({ timeframeMs, fromMs, toMs, symbols, assumeFundingRate }), "bench tape");
  const { fastPeriod: fast, slowPeriod: slow, atrPeriod, stopAtr, targetAtr } = RULES;
  const system = systemConfig.parse({
    ...{ id: "ema-cross", tag: "EC", router: { ALL: "ema_cross" }, min_bars: slow },
    timeframes: { entry: timeframeMs === 60_000 ? "1m" : "1h" },
    strategies: { ema_cross: { fast, slow, atr_bars: atrPeriod, stop_atr: stopAtr, target_atr: targetAtr } },
    risk: { ...NO_LIMITS, risk_per_trade_pct: 0.002 },
  });
  return {
    trader: traderSpec(system, [{ instrument, historySource: "" }], "bench"),
    exchange: ExchangeSpec.create({ tape, slippageBps, volumeSharePct: 100 }),
    walletBalance: Money.fromNumber(RULES.equity),
  };
}

/** The engine's own trades of the rules. */
export function runEngine(candles: CandleColumns, costs = NO_COSTS): TradeColumns {
  const recorder = createTallyRecorder(), spec = engineSpec(candles, costs);
  Backtest.advance(Backtest.start(spec, recorder));
  const trips = recorder.events.flatMap((event) => event.kind === "RoundTripClosed" ? [event.trip] : []);
  return columnsOf(trips, spec.exchange.tape);
}

/** Round trips of the first symbol of a tape, with times as bars. */
export function columnsOf(trips: readonly RoundTrip[], { timeframeMs, fromMs, symbols }: Tape): TradeColumns {
  const [{ instrument: { stepMantissa, stepPow10 } }] = symbols;
  const barOf = (ms: number) => Math.floor((ms - fromMs) / timeframeMs);
  const trades = TradeColumns.create();
  for (const trip of trips) {
    TradeColumns.push(trades, {
      side: trip.side === "long" ? 1 : -1,
      signalBar: barOf(signalMsOf(trip)) - 1,
      entryBar: barOf(trip.openedAtMs),
      exitBar: barOf(trip.closedAtMs),
      entryPrice: trip.entryPrice,
      exitPrice: trip.exitPrice,
      quantity: (trip.qtySteps * stepMantissa) / stepPow10,
      net: Money.toNumber(trip.netPnl),
    });
  }
  return trades;
}

/** Close of the bar that an intent was made on: `system:symbol:barCloseMs:rule:side`, and symbols have a colon. */
function signalMsOf({ id, symbol, system }: RoundTrip): number {
  return Number(id.slice(system.length + symbol.length + 2).split(":", 1)[0]);
}

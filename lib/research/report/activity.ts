import { Instrument, Money } from "../../domain/mod.ts";
import { tradeFigures, type TradeOutcome, type TradeSpan } from "../statistics/mod.ts";
import type { Recorded } from "./recorded.ts";
import type { ActivityFigures } from "./report_data.ts";
import type { Trade } from "./trade_summary.ts";

/** Share of the span in percent in which a position was open, of one symbol or (null) of any. */
export function exposurePct(
  symbol: string | null,
  trades: readonly Trade[],
  { open }: Recorded,
  span: TradeSpan,
): number {
  const isOurs = (it: { readonly symbol: string }) => symbol === null || it.symbol === symbol;
  const closed = trades.filter(({ trip }) => isOurs(trip)).map(({ outcome }) => outcome);
  const unfinished = open.filter(isOurs).map(({ openedAtMs }): TradeOutcome => ({
    ...{ netPnl: 0, r: NaN, tradedValue: 0 },
    ...{ openedAtMs, closedAtMs: span.toMs },
  }));
  return 100 * tradeFigures([...closed, ...unfinished], span).exposure;
}

/** How much was traded. */
export function activityFigures(
  trades: readonly Trade[],
  recorded: Recorded,
  instrumentOf: (symbol: string) => Instrument,
  { span, meanEquity }: { readonly span: TradeSpan; readonly meanEquity: number },
): ActivityFigures {
  const { fills, isEverything } = recorded;
  let makerValue = 0n, filledValue = 0n;
  for (const { symbol, priceTicks, qtySteps, liquidity } of fills) {
    const value = Instrument.notional(instrumentOf(symbol), priceTicks, qtySteps);
    filledValue += value;
    if (liquidity === "maker") makerValue += value;
  }
  const turnoverMoney = isEverything
    ? Money.toNumber(filledValue)
    : trades.reduce((sum, { outcome }) => sum + outcome.tradedValue, 0);
  return {
    exposurePct: exposurePct(null, trades, recorded, span),
    turnoverMoney,
    turnoverTimes: meanEquity > 0 ? turnoverMoney / meanEquity : null,
    fills: isEverything ? fills.length : null,
    makerPct: filledValue > 0n ? (100 * Money.toNumber(makerValue)) / Money.toNumber(filledValue) : null,
  };
}

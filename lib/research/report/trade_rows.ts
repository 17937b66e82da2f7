import { Instrument, Money } from "../../domain/mod.ts";
import type { RoundTrip } from "../../trader/mod.ts";
import type { TradeOutcome } from "../statistics/mod.ts";
import { known } from "./figure.ts";
import type { TradeRow } from "./report_data.ts";

/** Instruments by symbol; asking for another throws RangeError. */
export function instrumentsBySymbol(instruments: readonly Instrument[]): (symbol: string) => Instrument {
  const bySymbol = new Map(instruments.map((it) => [it.symbol, it]));
  return (symbol) => {
    const it = bySymbol.get(symbol);
    if (it === undefined) {
      throw new RangeError(`Cannot report what was traded as its symbol has no instrument: ${symbol}`);
    }
    return it;
  };
}

/** A round trip as the statistics see it. */
export function outcomeOf(trip: RoundTrip, it: Instrument): TradeOutcome {
  return {
    netPnl: Money.toNumber(trip.netPnl),
    r: Number.isFinite(trip.r) ? trip.r : NaN,
    openedAtMs: trip.openedAtMs,
    closedAtMs: trip.closedAtMs,
    tradedValue: (trip.entryPrice + trip.exitPrice) * Instrument.quantity(it, trip.qtySteps),
  };
}

/** A round trip as the report shows it. */
export function tradeRow(trip: RoundTrip, it: Instrument): TradeRow {
  const { id, symbol, side, strategy, regimeAtEntry, openedAtMs, closedAtMs, exits } = trip;
  return {
    ...{ id, symbol, side, strategy, regime: regimeAtEntry, openedAtMs, closedAtMs },
    quantity: Instrument.quantity(it, trip.qtySteps),
    entryPrice: trip.entryPrice,
    exitPrice: trip.exitPrice,
    feesMoney: Money.toNumber(trip.fees),
    fundingMoney: Money.toNumber(trip.funding),
    netMoney: Money.toNumber(trip.netPnl),
    r: known(trip.r),
    exits: [...exits],
  };
}

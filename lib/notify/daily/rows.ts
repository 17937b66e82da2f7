import { Instrument, Money } from "../../domain/mod.ts";
import type { DaySummary, RoundTrip } from "../../trader/mod.ts";
import type { DayBar, DayFigures, TripRow } from "./report_data.ts";

/** What of the trader's records a report shows, in its own words. */
export const ReportRows = {
  /** The day's line; `before` is that of the day before, or null. */
  figures(day: DaySummary, before: DaySummary | null): DayFigures {
    const { sumR, drawdownPct, drawdownR, roundTrips, decisions, entries } = day;
    return {
      ...{ equity: Money.format(day.equity), wallet: Money.format(day.wallet) },
      previousEquity: before === null ? null : Money.format(before.equity),
      ...{ realized: Money.format(day.realized), unrealized: Money.format(day.unrealized) },
      ...{ fees: Money.format(day.fees), funding: Money.format(day.funding), net: netOf(day) },
      ...{ sumR, drawdownPct, drawdownR, roundTrips, decisions, entries },
    };
  },

  bar: (day: DaySummary): DayBar => ({ date: day.date, net: netOf(day), sumR: day.sumR }),

  /** A closed position; quantities in steps where the instrument is not among those given. */
  trip(trip: RoundTrip, instruments: readonly Instrument[]): TripRow {
    const { symbol, side, strategy, regimeAtEntry: regime, r, exits } = trip;
    const it = instruments.find((instrument) => instrument.symbol === symbol);
    return {
      ...{ symbol, side, strategy, regime, r, exits },
      openedAt: new Date(trip.openedAtMs).toISOString(),
      closedAt: new Date(trip.closedAtMs).toISOString(),
      qty: it === undefined ? `${trip.qtySteps} steps` : String(Instrument.quantity(it, trip.qtySteps)),
      // averages have more digits than a price
      ...{ entryPrice: priceText(trip.entryPrice), exitPrice: priceText(trip.exitPrice) },
      netPnl: Money.format(trip.netPnl),
      ...{ fees: Money.format(trip.fees), funding: Money.format(trip.funding) },
    };
  },
} as const;

const netOf = ({ realized, fees, funding }: DaySummary): string => Money.format(realized - fees + funding);

const priceText = (price: number): string => String(Number(price.toPrecision(8)));

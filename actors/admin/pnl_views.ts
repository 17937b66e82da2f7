import type { EquityPointView, PnlDayView, PnlRange } from "../../lib/admin/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import type { EquityPoint } from "../../lib/store/mod.ts";
import type { DaySummary } from "../../lib/trader/mod.ts";
import { percentOf } from "./amounts.ts";
import { isoTime } from "./event_views.ts";

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<PnlRange, number>> = { "1d": 1, "7d": 7, "30d": 30, all: Infinity };

/** Where a range begins that ends at `marketMs`. */
export function sinceOf(range: PnlRange, marketMs: number): number {
  return Math.max(0, marketMs - DAYS[range] * DAY_MS);
}

/** The curve, with its fall from the highest point shown. */
export function equityViews(curve: readonly EquityPoint[]): EquityPointView[] {
  let peak = 0;
  return curve.map(({ atMs, equity, wallet }) => {
    const value = Money.toNumber(equity);
    peak = Math.max(peak, value);
    return {
      at: isoTime(atMs),
      equity: value,
      wallet: Money.toNumber(wallet),
      drawdownPct: percentOf(peak - value, peak),
    };
  });
}

export function pnlDayView(day: DaySummary): PnlDayView {
  const { date, sumR, drawdownR, drawdownPct, roundTrips } = day;
  return {
    ...{ date, realized: Money.format(day.realized), unrealized: Money.format(day.unrealized) },
    ...{ fees: Money.format(day.fees), funding: Money.format(day.funding), equity: Money.format(day.equity) },
    ...{ sumR, drawdownR, drawdownPct, roundTrips },
  };
}

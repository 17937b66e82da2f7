import { levelsAt } from "./curve.ts";
import { amount, percent } from "./figure.ts";
import type { Curve, MonthRow } from "./report_data.ts";
import { monthMarks, type Span } from "./spans.ts";
import { moneyOf, sumR, type Trade } from "./trade_summary.ts";

/**
 * The span by UTC months. A trade belongs to the month [first, next first) of its closing; what closed at the span's very end
 * to the last one.
 */
export function monthRows(span: Span, equity: Curve, trades: readonly Trade[]): MonthRow[] {
  const marks = monthMarks(span), levels = levelsAt(equity, marks);
  const last = marks.length - 2;
  const placeOf = (ms: number) => Math.min(Math.max(marks.findLastIndex((mark) => mark <= ms), 0), last);
  const byMonth = Map.groupBy(trades, ({ trip }) => placeOf(trip.closedAtMs));
  return marks.slice(0, -1).map((mark, i) => {
    const own = byMonth.get(i) ?? [];
    const start = levels[i], end = levels[i + 1];
    return {
      month: new Date(mark).toISOString().slice(0, 7),
      startEquityMoney: start,
      endEquityMoney: end,
      changeMoney: amount(end - start),
      returnPct: percent(end / start - 1),
      trades: own.length,
      sumR: sumR(own),
      netMoney: moneyOf(own, "netPnl"),
    };
  });
}

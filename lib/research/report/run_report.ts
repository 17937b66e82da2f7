import { accountFigures, dailyReturns, equityCurve, meanEquity } from "./account.ts";
import { activityFigures, exposurePct } from "./activity.ts";
import { fallsPct, thin } from "./curve.ts";
import { decisionFigures } from "./decisions.ts";
import { rHistogram } from "./histogram.ts";
import { buyAndHold, closesWithin, marketFigures } from "./market.ts";
import { monthRows } from "./months.ts";
import { type Recorded, recordedOf } from "./recorded.ts";
import type { Curve, ReportCharts, RunFacts, RunReport } from "./report_data.ts";
import type { ReportInput } from "./report_input.ts";
import { riskFigures } from "./risk.ts";
import { DAY_MS } from "./spans.ts";
import { instrumentsBySymbol, outcomeOf, tradeRow } from "./trade_rows.ts";
import { groupRow, groupRows, type Trade, tradeSummary } from "./trade_summary.ts";

/** Most trades that a report lists. */
const MAX_TRADE_ROWS = 500;
/** Most points of a symbol's price: there may be many symbols. */
const MAX_PRICE_POINTS = 600;

/**
 * The report of a run. Pure: the same input gives the same report. Throws RangeError for a span without time, an account
 * without money, and a trade in a symbol that has no instrument.
 */
export function runReport(input: ReportInput): RunReport {
  checkInput(input);
  const recorded = recordedOf(input.events);
  const instrumentOf = instrumentsBySymbol(input.instruments);
  const trades = recorded.trips.map((trip): Trade => ({
    trip,
    outcome: outcomeOf(trip, instrumentOf(trip.symbol)),
  }));
  const equity = equityCurve(input, recorded);
  const returns = dailyReturns(equity, input);
  const mean = meanEquity(equity);
  // its turnover is taken below, from what is known best
  const span = { fromMs: input.fromMs, toMs: input.toMs, meanEquity: mean > 0 ? mean : 1 };
  const summary = tradeSummary(trades, span);
  const held = input.market === null ? null : buyAndHold(input.market, input);
  const rs = trades.map(({ outcome }) => outcome.r);
  return {
    facts: factsOf(input, recorded),
    account: accountFigures(input, recorded, { equity, netMoney: summary.netMoney }),
    risk: riskFigures(equity, returns, rs),
    trades: summary,
    activity: activityFigures(trades, recorded, instrumentOf, { span, meanEquity: mean }),
    market: held === null ? null : marketFigures(input.market!.symbol, input, { held, returns }),
    byRegime: groupRows(trades, (trip) => trip.regimeAtEntry, span),
    bySymbol: input.symbols.map((symbol) => ({
      ...groupRow(symbol, trades.filter(({ trip }) => trip.symbol === symbol), span),
      exposurePct: exposurePct(symbol, trades, recorded, span),
    })),
    bySide: ["long", "short"].map((side) =>
      groupRow(side, trades.filter(({ trip }) => trip.side === side), span)
    ),
    byExit: groupRows(trades, (trip) => trip.exits.join("+"), span),
    byMonth: monthRows(input, equity, trades),
    decisions: recorded.isEverything ? decisionFigures(recorded.decisions) : null,
    charts: chartsOf(input, { equity, held, rs }),
    tradeRows: trades.slice(0, MAX_TRADE_ROWS).map(({ trip }) => tradeRow(trip, instrumentOf(trip.symbol))),
    tradeRowsLeftOut: Math.max(0, trades.length - MAX_TRADE_ROWS),
  };
}

function checkInput({ fromMs, toMs, walletBalance, instruments }: ReportInput): void {
  const refuse = (why: string) => {
    throw new RangeError(`Cannot report a run as ${why}`);
  };
  if (!(toMs > fromMs)) refuse(`'toMs' must be after 'fromMs': current values are ${toMs} and ${fromMs}`);
  if (!(walletBalance > 0)) refuse(`'walletBalance' must be above 0: current value is ${walletBalance}`);
  if (instruments.length === 0) refuse("'instruments' must not be empty");
}

function factsOf(input: ReportInput, { isEverything, beats, decisions }: Recorded): RunFacts {
  const { title, system, symbols, instruments, fromMs, toMs, barMs, remarks, result } = input;
  return {
    ...{ title, system, symbols, fromMs, toMs, barMs },
    currency: instruments[0].settle,
    days: (toMs - fromMs) / DAY_MS,
    walletMoney: input.walletBalance,
    recorded: isEverything ? "everything" : "tally",
    equityStep: beats.length > 0 ? "hour" : "day",
    fees: instruments.map(({ symbol, makerRateE8, takerRateE8 }) => ({
      symbol,
      makerBps: Number(makerRateE8) / 1e4,
      takerBps: Number(takerRateE8) / 1e4,
    })),
    firstDecisionMs: decisions.length === 0
      ? null
      : decisions.reduce((first, { atMs }) => Math.min(first, atMs), Infinity),
    ...{ remarks, result },
  };
}

interface ChartParts {
  readonly equity: Curve;
  readonly held: Curve | null;
  readonly rs: readonly number[];
}

function chartsOf(input: ReportInput, { equity, held, rs }: ChartParts): ReportCharts {
  return {
    equity: thin(equity),
    drawdown: thin(fallsPct(equity)),
    buyAndHold: held === null || held.value.length === 0 ? null : thin(held),
    rHistogram: rHistogram(rs),
    prices: (input.closes ?? []).map((series) => ({
      symbol: series.symbol,
      price: thin(closesWithin(series, input), MAX_PRICE_POINTS),
    })),
  };
}

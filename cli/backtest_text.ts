import { Money } from "../lib/domain/mod.ts";
import type { BacktestPlan } from "./backtest_plan.ts";
import type { Backtested } from "./backtest_play.ts";
import { recordsOf } from "./backtest_records.ts";
import { tradeStatistics } from "./statistics.ts";
import { resultText, summaryText, tradeRows } from "./summary.ts";
import { table, utc } from "./terminal.ts";

/** What is about to be run. */
export function headerText({ config, market, runId, spec }: BacktestPlan): string {
  const { tape } = market;
  const names = spec.trader.orders.symbols.join(", ");
  return [
    `${config.system.id} on ${market.kind} market, ${names}: ${utc(tape.fromMs)} to ${
      utc(tape.toMs)
    }, ${tape.bars} bars`,
    ...market.remarks,
    `run ${runId.slice(0, 16)}`,
    "",
  ].join("\n");
}

/** What it came to; the last line is the result. */
export function backtestText(played: Backtested): string {
  const { plan: { market: { tape }, spec }, events, result, wallMs } = played;
  const extra: [string, string | number][] = [
    ["bars", tape.bars],
    ["wall time", `${(wallMs / 1000).toFixed(1)} s`],
  ];
  if (result === null) return tallyText(played, extra);
  const records = recordsOf(events, result);
  return `${summaryText(records, spec.trader.orders.symbols, extra)}\n\n${resultText(records)}`;
}

/** What trades and days tell without any other record. */
function tallyText({ events, finalEquity }: Backtested, extra: readonly [string, string | number][]): string {
  const trips = events.flatMap((event) => event.kind === "RoundTripClosed" ? [event.trip] : []);
  const total = (money: (trip: (typeof trips)[number]) => Money) =>
    Money.toNumber(trips.reduce((sum, trip) => sum + money(trip), 0n)).toFixed(2);
  const rows = [
    ...extra,
    ...tradeRows(tradeStatistics(trips)),
    ["fees of trades", total(({ fees }) => fees)],
    ["funding of trades", total(({ funding }) => funding)],
    ["final equity", Money.toNumber(finalEquity).toFixed(2)],
  ];
  return `${table(rows)}\n\nno result: records were off (--no-records)`;
}

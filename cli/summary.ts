import { addToFunnel, createFunnel, type Funnel, funnelText } from "./funnel.ts";
import { type RunRecords, runStatistics, type TradeStatistics } from "./statistics.ts";
import { table } from "./terminal.ts";

/** Funnel over every decision of a run. */
export function readFunnel(store: RunRecords, symbols: readonly string[]): Funnel {
  const funnel = createFunnel();
  for (const symbol of symbols) {
    for (const decision of store.decisions(symbol, 0, Number.MAX_SAFE_INTEGER)) addToFunnel(funnel, decision);
  }
  return funnel;
}

const fixed = (value: number, digits = 2) =>
  Number.isFinite(value) ? value.toFixed(digits) : value === Infinity ? "no loss" : "none";

/** What trades came to, as rows of a summary. */
export function tradeRows(s: TradeStatistics): [string, string | number][] {
  return [
    ["trades", `${s.trades} (${s.wins} won)`],
    ["profit factor", fixed(s.profitFactor)],
    ["expectancy", `${fixed(s.expectancyR, 3)} R`],
    ["net result", fixed(s.netPnl)],
  ];
}

/** What a run came to, as text. `extra` are lines the caller knows (bars, wall time). */
export function summaryText(
  store: RunRecords,
  symbols: readonly string[],
  extra: readonly (readonly [string, string | number])[],
  expected?: ReadonlyMap<string, number>,
): string {
  const s = runStatistics(store);
  const verdicts = Object.entries(s.decisions).map(([verdict, n]) => `${verdict} ${n}`).join(", ");
  const rows: (readonly [string, string | number])[] = [
    ...extra,
    ["decisions", verdicts],
    ...tradeRows(s),
    ["max drawdown", `${fixed(s.maxDrawdownPct)} %`],
    ["fees", fixed(s.fees)],
    ["funding", fixed(s.funding)],
    ["final equity", fixed(s.finalEquity)],
    ["events", `${s.fills} fills, ${s.fundings} fundings, ${s.liquidations} liquidations`],
  ];
  return [table(rows), funnelText(readFunnel(store, symbols), expected)].join("\n\n");
}

/** The result's line and what it was made of; always the last line of a run. */
export function resultText(store: RunRecords): string {
  if (store.isPruned()) return "no result: what it is made of was removed in part (store.keep_hours)";
  const { sha256, lines, byKind } = store.resultHash();
  const parts = Object.entries(byKind).map(([kind, n]) => `${n} ${kind}`).join(", ");
  return `canonical export: ${lines} lines (${parts})\nresult ${sha256}`;
}

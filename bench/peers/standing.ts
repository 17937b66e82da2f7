import { CandleColumns } from "../../lib/market/mod.ts";
import type { CandleSet } from "./candle_sets.ts";
import type { Entrant } from "./contender.ts";
import { runConventions } from "./convention_loop.ts";
import { explain } from "./explain.ts";
import { type Outcome, speedOf } from "./outcome.ts";
import { isEqual, reconcile, type Reconciliation } from "./reconcile.ts";
import { runReference } from "./reference_loop.ts";
import { short } from "./table.ts";
import type { TradeColumns } from "./trade_columns.ts";

/** How an entrant stands to the rules, over the bars it ran. */
export interface Standing {
  readonly entrant: Entrant;
  readonly outcome: Outcome;
  readonly wallS: number;
  /** Its trades against those of the rules. */
  readonly toRules: Reconciliation;
  /** Its trades against those of the rules under its own conventions. */
  readonly toConventions: Reconciliation;
  /** Trades of the rules over the same bars. */
  readonly ruleTrades: TradeColumns;
}

/** Differences that are told one by one. */
const TOLD = 10;

/** Holds an outcome against the rules. */
export function standingOf(entrant: Entrant, outcome: Outcome, wallS: number, set: CandleSet): Standing {
  const candles = CandleColumns.slice(set.candles, 0, outcome.bars);
  const ruleTrades = runReference(candles);
  const toRules = reconcile(outcome.trades, ruleTrades);
  const toConventions = reconcile(outcome.trades, runConventions(candles, entrant.conventions));
  return { entrant, outcome, wallS, toRules, toConventions, ruleTrades };
}

/** Whether every difference to the rules is explained by the entrant's conventions. */
export function isExplained({ toRules, toConventions }: Standing): boolean {
  return isEqual(toRules) || isEqual(toConventions);
}

export const STANDING_HEADS = [
  ...["contender", "bars", "trades", "equity", "as the rules", "as its conventions"],
  ...["bars/s", "reference is", "all, s", "peak MiB", "memory"],
];

/** A row of the table; ratios are to the first standing, of the same run. */
export function standingCells(standing: Standing, first: Standing): string[] {
  const { entrant, outcome, wallS, toRules, toConventions } = standing;
  const all = outcome.trades.length;
  return [
    entrant.name,
    String(outcome.bars),
    String(all),
    outcome.equity.toFixed(4),
    `${toRules.equal} of ${all}`,
    `${toConventions.equal} of ${all}`,
    short(speedOf(outcome)),
    `x ${short(speedOf(first.outcome) / speedOf(outcome))}`,
    wallS.toFixed(1),
    outcome.peakMib.toFixed(0),
    `x ${short(outcome.peakMib / first.outcome.peakMib)}`,
  ];
}

/** Why it is not the rules: the counts, then the first differences one by one. */
export function differenceLines(standing: Standing, set: CandleSet): string[] {
  const { entrant, outcome, toRules, toConventions, ruleTrades } = standing;
  if (isEqual(toRules)) return [];
  const rest = toConventions.differences.length;
  const lists = { theirs: outcome.trades, ours: ruleTrades };
  return [
    `${entrant.name}: ${outcome.trades.length} trades, the rules ${ruleTrades.length}; ${toRules.differences.length} differ, ` +
    `by ${toRules.netDifference.toFixed(4)} in equity; under its own conventions ${
      rest === 0 ? "none does" : `${rest} do, by ${toConventions.netDifference.toFixed(4)}`
    }`,
    ...toRules.differences.slice(0, TOLD).map((one) => `  ${explain(one, lists, set.candles)}`),
    ...(rest === 0 ? [] : ["  and beyond its conventions:"]),
    ...toConventions.differences.slice(0, TOLD).map((one) => `  ${explain(one, lists, set.candles)}`),
  ];
}

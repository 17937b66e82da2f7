import type { CandleColumns } from "../../lib/market/mod.ts";
import { type Difference, isNear } from "./reconcile.ts";
import { type Trade, TradeColumns } from "./trade_columns.ts";

/** All trades of both sides, for what was held at a cross. */
export interface Lists {
  readonly theirs: TradeColumns;
  readonly ours: TradeColumns;
}

/** Why a contender's trade is not the rules', from the two lists and the bars: one sentence. */
export function explain(
  { theirs, ours }: Difference,
  lists: Lists,
  candles: CandleColumns,
): string {
  if (theirs !== null && ours !== null) return explainBoth(theirs, ours, candles);
  if (ours !== null) return `only the rules': ${nameOf(ours)}; ${whyNotTheirs(ours, lists.theirs)}`;
  return `only theirs: ${nameOf(theirs!)}; ${whyNotOurs(theirs!, lists)}`;
}

function nameOf({ side, signalBar, entryBar, exitBar, entryPrice, exitPrice }: Trade): string {
  const word = side === 1 ? "long" : "short";
  return `${word} on the cross of bar ${signalBar}, in ${entryBar} at ${
    textOf(entryPrice)
  }, out ${exitBar} at ${textOf(exitPrice)}`;
}

function explainBoth(theirs: Trade, ours: Trade, { open, high, low, close }: CandleColumns): string {
  const cross = `cross of bar ${ours.signalBar}: `, reasons: string[] = [];
  if (theirs.entryBar === ours.signalBar) {
    const at = textOf(close[ours.signalBar]);
    reasons.push(
      `theirs enters at that bar's close ${at}, the rules at the next open ${textOf(ours.entryPrice)}`,
    );
  }
  if (theirs.exitBar !== ours.exitBar) {
    reasons.push(`theirs ends in bar ${theirs.exitBar}, the rules' in ${ours.exitBar}`);
  } else if (!isNear(theirs.exitPrice, ours.exitPrice)) {
    const i = ours.exitBar;
    const bar = `bar ${i} (${[open[i], high[i], low[i], close[i]].map(textOf).join(", ")})`;
    reasons.push(
      `in ${bar} theirs ends at ${textOf(theirs.exitPrice)}, the rules' at ${textOf(ours.exitPrice)}`,
    );
  }
  return cross + reasons.join("; ");
}

function whyNotTheirs({ signalBar }: Trade, theirs: TradeColumns): string {
  const held = heldAt(theirs, signalBar);
  if (held === null) return "they saw no cross there: their averages begin otherwise";
  if (held.exitBar === signalBar) {
    return "their last position ended in that very bar, and no order may follow in it";
  }
  return `they hold a position from bar ${held.entryBar} to ${held.exitBar}`;
}

function whyNotOurs({ signalBar }: Trade, lists: Lists): string {
  const held = heldAt(lists.ours, signalBar), theirs = heldAt(lists.theirs, signalBar);
  if (held === null) return "the rules see no cross there: their averages begin otherwise";
  const until = `the rules hold a position from bar ${held.entryBar} to ${held.exitBar}`;
  if (theirs === null) return `${until}, which they have not`;
  if (theirs.exitBar !== signalBar + 1) return until;
  return `${until}; so do they, and turn round at the open of bar ${theirs.exitBar}, its last`;
}

/** The trade that was open, or ended, in the bar of a signal that was not its own. */
function heldAt(trades: TradeColumns, bar: number): Trade | null {
  for (let i = trades.length - 1; i >= 0; i--) {
    if (trades.signalBar[i] < bar) return trades.exitBar[i] >= bar ? TradeColumns.row(trades, i) : null;
  }
  return null;
}

function textOf(price: number): string {
  return String(Number(price.toPrecision(10)));
}

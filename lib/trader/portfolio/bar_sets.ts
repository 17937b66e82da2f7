import type { SymbolReport } from "../notice.ts";
import { closeBarSet, takeLateReport } from "./bar_set.ts";
import type { PortfolioOut, PortfolioSpec, PortfolioState } from "./state.ts";

/** A bar whose reports are still coming in. */
interface OpenSet {
  readonly closeMs: number;
  /** Symbols that have the bar; null until they are named. */
  symbols: readonly string[] | null;
  readonly reports: SymbolReport[];
}

/** The bars whose reports are coming in: plain data, changed in place. */
export interface BarSets {
  /** Oldest first. */
  readonly open: OpenSet[];
  /** Closes of the newest bar whose set is closed, and of the newest known of; 0 for none. */
  closedMs: number;
  newestMs: number;
}

/** Bar sets at work on one input. */
export interface BarSetsContext {
  readonly spec: PortfolioSpec;
  readonly portfolio: PortfolioState;
  readonly sets: BarSets;
  readonly out: PortfolioOut;
  readonly nowMs: number;
}

/**
 * Collects the reports on each bar and closes its set, oldest first: when every symbol that has the bar has reported, or when
 * the decision deadline is over, which is recorded for each symbol that is absent. News may overtake each other: a report may
 * come before the bar's symbols are named, and a newer bar before the reports on the last. What comes when its set is closed
 * is refused.
 */
export const BarSets = {
  create: (): BarSets => ({ open: [], closedMs: 0, newestMs: 0 }),

  /** These symbols have a bar that closed then, or have it too. */
  published(ctx: BarSetsContext, closeMs: number, symbols: readonly string[]): void {
    const set = openSet(ctx, closeMs);
    if (set === null) return;
    set.symbols = [...set.symbols ?? [], ...symbols];
    closeComplete(ctx);
  },

  /** A symbol says what it has to say about a bar. Throws an Error when it has said it before. */
  reported(ctx: BarSetsContext, report: SymbolReport): void {
    const { spec, portfolio, sets, nowMs, out } = ctx;
    const { symbol, closeMs } = report;
    const set = openSet(ctx, closeMs);
    if (set === null) {
      return takeLateReport(spec, portfolio, report, closeMs === sets.closedMs, nowMs, out);
    }
    if (set.reports.some((known) => known.symbol === symbol)) {
      throw new Error(`Cannot take the report of ${symbol} for ${closeMs}: it has reported on that bar`);
    }
    set.reports.push(report);
    closeComplete(ctx);
  },

  /** The deadline of a bar is over: its set is closed, and with it any older one. */
  due(ctx: BarSetsContext, timer: string): void {
    const closeMs = Number(timer.slice(TIMER.length));
    const { open } = ctx.sets;
    while (open.length > 0 && open[0]!.closeMs <= closeMs) closeOldest(ctx);
    closeComplete(ctx);
  },
} as const;

const TIMER = "set:";

/** The open set of a bar, begun if need be, with its deadline; null when it is closed. */
function openSet({ spec, sets, nowMs, out }: BarSetsContext, closeMs: number): OpenSet | null {
  sets.newestMs = Math.max(sets.newestMs, closeMs);
  if (closeMs <= sets.closedMs) return null;
  const { open } = sets;
  let at = open.length;
  while (at > 0 && open[at - 1]!.closeMs > closeMs) at -= 1;
  if (at > 0 && open[at - 1]!.closeMs === closeMs) return open[at - 1]!;
  const set: OpenSet = { closeMs, symbols: null, reports: [] };
  open.splice(at, 0, set);
  out.timers.push({ name: TIMER + closeMs, dueMs: nowMs + spec.decisionDeadlineMs });
  return set;
}

function absentOf({ symbols, reports }: OpenSet): readonly string[] {
  return symbols?.filter((symbol) => !reports.some((report) => report.symbol === symbol)) ?? [];
}

function closeComplete(ctx: BarSetsContext): void {
  const { open } = ctx.sets;
  while (open.length > 0 && open[0]!.symbols !== null && absentOf(open[0]!).length === 0) closeOldest(ctx);
}

function closeOldest({ spec, portfolio, sets, nowMs, out }: BarSetsContext): void {
  const set = sets.open.shift()!;
  const { closeMs, reports } = set;
  sets.closedMs = closeMs;
  out.timers.push({ name: TIMER + closeMs, dueMs: null });
  if (out.recorder.on) {
    for (const symbol of absentOf(set)) {
      out.recorder.record({ kind: "SymbolAbsent", symbol, barCloseMs: closeMs, atMs: nowMs });
    }
  }
  closeBarSet(spec, portfolio, reports, closeMs, out, { nowMs, newestCloseMs: sets.newestMs });
}

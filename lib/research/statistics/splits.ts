import { combinationsOf } from "./combinations.ts";
import { requireWhole } from "./guard.ts";

/** Periods from..to - 1. */
export interface PeriodRange {
  readonly from: number;
  readonly to: number;
}

/** One way to hold periods back: fit on `train`, judge on `test`. Both ascending; no range is empty. */
export interface Split {
  readonly train: readonly PeriodRange[];
  readonly test: readonly PeriodRange[];
}

/** How periods are cut. */
export interface SplitOptions {
  readonly periods: number;
  /** Blocks of time of (nearly) one length, at least 2. */
  readonly groups: number;
  /** Blocks held back at a time: 1 is purged k-fold, more is combinatorial. @default {1} */
  readonly testGroups?: number;
  /** Periods that an outcome reaches ahead: the longest a trade or label lasts. @default {0} */
  readonly reachPeriods?: number;
  /** Further periods left out after each test range, for what fades slowly. @default {0} */
  readonly embargoPeriods?: number;
}

/**
 * Purged and embargoed splits (Lopez de Prado, "Advances in financial machine learning", 2018, ch. 7 and 12): all ways to
 * hold back testGroups of the groups. A period is left out of training where its outcome could overlap one of the test:
 * `reachPeriods` before a test range and after it, and `embargoPeriods` more after it.
 */
export function purgedSplits(options: SplitOptions): readonly Split[] {
  const { periods, groups, testGroups = 1, reachPeriods = 0, embargoPeriods = 0 } = options;
  const action = "plan splits";
  requireWhole(action, "groups", groups, 2);
  requireWhole(action, "periods", periods, groups);
  requireWhole(action, "testGroups", testGroups, 1);
  requireWhole(action, "groups", groups, testGroups + 1);
  requireWhole(action, "reachPeriods", reachPeriods, 0);
  requireWhole(action, "embargoPeriods", embargoPeriods, 0);
  const edge = (group: number) => Math.floor(group * periods / groups);
  return Array.from(combinationsOf(groups, testGroups), (held) => {
    const test = joined(held.map((group) => ({ from: edge(group), to: edge(group + 1) })));
    const train: PeriodRange[] = [];
    let from = 0;
    for (const range of test) {
      pushRange(train, from, range.from - reachPeriods);
      from = range.to + reachPeriods + embargoPeriods;
    }
    pushRange(train, from, periods);
    return { train, test };
  });
}

function joined(ranges: readonly PeriodRange[]): readonly PeriodRange[] {
  const out: PeriodRange[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last?.to === range.from) out[out.length - 1] = { from: last.from, to: range.to };
    else out.push(range);
  }
  return out;
}

function pushRange(ranges: PeriodRange[], from: number, to: number): void {
  if (to > from) ranges.push({ from, to });
}

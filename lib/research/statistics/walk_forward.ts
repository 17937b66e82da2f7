import { requireWhole } from "./guard.ts";
import type { PeriodRange } from "./splits.ts";

/** One step of a walk: fit on the past, then report the untouched next stretch. */
export interface WalkWindow {
  readonly fit: PeriodRange;
  readonly test: PeriodRange;
}

/** How a walk is cut. Lengths are in periods (bars). */
export interface WalkOptions {
  readonly periods: number;
  /** Length of the (first) fitting window. */
  readonly fitPeriods: number;
  readonly testPeriods: number;
  /** Left out between fit and test, so that no fitted trade reaches into the test. @default {0} */
  readonly purgePeriods?: number;
  /** From one test to the next; at least testPeriods, so that nothing is reported twice. @default {testPeriods} */
  readonly stepPeriods?: number;
  /** Whether every fit starts at the first period, or the window rolls with its length fixed. @default {false} */
  readonly anchored?: boolean;
  /** Whether a last test shorter than testPeriods is dropped. @default {false} */
  readonly dropPartial?: boolean;
}

/** The windows of a walk, in order; none where the periods do not reach past the first fit. */
export function walkForwardWindows(options: WalkOptions): readonly WalkWindow[] {
  const { periods, fitPeriods, testPeriods, purgePeriods = 0, stepPeriods = testPeriods } = options;
  const action = "plan a walk";
  requireWhole(action, "periods", periods, 0);
  requireWhole(action, "fitPeriods", fitPeriods, 1);
  requireWhole(action, "testPeriods", testPeriods, 1);
  requireWhole(action, "purgePeriods", purgePeriods, 0);
  requireWhole(action, "stepPeriods", stepPeriods, testPeriods);
  const windows: WalkWindow[] = [];
  for (let offset = 0;; offset += stepPeriods) {
    const fitTo = offset + fitPeriods;
    const from = fitTo + purgePeriods;
    const to = Math.min(from + testPeriods, periods);
    if (to <= from || (options.dropPartial && to - from < testPeriods)) return windows;
    windows.push({ fit: { from: options.anchored ? 0 : offset, to: fitTo }, test: { from, to } });
  }
}

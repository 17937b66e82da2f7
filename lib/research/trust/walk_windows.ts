import type { Tape } from "../../simulator/mod.ts";
import { type PeriodRange, walkForwardWindows } from "../statistics/mod.ts";
import { cutTape, type TrialMarket, type TrialSpan } from "../sweep/mod.ts";

export const DAY_MS = 86_400_000;

/** How a walk is cut, in whole UTC days. */
export interface WalkCut {
  /** 0 where nothing is fitted and the first test is to begin where the tape does. */
  readonly fitDays: number;
  readonly testDays: number;
  /** Left out between fit and test, so that no trade of the fit reaches into the test. */
  readonly purgeDays: number;
  /** Every fit begins where the tape does, in place of a window that rolls. */
  readonly anchored: boolean;
}

/** A fit and the untouched stretch behind it. */
export interface WalkSpans {
  readonly fit: TrialSpan;
  readonly test: TrialSpan;
}

/** The windows of a tape; tests touch each other, so they make one curve. None where the tape is shorter than one fit. */
export function walkWindows(tape: Tape, cut: WalkCut): WalkSpans[] {
  const { fitDays, testDays: testPeriods, purgeDays: purgePeriods, anchored } = cut;
  // a fit has a day at least: the one before the first
  const isFitted = fitDays > 0, fitPeriods = isFitted ? fitDays : 1;
  const firstMs = Math.ceil(tape.fromMs / DAY_MS) * DAY_MS - (isFitted ? 0 : DAY_MS);
  const periods = Math.max(0, Math.floor((tape.toMs - firstMs) / DAY_MS));
  const span = ({ from, to }: PeriodRange): TrialSpan => ({
    fromMs: firstMs + from * DAY_MS,
    toMs: firstMs + to * DAY_MS,
  });
  return walkForwardWindows({ periods, fitPeriods, testPeriods, purgePeriods, anchored })
    .map(({ fit, test }) => ({ fit: span(fit), test: span(test) }));
}

/** The market over a span alone, with what was before as history; symbols without a bar in it are left out. */
export function marketOver(market: TrialMarket, span: TrialSpan): TrialMarket {
  const { tape, historySources } = market;
  const kept = tape.symbols.flatMap(({ candles }, i) => {
    const firstMs = candles.openMs[0]!, lastMs = candles.openMs[candles.length - 1]!;
    return firstMs < span.toMs && lastMs >= span.fromMs ? [i] : [];
  });
  const symbols = kept.map((i) => tape.symbols[i]!);
  return {
    ...market,
    tape: cutTape({ ...tape, symbols }, span),
    historySources: kept.map((i) => historySources[i]!),
  };
}

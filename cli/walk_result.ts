import {
  marketOver,
  runTrial,
  type TrialMarket,
  type TrialSpan,
  type WalkStep,
  type WalkVerdict,
} from "../lib/research/mod.ts";
import type { SystemConfig } from "../lib/trader/mod.ts";

const DAY_MS = 86_400_000;

/** Longest round trip of a system over a span, in days rounded up, at least 1. */
export function longestHoldingDays(market: TrialMarket, system: SystemConfig, span: TrialSpan): number {
  const { trips } = runTrial(marketOver(market, span), system);
  const longestMs = trips.reduce((most, trip) => Math.max(most, trip.closedAtMs - trip.openedAtMs), 0);
  return Math.max(1, Math.ceil(longestMs / DAY_MS));
}

/** A walk as one JSON object: times in Unix ms, figures that are not defined null. */
export function walkJson(steps: readonly WalkStep[], verdict: WalkVerdict, purgeDays: number): unknown {
  return {
    verdict,
    purgeDays,
    windows: steps.map(({ fit, test, point, fitted, figures, returns }) => ({
      ...{ fit, test, point, fitted, figures, returns },
    })),
  };
}

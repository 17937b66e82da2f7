import { unwrap } from "../../core/mod.ts";
import { Money } from "../../domain/mod.ts";
import { generateMarket, Tape, type TapeSource } from "../../simulator/mod.ts";
import { type DaySummary, type RoundTrip, type SystemConfig, systemConfig } from "../../trader/mod.ts";
import type { TrialMarket, TrialOutcome } from "./trial.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const START_MS = Date.UTC(2024, 0, 1);
/** Daily bars that the system waits for. */
const WARM_DAYS = 60;

/** A regime router that is warm after 60 days. */
export const SYSTEM: SystemConfig = systemConfig.parse({ id: "test", tag: "TT", min_bars: WARM_DAYS });

/** Candles of one invented symbol: 60 days before START_MS, and so many hours from there. */
export function inventedSources(bars: number, seed = "sweep"): TapeSource[] {
  const startMs = START_MS - WARM_DAYS * DAY_MS;
  return generateMarket({ seed, symbols: 1, startMs, timeframeMs: HOUR_MS, bars: 24 * WARM_DAYS + bars });
}

/** A market of these candles from START_MS on. */
export function marketOf(symbols: TapeSource[], bars: number, fromMs = START_MS): TrialMarket {
  const tape = Tape.create({ timeframeMs: HOUR_MS, fromMs, toMs: fromMs + bars * HOUR_MS, symbols });
  return {
    tape: unwrap(tape, "invented market"),
    historySources: symbols.map(() => ""),
    ...{ exchange: {}, walletBalance: Money.parse("10000") },
  };
}

/** A closed trade of so much money and risk. */
export const tripOf = (netPnl: number, risk: number): RoundTrip =>
  ({
    ...{
      netPnl: Money.fromNumber(netPnl),
      riskMoney: Money.fromNumber(risk),
      r: risk > 0 ? netPnl / risk : 0,
    },
    ...{ openedAtMs: START_MS + HOUR_MS, closedAtMs: START_MS + 2 * HOUR_MS },
  }) as RoundTrip;

/** An outcome whose days end with these equities. */
export function outcomeOf(change: Partial<TrialOutcome>, equities: readonly number[] = []): TrialOutcome {
  const days = equities.map((equity) => ({ equity: Money.fromNumber(equity) }) as DaySummary);
  const toMs = START_MS + days.length * DAY_MS;
  return {
    ...{
      trips: [],
      days,
      startEquity: 10_000,
      finalEquity: equities.at(-1) ?? 10_000,
      fromMs: START_MS,
      toMs,
    },
    ...change,
  };
}

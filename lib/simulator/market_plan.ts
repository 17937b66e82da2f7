import type { Instrument } from "../domain/mod.ts";
import { dividesDay } from "../market/mod.ts";
import { CHARACTERS, type MarketCharacter } from "./market_characters.ts";
import { type FundingStep, fundingStep } from "./market_funding.ts";
import { type PathStep, pathStep } from "./market_path.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import { type TurnoverStep, turnoverStep } from "./market_turnover.ts";
import { MOST_SIMULATED, simulatedInstruments } from "./simulated_instruments.ts";

const HOUR_MS = 3_600_000;

/** All that follows from a spec and never changes. */
export interface MarketPlan {
  /** By symbol index, as everything else. */
  readonly instruments: readonly Instrument[];
  readonly characters: readonly MarketCharacter[];
  /** Steps of a bar; a step is an hour or less. */
  readonly steps: number;
  readonly stepMs: number;
  readonly path: PathStep;
  readonly turnover: TurnoverStep;
  readonly funding: FundingStep;
}

/** Plans by spec: a spec is plain data that may come out of a message, and a plan is too much to make for every bar. */
const PLANS = new WeakMap<MarketModelSpec, MarketPlan>();

/** The plan of a spec, made once for each object. Throws RangeError where the spec is out of range. */
export function planOf(spec: MarketModelSpec): MarketPlan {
  let plan = PLANS.get(spec);
  if (plan === undefined) PLANS.set(spec, plan = createPlan(spec));
  return plan;
}

function createPlan({ symbols, startMs, timeframeMs }: MarketModelSpec): MarketPlan {
  if (!Number.isInteger(symbols) || symbols < 1 || symbols > MOST_SIMULATED) {
    throw new RangeError(
      `Cannot generate a market: symbols must be 1 to ${MOST_SIMULATED}, current value is ${symbols}`,
    );
  }
  if (!dividesDay(timeframeMs) || startMs % timeframeMs !== 0 || startMs < 0) {
    throw new RangeError(
      `Cannot generate a market: startMs ${startMs} must be a multiple of timeframeMs ${timeframeMs}, which must divide a day`,
    );
  }
  const instruments = simulatedInstruments(symbols);
  const steps = Math.ceil(timeframeMs / HOUR_MS);
  const stepMs = timeframeMs / steps, hours = stepMs / HOUR_MS;
  return {
    ...{ instruments, steps, stepMs },
    characters: instruments.map((_, i) => CHARACTERS[i % CHARACTERS.length]),
    path: pathStep(hours),
    turnover: turnoverStep(hours),
    funding: fundingStep(hours),
  };
}

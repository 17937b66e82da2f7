import type { TrialMarket } from "../lib/research/mod.ts";
import type { SystemConfig } from "../lib/trader/mod.ts";
import { type BacktestPlan, planBacktest } from "./backtest_plan.ts";
import { Refusal } from "./exit.ts";
import { number, type Options, type Parsed, text } from "./options.ts";

/** A system and a market ready for trials. */
export interface ResearchPlan {
  readonly plan: BacktestPlan;
  readonly system: SystemConfig;
  readonly market: TrialMarket;
}

/** What every study of chance takes. */
export const CHANCE_OPTIONS: Options = {
  "draw-seed": { type: "string", value: "SEED", help: "seed of what is drawn at random (default: 1)" },
  json: { type: "boolean", help: "print one JSON object and nothing else" },
};

/** Reads what a command line names, as `backtest` does. */
export async function planResearch(parsed: Parsed): Promise<ResearchPlan> {
  const plan = await planBacktest(parsed);
  const { tape, ...exchange } = plan.spec.exchange;
  const { historySources } = plan.market;
  const market = { tape, historySources, exchange, walletBalance: plan.spec.walletBalance };
  return { plan, system: plan.config.system, market };
}

/** The seed of what is drawn. */
export const drawSeed = (parsed: Parsed): string => text(parsed, "draw-seed") ?? "1";

/** A whole number of an option, within bounds; refused otherwise. */
export function whole(
  parsed: Parsed,
  name: string,
  { fallback, least, most = Number.MAX_SAFE_INTEGER }: {
    readonly fallback: number;
    readonly least: number;
    readonly most?: number;
  },
): number {
  const value = number(parsed, name) ?? fallback;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `of ${least} to ${most}`;
  throw new Refusal(`--${name} needs a whole number ${range}: current value is "${text(parsed, name)}"`);
}

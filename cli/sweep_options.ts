import { METHODS, OBJECTIVES } from "../lib/research/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { describeOptions, type Options } from "./options.ts";

/** Options of `sweep`. */
export const SWEEP_OPTIONS: Options = {
  param: {
    type: "string",
    multiple: true,
    value: "PATH=RANGE",
    help:
      "what to vary: 5..50:5 (steps), 0.5..3 (any), 8..512:x2 (factors), 1..99:log, a|b|c; may be repeated",
  },
  plan: {
    type: "string",
    value: "FILE",
    help: "the same and the options below as YAML; options go before it",
  },
  method: { type: "string", value: "NAME", help: `${METHODS.join(", ")} (default: grid)` },
  trials: { type: "string", value: "N", help: "how many points to try; of a grid always all (default: 200)" },
  where: {
    type: "string",
    multiple: true,
    value: "CONDITION",
    help: 'points to try: "strategies.ema_cross.fast < strategies.ema_cross.slow"; may be repeated',
  },
  objective: { type: "string", value: "NAME", help: `${OBJECTIVES.join(", ")} (default: sharpe)` },
  "min-trades": { type: "string", value: "N", help: "trials with fewer trades are not ranked (default: 30)" },
  "search-seed": { type: "string", value: "TEXT", help: "seed of random, sobol and tpe (default: 1)" },
  round: { type: "string", value: "N", help: "points that tpe proposes from the same results (default: 16)" },
  workers: { type: "string", value: "N", help: "threads (default: one for each core)" },
  out: {
    type: "string",
    value: "FILE",
    help: "results, gone on with where they are of the same sweep (default: run/sweep.jsonl)",
  },
  fresh: { type: "boolean", help: "throw away what the results file holds" },
  top: { type: "string", value: "N", help: "rows to print (default: 20)" },
  cluster: { type: "boolean", help: "not there yet: needs NATS JetStream" },
  ...PLAN_OPTIONS,
};

export const SWEEP_HELP = describeOptions(
  "deno task sweep [SYSTEM_FILE] --param PATH=RANGE... [options]",
  SWEEP_OPTIONS,
  [
    "deno task sweep --bars 5000 --param regime.adx_trend=21..35:2 --param strategies.trend_pullback.reward_risk_min=1.5..3:0.5",
    "deno task sweep config/systems/ema-cross.yaml --data btc.json.gz --symbols BTC/USDT:USDT --assume-funding 0.0001 --param strategies.ema_cross.fast=5..50 --param strategies.ema_cross.slow=20..200:5 --where 'strategies.ema_cross.fast < strategies.ema_cross.slow' --objective calmar",
    "deno task sweep --bars 5000 --plan sweep.yaml --method tpe --trials 300",
  ],
);

import type { Config } from "../config/mod.ts";
import type { BacktestSpec } from "../lib/backtest/mod.ts";
import { backtestFlags } from "./backtest_options.ts";
import { Refusal } from "./exit.ts";
import { loadConfigFor } from "./load_config.ts";
import { loadMarket, type Market } from "./market.ts";
import { type Parsed, text, texts } from "./options.ts";
import { runPlace } from "./run_place.ts";
import { createSession } from "./session.ts";

/** A backtest ready to be run. */
export interface BacktestPlan {
  readonly config: Config;
  readonly market: Market;
  readonly runId: string;
  readonly spec: BacktestSpec;
}

/** Reads system, configuration and market of a command line; refuses what `start` would refuse, and markets that have no end. */
export async function planBacktest(parsed: Parsed): Promise<BacktestPlan> {
  const withSystem = systemNamed(parsed);
  const { config } = loadConfigFor(withSystem, backtestFlags(parsed));
  refuseEndless(parsed, config);
  const market = await loadMarket(withSystem, config, runPlace(withSystem, config));
  const { runId, trader, exchange, walletBalance } = createSession(config, market);
  return { config, market, runId, spec: { trader, exchange, walletBalance } };
}

/** The word after the command is the system file. */
function systemNamed(parsed: Parsed): Parsed {
  const [system] = parsed.positionals;
  if (system === undefined) return parsed;
  if (text(parsed, "system") !== undefined) {
    throw new Refusal(`Two system files: ${system} and --system ${text(parsed, "system")}. Name one.`);
  }
  return { ...parsed, values: { ...parsed.values, system } };
}

function refuseEndless(parsed: Parsed, { feed }: Config): void {
  if (texts(parsed, "data").length > 0) return;
  if (feed.kind === "live") {
    throw new Refusal("A backtest needs history: add --data FILE (feed.kind is live).");
  }
  if (feed.simulated.bars === 0) {
    throw new Refusal(
      "Which history is it? Add --data FILE, or --bars N for so many bars of the simulated market.",
    );
  }
}

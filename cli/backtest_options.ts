import { settingsOf } from "./backtest_settings.ts";
import { CONFIG_OPTIONS } from "./load_config.ts";
import { MARKET_OPTIONS } from "./market.ts";
import { simulatedFlags } from "./open_run.ts";
import { describeOptions, type Options, type Parsed, texts } from "./options.ts";

const { feed: _feed, ...HISTORY_OPTIONS } = MARKET_OPTIONS;
const { store: _store, ...SYSTEM_OPTIONS } = CONFIG_OPTIONS;

/** Options that say what is tested on what. */
export const PLAN_OPTIONS: Options = {
  ...HISTORY_OPTIONS,
  ...SYSTEM_OPTIONS,
  set: {
    type: "string",
    multiple: true,
    value: "PATH=VALUE",
    help: "one value of the system or configuration; may be repeated",
  },
};

/** Options of `backtest`. */
export const BACKTEST_OPTIONS: Options = {
  ...PLAN_OPTIONS,
  json: { type: "boolean", help: "print the report as one JSON object and nothing else" },
  html: { type: "string", value: "FILE", help: "write the report as a page that needs nothing else" },
  trades: { type: "string", value: "FILE", help: "write every round trip as a JSON line" },
  out: { type: "string", value: "FOLDER", help: "write report.json, report.html and trades.jsonl into it" },
  "no-records": {
    type: "boolean",
    help: "keep trades and days alone: for very long runs; no decisions, no result",
  },
};

export const BACKTEST_HELP = describeOptions("deno task backtest [SYSTEM_FILE] [options]", BACKTEST_OPTIONS, [
  "deno task backtest --bars 5000 --seed 7",
  "deno task backtest config/systems/regime-router.yaml --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT",
  "deno task backtest --data btc.json.gz --symbols BTC/USDT:USDT --assume-funding 0.0001 --set risk.risk_per_trade_pct=0.5 --json",
]);

/** What a command line sets itself, as nested values of the configuration. */
export function backtestFlags(parsed: Parsed): Record<string, unknown> {
  const settings = settingsOf(texts(parsed, "set"));
  const simulated = simulatedFlags(parsed);
  if (Object.keys(simulated).length === 0) return settings;
  const feed = settings.feed as Record<string, unknown> | undefined;
  const own = feed?.simulated as Record<string, unknown> | undefined;
  return { ...settings, feed: { ...feed, simulated: { ...simulated, ...own } } };
}

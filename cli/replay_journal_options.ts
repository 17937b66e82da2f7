import { CONFIG_OPTIONS } from "./load_config.ts";
import { MARKET_OPTIONS } from "./market.ts";
import { describeOptions, type Options } from "./options.ts";

const { feed: _feed, seed: _seed, bars: _bars, ...DATA_OPTIONS } = MARKET_OPTIONS;

/** Options of `replay`. Configuration is read for the place of the store alone: the session's own is stored in it. */
export const REPLAY_OPTIONS: Options = {
  ...CONFIG_OPTIONS,
  ...DATA_OPTIONS,
  show: { type: "string", value: "N", help: "differences that are told in words (default 20)" },
};

export const REPLAY_HELP = describeOptions("deno task replay [options]", REPLAY_OPTIONS, [
  "deno task replay",
  "deno task replay --store run/btc.sqlite --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT",
  "DATABASE_URL=postgres://trader@db/trading deno task replay",
]);

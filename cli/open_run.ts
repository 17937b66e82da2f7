import { canonicalJson, sha256Hex, systemClock } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import { createSqliteStore, type Store } from "../lib/store/mod.ts";
import { Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { loadMarket, type Market, MARKET_OPTIONS } from "./market.ts";
import { type Options, type Parsed, text } from "./options.ts";
import { createSession, type Session } from "./session.ts";
import { prepareStoreFile } from "./store_file.ts";

/** Options of `start`. */
export const START_OPTIONS: Options = {
  ...MARKET_OPTIONS,
  ...CONFIG_OPTIONS,
  fresh: { type: "boolean", help: "begin a new store; the old file is removed" },
  "exit-when-done": { type: "boolean", help: "end when the market has ended (so far this is always so)" },
};

/** A paper run, ready to be played from where its store stands. */
export interface Run {
  readonly store: Store;
  readonly config: Config;
  readonly session: Session;
  readonly market: Market;
}

/** Reads configuration and market, and opens (or makes) the store that belongs to them; refuses what does not fit. */
export function openRun(parsed: Parsed): Run {
  const seed = text(parsed, "seed");
  const { config } = loadConfigFor(parsed, seed === undefined ? {} : { feed: { simulated: { seed } } });
  const market = loadMarket(parsed, config);
  const session = createSession(config, market);
  return { config, market, session, store: openStore(parsed, config, session, market) };
}

function openStore(parsed: Parsed, config: Config, session: Session, market: Market): Store {
  const { path } = config.store;
  prepareStoreFile(path, parsed.values.fresh === true);
  const store = createSqliteStore({ path, nowMs: systemClock.nowMs });
  const configJson = canonicalJson(config);
  const bound = store.bind({
    mode: config.mode,
    venueEnvironment: `paper-${market.kind}`,
    account: config.account.id,
    runId: session.runId,
    configJson,
    configHash: sha256Hex(configJson),
    instruments: session.trader.portfolio.instruments,
  });
  if (bound.ok) return store;
  store.close();
  throw new Refusal(bound.error);
}

import { canonicalJson, sha256Hex } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Binding, Store } from "../lib/store/mod.ts";
import { Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { liveFlags, loadMarket, type Market, MARKET_OPTIONS } from "./market.ts";
import { keepLive } from "./live_source.ts";
import { number, type Options, type Parsed, text } from "./options.ts";
import { claimStore } from "./run_lease.ts";
import { lockRun } from "./run_lock.ts";
import { openStore, type RunPlace, runPlace } from "./run_place.ts";
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
  readonly place: RunPlace;
  readonly binding: Binding;
  /** Opened and bound; whoever plays closes it. */
  readonly store: Store;
  readonly config: Config;
  /** Which layer each value of it came from. */
  readonly origins: ReadonlyMap<string, string>;
  readonly session: Session;
  readonly market: Market;
}

/** How a run was played: to the end of its market, or until it was told to stop. */
export type Played = "done" | "stopped";

/**
 * Reads configuration and market, and opens (or makes) the store that belongs to them, for this process alone; refuses what
 * does not fit, and what another process plays.
 */
export async function openRun(parsed: Parsed): Promise<Run> {
  const feed = { simulated: simulatedFlags(parsed), ...liveFlags(parsed) };
  const { config, origins } = loadConfigFor(parsed, { feed });
  const place = runPlace(parsed, config);
  const market = await loadMarket(parsed, config, place);
  const session = createSession(config, market);
  refusePace(config, session);
  const binding = bindingOf(config, session, market);
  const isFresh = parsed.values.fresh === true;
  if (isFresh && place.store.kind === "postgres") {
    throw new Refusal(
      "Cannot empty a PostgreSQL store for --fresh: drop its schema, or name another in DATABASE_URL.",
    );
  }
  const files = [...(place.store.kind === "sqlite" ? [place.store.path] : []), place.harbourPath];
  for (const path of files) prepareStoreFile(path, false);
  // before anything is removed: it may be what another process plays
  lockRun(place);
  if (isFresh) { for (const path of files) prepareStoreFile(path, true); }
  if (market.live !== null) keepLive(market.live, place);
  const store = openStore(place);
  try {
    const bound = store.bind(binding);
    if (!bound.ok) throw new Refusal(bound.error);
    claimStore({ store, place });
  } catch (error) {
    store.close();
    throw error;
  }
  return { config, origins, market, session, place, binding, store };
}

/** The configuration that `--seed` and `--bars` stand for. */
export function simulatedFlags(parsed: Parsed): Record<string, unknown> {
  const seed = text(parsed, "seed"), bars = number(parsed, "bars");
  return { ...(seed === undefined ? {} : { seed }), ...(bars === undefined ? {} : { bars }) };
}

function refusePace({ cells }: Config, { barsPerSecond, endless }: Session): void {
  if (endless !== null && barsPerSecond === 0) {
    throw new Refusal(
      "A market without end has a pace: set feed.bars_per_second above 0, or feed.simulated.bars to so many bars.",
    );
  }
  if (cells === "none" && barsPerSecond > 0) {
    throw new Refusal(
      "Cannot play a market that does not wait on one thread: set cells to default or single, or feed.simulated.bars to so many " +
        "bars, and feed.bars_per_second to 0.",
    );
  }
}

function bindingOf(config: Config, session: Session, market: Market): Binding {
  const configJson = canonicalJson(config);
  return {
    mode: config.mode,
    venueEnvironment: `paper-${market.live?.venue ?? market.kind}`,
    account: config.account.id,
    runId: session.runId,
    configJson,
    configHash: sha256Hex(configJson),
    instruments: session.trader.portfolio.instruments,
  };
}

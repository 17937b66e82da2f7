import { canonicalJson, sha256Hex, systemClock } from "../lib/core/mod.ts";
import { paperTree, paperWorld } from "../actors/mod.ts";
import type { Config } from "../config/mod.ts";
import { createInlineHost } from "../lib/runtime/mod.ts";
import { createSqliteStore, type Store } from "../lib/store/mod.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { loadMarket, type Market, MARKET_OPTIONS } from "./market.ts";
import { describeOptions, type Options, type Parsed, readOptions, text } from "./options.ts";
import { createSession, type Session } from "./session.ts";
import { prepareStoreFile } from "./store_file.ts";
import { resultText, summaryText } from "./summary.ts";
import { createProgress, say } from "./terminal.ts";
import { openTradeLog, tradeLogPath } from "./trade_log.ts";

const OPTIONS: Options = {
  ...MARKET_OPTIONS,
  ...CONFIG_OPTIONS,
  fresh: { type: "boolean", help: "begin a new store; the old file is removed" },
  "exit-when-done": { type: "boolean", help: "end when the market has ended (so far this is always so)" },
};

const HELP = describeOptions("deno task start [options]", OPTIONS, [
  "deno task start",
  "deno task start --feed replay --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT --fresh",
  "deno task start --data BTC/USDT:USDT=btc.json.gz --data LTC/USDT:USDT=ltc.json.gz --assume-funding 0.0001 --from 2021-07-14",
]);

/** Rounds between two looks at the world outside: signals and the progress bar. */
const ROUNDS_PER_SLICE = 1500;

/** `start`: runs a market through the whole tree, resumes what was stopped or killed, prints the summary. */
export const startCommand: Command = {
  name: "start",
  summary: "run the tree on a simulated market or on recorded history, on paper",
  async run(args) {
    const parsed = readOptions("start", OPTIONS, args);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const seed = text(parsed, "seed");
    const { config } = loadConfigFor(parsed, seed === undefined ? {} : { feed: { simulated: { seed } } });
    const market = loadMarket(parsed, config);
    const session = createSession(config, market);
    const store = openStore(parsed, config, session, market);
    try {
      return await play({ store, config, session, market });
    } finally {
      store.close();
    }
  },
};

interface Run {
  readonly store: Store;
  readonly config: Config;
  readonly session: Session;
  readonly market: Market;
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

async function play({ store, config, session, market }: Run): Promise<number> {
  const { tape } = market;
  const startedMs = systemClock.nowMs();
  const resumedAtMs = store.lastInstantMs();
  const names = session.trader.orders.symbols;
  say(
    `${market.kind} market, ${names.join(", ")}: ${utc(tape.fromMs)} to ${utc(tape.toMs)}, ${tape.bars} bars`,
  );
  for (const remark of market.remarks) say(remark);
  say(
    `run ${session.runId.slice(0, 16)}, store ${config.store.path}${
      resumedAtMs > 0 ? `, resumed at ${utc(resumedAtMs)}` : ""
    }`,
  );
  store.systemEvent("start", resumedAtMs > 0 ? "resumed" : "new");
  const host = createInlineHost({
    actors: paperTree(session),
    world: paperWorld(tape),
    commit: store,
    snapshotEvery: config.store.snapshot_every,
  });
  const log = config.records.trade_log
    ? openTradeLog(tradeLogPath(config.store.path), store, session.trader.portfolio.instruments)
    : null;
  const stop = watchSignals();
  const progress = createProgress(tape.toMs - tape.fromMs);
  let outcome: "done" | "stopped" = "stopped";
  while (outcome !== "done" && !stop.isAsked()) {
    outcome = host.run({ maxRounds: ROUNDS_PER_SLICE, shouldStop: stop.isAsked });
    log?.sync();
    const atMs = store.lastInstantMs();
    progress(outcome === "done" ? tape.toMs - tape.fromMs : atMs - tape.fromMs, utc(atMs));
    // signals are only delivered between turns of the event loop
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  stop.unwatch();
  const wallSeconds = ((systemClock.nowMs() - startedMs) / 1000).toFixed(1);
  if (outcome === "stopped") {
    store.systemEvent("stop", "signal");
    say(
      `\nStopped in order at ${
        utc(store.lastInstantMs())
      } after ${wallSeconds} s; positions keep their stops. Start again to go on.`,
    );
    return EXIT.ok;
  }
  store.systemEvent("stop", "the market has ended");
  say("");
  say(
    summaryText(store, names, [["bars", tape.bars], [
      "wall time",
      `${wallSeconds} s${resumedAtMs > 0 ? " since the resume" : ""}`,
    ]]),
  );
  say("");
  say(resultText(store));
  return EXIT.ok;
}

/** SIGINT and SIGTERM ask for an ordered stop. */
function watchSignals(): { isAsked: () => boolean; unwatch: () => void } {
  let asked = false;
  const ask = () => void (asked = true);
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, ask);
  return {
    isAsked: () => asked,
    unwatch: () => {
      for (const signal of signals) Deno.removeSignalListener(signal, ask);
    },
  };
}

const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

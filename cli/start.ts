import { systemClock } from "../lib/core/mod.ts";
import { paperTree, paperWorld } from "../actors/mod.ts";
import { createInlineHost } from "../lib/runtime/mod.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { openRun, type Run, START_OPTIONS } from "./open_run.ts";
import { describeOptions, readOptions } from "./options.ts";
import { resultText, summaryText } from "./summary.ts";
import { createProgress, say } from "./terminal.ts";
import { openTradeLog, tradeLogPath } from "./trade_log.ts";

const HELP = describeOptions("deno task start [options]", START_OPTIONS, [
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
    const parsed = readOptions("start", START_OPTIONS, args);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const run = openRun(parsed);
    try {
      return await play(run);
    } finally {
      run.store.close();
    }
  },
};

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

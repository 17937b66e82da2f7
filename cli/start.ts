import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { openRun, START_OPTIONS } from "./open_run.ts";
import { describeOptions, readOptions } from "./options.ts";
import { playRun } from "./play_run.ts";
import { openRunLog } from "./run_log.ts";
import { logTo, say } from "./terminal.ts";

const HELP = describeOptions("deno task start [options]", START_OPTIONS, [
  "deno task start",
  "deno task start --feed replay --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT --fresh",
  "deno task start --data BTC/USDT:USDT=btc.json.gz --data LTC/USDT:USDT=ltc.json.gz --assume-funding 0.0001 --from 2021-07-14",
]);

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
    const run = await openRun(parsed);
    const { log } = run.config;
    if (log.format === "json") logTo(openRunLog(log, "root"));
    try {
      return await playRun(run);
    } finally {
      run.store.close();
    }
  },
};

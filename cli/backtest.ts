import type { RunReport } from "../lib/research/mod.ts";
import { BACKTEST_HELP, BACKTEST_OPTIONS } from "./backtest_options.ts";
import { writeFiles } from "./backtest_files.ts";
import { planBacktest } from "./backtest_plan.ts";
import { playBacktest, reportOf } from "./backtest_play.ts";
import { backtestText, headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { readOptions } from "./options.ts";
import { complain, say } from "./terminal.ts";

/** `backtest`: runs a system over history in one thread, on the decision core of a run; keeps no store. */
export const backtestCommand: Command = {
  name: "backtest",
  summary: "run a system over history at full speed, without a store: summary, JSON, HTML page, trades",
  async run(args) {
    const parsed = readOptions("backtest", BACKTEST_OPTIONS, args, 1);
    if (parsed.values.help) {
      say(BACKTEST_HELP);
      return EXIT.ok;
    }
    const isJson = parsed.values.json === true;
    const plan = await planBacktest(parsed);
    // files are named before hours of work
    const files = writeFiles(parsed);
    if (!isJson) say(headerText(plan));
    const played = playBacktest(plan, parsed.values["no-records"] !== true);
    let report: RunReport | null = null;
    const lazyReport = () => report ??= reportOf(played);
    for (const path of files(played, lazyReport)) complain(`written: ${path}`);
    if (isJson) say(JSON.stringify(lazyReport(), null, 2));
    else say(backtestText(played));
    return EXIT.ok;
  },
};

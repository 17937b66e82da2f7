import { backtestCommand } from "./backtest.ts";
import { cellCommand } from "./cell.ts";
import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { dataCommand } from "./data.ts";
import { flattenCommand } from "./flatten.ts";
import { reportCommand } from "./report.ts";
import { replayCommand } from "./replay_journal.ts";
import { startCommand } from "./start.ts";
import { sweepCommand } from "./sweep.ts";
import { ablateCommand } from "./ablate.ts";
import { lookaheadCheckCommand } from "./lookahead_check.ts";
import { monteCarloCommand } from "./monte_carlo.ts";
import { stressCommand } from "./stress.ts";
import { walkForwardCommand } from "./walk_forward.ts";
import { EXIT } from "./exit.ts";
import { readOptions } from "./options.ts";
import { say } from "./terminal.ts";
import { version } from "./version.ts";

const COMMANDS: readonly Command[] = [
  startCommand,
  backtestCommand,
  sweepCommand,
  replayCommand,
  reportCommand,
  flattenCommand,
  walkForwardCommand,
  ablateCommand,
  lookaheadCheckCommand,
  monteCarloCommand,
  stressCommand,
  dataCommand,
  configCommand,
  {
    name: "version",
    summary: "print the version",
    run: (args) => {
      say(readOptions("version", {}, args).values.help ? help() : version());
      return EXIT.ok;
    },
  },
  {
    name: "help",
    summary: "print this",
    run: () => {
      say(help());
      return EXIT.ok;
    },
  },
];

/** The command of a name; `--help` and `--version` are names too. One is in no help, as it is for no person. */
export function findCommand(name: string): Command | undefined {
  if (name === cellCommand.name) return cellCommand;
  return COMMANDS.find((command) => command.name === name.replace(/^--?/, "").replace(/^h$/, "help"));
}

/** What the program can do. */
export function help(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(17)}${summary}`);
  return [
    "bulkhead: crypto derivatives trading as a tree of isolated actors",
    "",
    "Usage: deno task <command> [options]      `<command> --help` tells more",
    "",
    ...lines,
    "",
    "Exit codes: 0 done, 1 unexpected error, 2 refused (usage, configuration, data), 70 broken invariant, 75 store unavailable.",
  ].join("\n");
}

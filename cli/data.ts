import type { Command } from "./command.ts";
import { download } from "./data_download.ts";
import { exportText } from "./data_export.ts";
import { importFiles } from "./data_import.ts";
import { verify } from "./data_verify.ts";
import { EXIT, Refusal } from "./exit.ts";
import { say } from "./terminal.ts";

const HELP = [
  "Usage: deno task data <import|verify|export|download> ...      `data import --help` tells more",
  "",
  "  import    files of any known layout into compact columnar ones, with repairs if asked for",
  "  verify    every fault and oddity of history files, with times",
  "  export    a history file as CSV or JSON",
  "  download  candles and funding rates of a venue",
].join("\n");

const WORKS: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  import: importFiles,
  verify,
  export: exportText,
  download,
};

/** `data import | verify | export | download`. */
export const dataCommand: Command = {
  name: "data",
  summary: "import, verify, export or download candles and funding rates",
  run([what = "help", ...args]) {
    if (what === "help" || what === "--help" || what === "-h") {
      say(HELP);
      return EXIT.ok;
    }
    const work = WORKS[what];
    if (work === undefined) throw new Refusal(`Unknown: data ${what}.\n\n${HELP}`);
    return work(args);
  },
};

// deno-lint-ignore-file no-console
/**
 * The bank as a process of its own: `root.ts <options as JSON>`. Prints every notice as a line of JSON, and one line
 * {"kind":"Ended"} with the outcome and the counters. Exit code 0 after an ordered end (SIGINT and SIGTERM too), 70 where
 * the root gave up.
 *
 * @module
 */
import { createTreeHost, runTree } from "../../lib/runtime/mod.ts";
import { bankTree, type BankTreeOptions } from "./bank_tree.ts";
import { bankWorld } from "./bank_world.ts";

/** All of it is plain JSON. */
export interface BankRunOptions {
  readonly tree: BankTreeOptions;
  readonly transfers: number;
  readonly chains?: number;
  /** Stepped: ordered stop after so many rounds. */
  readonly maxRounds?: number;
}

const options = JSON.parse(Deno.args[0]) as BankRunOptions;
const { tree, maxRounds, ...world } = options;
const host = createTreeHost({
  tree: bankTree(tree),
  world: bankWorld(world),
  cellModule: new URL("./cell.ts", import.meta.url).href,
  runDir: tree.runFolder,
  onNotice: (notice) => console.log(JSON.stringify(notice)),
});
const code = await runTree(host, {
  ...(maxRounds === undefined ? {} : { maxRounds }),
  onFatal: (error) => console.error(error.message),
});
console.log(JSON.stringify({ kind: "Ended", code, metrics: host.metrics() }));
Deno.exit(code);

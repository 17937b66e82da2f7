// deno-lint-ignore-file no-console
/**
 * A wrapped bank as a process of its own: `bank_root.ts <WrappedBankOptions as JSON>`. Prints as the bank's root does.
 *
 * @module
 */
import { createTreeHost, runTree } from "../../../lib/runtime/mod.ts";
import { bankWorld } from "../bank_world.ts";
import { say } from "./say.ts";
import { sweepHeap } from "./sweep.ts";
import { type WrappedBankOptions, wrappedBankTree } from "./wrapped_bank.ts";

const options = JSON.parse(Deno.args[0]) as WrappedBankOptions;
const { transfers, chains } = options;
const host = createTreeHost({
  tree: wrappedBankTree(options),
  world: bankWorld({ transfers, ...(chains === undefined ? {} : { chains }) }),
  cellModule: new URL("./cell.ts", import.meta.url).href,
  runDir: options.tree.runFolder,
  onNotice: say,
});
sweepHeap();
const code = await runTree(host, { onFatal: (error) => console.error(error.message) });
say({ kind: "Ended", code, metrics: host.metrics() });
Deno.exit(code);

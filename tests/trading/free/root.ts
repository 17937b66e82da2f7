// deno-lint-ignore-file no-console
/**
 * A paper run on a market that does not wait, as a process of its own: `root.ts <options of start as JSON>`. Prints every
 * notice as a line of JSON, and one line {"kind":"Ended"}; each line of JSON that it reads, {"to", "body"}, it tells the
 * actor at that address as the world does.
 *
 * @module
 */
import { openRun, playTree, readOptions, START_OPTIONS } from "../../../cli/mod.ts";
import { DEFAULT_FLAGS, FatalError, type TreeHost, type WorldSource } from "../../../lib/runtime/mod.ts";
import { told } from "./told.ts";

const args = JSON.parse(Deno.args[0]) as string[];
const run = await openRun(readOptions("start", START_OPTIONS, args));
/** Its faults are the campaign's, more than a tree would bear: each that comes ten seconds after the last is a first one. */
const flags = { ...DEFAULT_FLAGS, intensity: 1_000, periodMs: 10_000 };
let host: TreeHost | null = null;
let code = 0;
try {
  await playTree(run, {
    cellModule: new URL("./cell.ts", import.meta.url).href,
    place: (placement) => ({ ...placement, flags, wrap: () => [{ kind: "fuse", args: {} }] }),
    world: (world: WorldSource) => told(world, Deno.stdin.readable),
    onNotice: (notice) => console.log(JSON.stringify(notice)),
    onHost: (created) => host = created,
  });
} catch (error) {
  if (!(error instanceof FatalError)) throw error;
  console.error(error.message);
  code = 70;
}
console.log(JSON.stringify({ kind: "Ended", code, metrics: (host as TreeHost | null)?.metrics() ?? null }));
run.store.close();
Deno.exit(code);

// deno-lint-ignore-file no-console
/**
 * A flood as a process of its own: `root.ts <FloodTreeOptions as JSON>`. Prints as the bank's root does, and five times a
 * second a note of its own, "root", with the metrics of all actors.
 *
 * @module
 */
import { createTreeHost, runTree } from "../../../lib/runtime/mod.ts";
import { floodTree, type FloodTreeOptions } from "./flood_tree.ts";
import { floodWorld } from "./flood_world.ts";
import { say } from "./say.ts";
import { sweepHeap } from "./sweep.ts";

const options = JSON.parse(Deno.args[0]) as FloodTreeOptions;
const host = createTreeHost({
  tree: floodTree(options),
  world: floodWorld(options.seconds, Date.now),
  cellModule: new URL("./cell.ts", import.meta.url).href,
  runDir: options.runFolder,
  onNotice: say,
});
setInterval(() => {
  const note = { actors: host.metrics().actors };
  say({ kind: "Note", atMs: Date.now(), worker: "root", incarnation: 1, note });
}, 200);
sweepHeap();
const code = await runTree(host, { onFatal: (error) => console.error(error.message) });
say({ kind: "Ended", code, metrics: host.metrics() });
Deno.exit(code);

// deno-lint-ignore-file no-console
/**
 * `start` as the compiled program plays it, run by Deno: `compiled_root.ts <arguments of its cells as JSON> [options]`. Where
 * the compiled program starts itself, this starts Deno with what the program is compiled from. Prints every notice as a line
 * of JSON, and the run's result last.
 *
 * @module
 */
import { openRun, playTree, readOptions, START_OPTIONS } from "../../cli/mod.ts";

const [cell, ...args] = Deno.args;
const run = await openRun(readOptions("start", START_OPTIONS, args));
await playTree(run, {
  cellModule: JSON.parse(cell) as string[],
  place: (placement) => placement,
  world: (world) => world,
  onNotice: (notice) => console.log(JSON.stringify(notice)),
  onHost: () => {},
});
console.log(`result ${run.store.resultHash().sha256}`);
run.store.close();
Deno.exit(0);

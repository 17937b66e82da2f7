// deno-lint-ignore-file no-console
/**
 * A toy tree as a process of its own: `root.ts <ToyRootOptions as JSON>`. Prints every notice as a line of JSON, and on
 * stderr why it gave up.
 *
 * @module
 */
import type { Told } from "../../lib/runtime/host_case_fixture.ts";
import { createTreeHost, runTree } from "../../lib/runtime/mod.ts";
import { scriptedWorld } from "../../lib/runtime/toy_actors_test.ts";
import { toyTree, type ToyTreeOptions } from "./toy_tree.ts";

/** All of it is plain JSON. */
export interface ToyRootOptions extends ToyTreeOptions {
  readonly script: readonly Told[];
}

const { script, ...options } = JSON.parse(Deno.args[0]) as ToyRootOptions;
const host = createTreeHost({
  tree: toyTree(options),
  world: scriptedWorld(script),
  cellModule: new URL("./cell.ts", import.meta.url).href,
  runDir: options.folders.run,
  onNotice: (notice) => console.log(JSON.stringify(notice)),
});
Deno.exit(await runTree(host, { onFatal: (error) => console.error(`${error}`) }));

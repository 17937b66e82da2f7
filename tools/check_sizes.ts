/**
 * `deno run --allow-read tools/check_sizes.ts`: fails where a file or a function is too long to be read in one go.
 *
 * @module
 */

import { count, finish } from "./report.ts";
import { judgeSizes } from "./sizes.ts";
import { projectRoot, readSources } from "./sources.ts";

if (import.meta.main) {
  const { breaches, files, functions, medianLines } = judgeSizes(readSources(projectRoot()));
  const closing = `sizes: ${count(files, "file")} and ${
    count(functions, "function")
  } judged, median ${medianLines} lines`;
  finish(breaches, files, `${closing}, ${count(breaches.length, "breach")}`);
}

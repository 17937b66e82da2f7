/**
 * `deno run --allow-read tools/check_layers.ts`: fails where an import points up, skips a room's mod.ts, closes a
 * cycle, or names a package outside its room. The rules are the tables of layer_rules.ts.
 *
 * @module
 */

import { judgeLayers } from "./layers.ts";
import { count, finish } from "./report.ts";
import { projectRoot, readSources } from "./sources.ts";

if (import.meta.main) {
  const { breaches, files, imports } = judgeLayers(readSources(projectRoot()));
  const closing = `layers: ${count(files, "file")} read, ${count(imports, "import")} judged`;
  finish(breaches, files, `${closing}, ${count(breaches.length, "breach")}`);
}

/**
 * `deno run --allow-read tools/check_purity.ts`: fails where a pure room reads a clock, draws a number, does I/O,
 * waits, or depends on the host. The rules are the tables of purity_rules.ts.
 *
 * @module
 */

import { judgePurity } from "./purity.ts";
import { count, finish } from "./report.ts";
import { projectRoot, readSources } from "./sources.ts";

if (import.meta.main) {
  const { breaches, files, pureFiles, allowed } = judgePurity(readSources(projectRoot()));
  const closing = `purity: ${count(files, "file")} read, ${
    count(pureFiles, "pure file")
  } judged, ${allowed} allowed`;
  finish(breaches, pureFiles, `${closing}, ${count(breaches.length, "breach")}`);
}

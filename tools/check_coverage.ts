/**
 * `deno run --allow-read tools/check_coverage.ts coverage/lcov.info`: prints the line coverage of every room of
 * lib/ and fails where that of all of lib/ is under the threshold.
 *
 * @module
 */

import { judgeCoverage, type RoomCoverage } from "./coverage.ts";
import { type Breach, count, finish, printLine } from "./report.ts";
import { projectRoot, readSources } from "./sources.ts";

/** Lowest line coverage of lib/ that passes, in percent. */
const MIN_LINES_PCT = 85;

function row({ room, pct, hit, lines }: RoomCoverage): string {
  return `${room.padEnd(18)} ${pct.toFixed(1).padStart(5)} %  ${hit} of ${count(lines, "line")}`;
}

function main(path: string): never {
  const root = projectRoot();
  const { rooms, total, unloaded } = judgeCoverage(Deno.readTextFileSync(path), readSources(root), root);
  for (const room of rooms) printLine(row(room));
  for (const file of unloaded) printLine(`${file} was loaded by no test; all its lines count as missed`);
  const breaches: Breach[] = total.pct >= MIN_LINES_PCT ? [] : [{
    file: "lib",
    line: 1,
    text: `has ${
      total.pct.toFixed(2)
    } % of its lines covered, under ${MIN_LINES_PCT} %; test the rooms with least`,
  }];
  finish(breaches, total.lines, `coverage: ${row(total)}, at least ${MIN_LINES_PCT} % wanted`);
}

if (import.meta.main) {
  const path = Deno.args[0];
  if (path === undefined) {
    printLine("Cannot check coverage as no lcov file is named: run check_coverage.ts coverage/lcov.info");
    Deno.exit(2);
  }
  main(path);
}

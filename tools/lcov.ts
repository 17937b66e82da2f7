/**
 * Reads the lcov text that `deno coverage --lcov` writes.
 *
 * @module
 */

/** Lines of one source file that can run, and how many of them did. */
export interface FileCoverage {
  /** As lcov names it: an absolute path. */
  readonly file: string;
  readonly lines: number;
  readonly hit: number;
}

/**
 * One record per `SF` section, counted from its `DA:line,hits` entries, a line once however often it is listed.
 * Other entries are skipped. Throws SyntaxError where an entry cannot be read or a section is not closed.
 */
export function parseLcov(text: string): FileCoverage[] {
  const records: FileCoverage[] = [];
  let file: string | undefined;
  let hits = new Map<number, number>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith("SF:")) {
      file = line.slice(3);
      hits = new Map();
    } else if (line.startsWith("DA:")) {
      const entry = /^DA:(\d+),(\d+)/.exec(line);
      if (entry === null || file === undefined) {
        throw new SyntaxError(
          `Cannot read lcov line ${index + 1} as DA:<line>,<hits>: current text is ${line}`,
        );
      }
      hits.set(Number(entry[1]), (hits.get(Number(entry[1])) ?? 0) + Number(entry[2]));
    } else if (line === "end_of_record" && file !== undefined) {
      records.push({ file, lines: hits.size, hit: [...hits.values()].filter((count) => count > 0).length });
      file = undefined;
    }
  }
  if (file !== undefined) {
    throw new SyntaxError(`Cannot read lcov as the record of ${file} has no end_of_record`);
  }
  return records;
}

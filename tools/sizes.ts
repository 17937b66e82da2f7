/**
 * Judges how long files and functions are: a function of text, without a file system.
 *
 * @module
 */

import { functionsOf } from "./functions.ts";
import type { Breach } from "./report.ts";
import { isTest, type Sources } from "./sources.ts";
import { tokenize } from "./tokens.ts";

/** The longest a file may be, in lines. */
export const MAX_FILE_LINES = 300;
/** The longest a function may be, in lines from head to closing brace. */
export const MAX_FUNCTION_LINES = 70;

/** The outcome; the median is over the judged files, 0 where there are none. */
export interface SizeVerdict {
  readonly breaches: readonly Breach[];
  readonly files: number;
  readonly functions: number;
  readonly medianLines: number;
}

/** Judges every file that is no test. */
export function judgeSizes(sources: Sources): SizeVerdict {
  const breaches: Breach[] = [];
  const sizes: number[] = [];
  let functions = 0;
  for (const [file, text] of Object.entries(sources)) {
    if (isTest(file)) continue;
    const lines = lineCount(text);
    sizes.push(lines);
    if (lines > MAX_FILE_LINES) {
      breaches.push({
        file,
        line: 1,
        text: `has ${lines} lines, over ${MAX_FILE_LINES}; split it by what it knows`,
      });
    }
    for (const span of functionsOf(tokenize(text).code)) {
      functions += 1;
      if (span.lines <= MAX_FUNCTION_LINES) continue;
      const why = `has ${span.lines} lines, over ${MAX_FUNCTION_LINES}; name its steps as functions`;
      breaches.push({ file, line: span.line, text: `${span.name} ${why}` });
    }
  }
  return { breaches, files: sizes.length, functions, medianLines: median(sizes) };
}

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Judges line coverage of lib/, room by room: a function of text, without a file system.
 *
 * @module
 */

import { type FileCoverage, parseLcov } from "./lcov.ts";
import { isTest, type Sources } from "./sources.ts";
import { isName, isPunct } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Line coverage of one room, or of all of lib. */
export interface RoomCoverage {
  readonly room: string;
  readonly lines: number;
  readonly hit: number;
  /** 0 to 100; 0 where there are no lines. */
  readonly pct: number;
}

/** The outcome. */
export interface CoverageVerdict {
  /** Sorted by name. */
  readonly rooms: readonly RoomCoverage[];
  readonly total: RoomCoverage;
  /** Files that hold running code and were loaded by no test; all their lines count as missed. */
  readonly unloaded: readonly string[];
}

/**
 * Sums the lcov records of lib/ by room. `root` is the absolute path in front of the paths of `sources`. A source
 * file without a record was never loaded: leaving it out would make the figure rise when a test is deleted.
 */
export function judgeCoverage(lcov: string, sources: Sources, root: string): CoverageVerdict {
  const records = new Map(parseLcov(lcov).map((record) => [relative(record.file, root), record]));
  const unloaded: string[] = [];
  const byRoom: Record<string, FileCoverage[]> = {};
  for (const [file, text] of Object.entries(sources)) {
    if (!file.startsWith("lib/") || isTest(file)) continue;
    const record = records.get(file) ?? missedRecord(file, text);
    if (!records.has(file) && record.lines > 0) unloaded.push(file);
    (byRoom[file.split("/").slice(0, 2).join("/")] ??= []).push(record);
  }
  const rooms = Object.keys(byRoom).sort().map((room) => sumOf(room, byRoom[room]));
  return { rooms, total: sumOf("lib", Object.values(byRoom).flat()), unloaded };
}

function relative(file: string, root: string): string {
  const path = file.replace(/^file:\/\//, "").replaceAll("\\", "/");
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function sumOf(room: string, records: readonly FileCoverage[]): RoomCoverage {
  const lines = records.reduce((sum, record) => sum + record.lines, 0);
  const hit = records.reduce((sum, record) => sum + record.hit, 0);
  return { room, lines, hit, pct: lines === 0 ? 0 : 100 * hit / lines };
}

/** All lines with code count, unless the file only declares types and re-exports, which no engine ever runs. */
function missedRecord(file: string, text: string): FileCoverage {
  const { code } = tokenize(text);
  return { file, lines: hasRunningCode(code) ? new Set(code.map((token) => token.line)).size : 0, hit: 0 };
}

function hasRunningCode(code: readonly Token[]): boolean {
  let depth = 0;
  for (const token of code) {
    if (isPunct(token, "{", "(", "[")) depth += 1;
    else if (isPunct(token, "}", ")", "]")) depth -= 1;
    else if (depth === 0 && isName(token, "const", "let", "var", "function", "class", "enum")) return true;
  }
  return false;
}

import { dirname } from "node:path";
import { Refusal } from "./exit.ts";

/** What a half-done download is of; another one must not go on with it. */
export interface PartQuery {
  /** Venue, symbol, timeframe and beginning in words: the name of the source. */
  readonly source: string;
  readonly toMs: number;
}

/** A half-done download as it stands on disk. */
export interface Part {
  readonly query: PartQuery;
  /** All rows so far, in order. */
  readonly rows: number[][];
  /** Where the next page begins. */
  nextMs: number;
}

interface Page {
  readonly nextMs: number;
  readonly rows: number[][];
}

/**
 * Goes on with the part at `path` or begins one: a file of lines, the query first and then a page each. A line that a kill cut
 * short is cut off; the page is asked for again.
 */
export function openPart(path: string, query: PartQuery, fromMs: number): Part {
  const found = readPart(path);
  if (found === null) return beginPart(path, query, { nextMs: fromMs, rows: [] });
  const { source, toMs } = found.query;
  if (source === query.source && toMs === query.toMs) return found;
  throw new Refusal(
    `${path} is half of another download (${source}, to ${new Date(toMs).toISOString()}). ` +
      `Finish that one, or delete the file.`,
  );
}

/** The part at `path` without a line that was cut short; null where there is none. */
export function readPart(path: string): Part | null {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw new Refusal(`Cannot read ${path}: ${(cause as Error).message}`);
  }
  const decoder = new TextDecoder();
  let at = 0, part: Part | null = null;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
    const line = parseLine(decoder.decode(bytes.subarray(at, end)));
    if (line === null) break;
    if (part === null) part = { query: line as PartQuery, rows: [], nextMs: NaN };
    else {
      const page = line as Page;
      for (const row of page.rows) part.rows.push(row);
      part.nextMs = page.nextMs;
    }
    at = end + 1;
  }
  if (at < bytes.length) Deno.truncateSync(path, at);
  return part !== null && !Number.isNaN(part.nextMs) ? part : null;
}

function parseLine(line: string): object | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Begins a part with what is there already; its first page is written with it. */
export function beginPart(path: string, query: PartQuery, page: Page): Part {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, `${JSON.stringify(query)}\n${JSON.stringify(page)}\n`);
  return { query, rows: [...page.rows], nextMs: page.nextMs };
}

/** Adds a page, on disk first. */
export function extendPart(path: string, part: Part, page: Page): void {
  Deno.writeTextFileSync(path, `${JSON.stringify(page)}\n`, { append: true });
  for (const row of page.rows) part.rows.push(row);
  part.nextMs = page.nextMs;
}

/** The download is done: the part goes. */
export function removePart(path: string): void {
  Deno.removeSync(path);
}

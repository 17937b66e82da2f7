import type { SqlValue } from "../sql.ts";
import type { Statement } from "./wire.ts";

/** The one list of values of a statement: the parentheses after VALUES, with at most one level inside. */
const ROW_REGEXP = /\bVALUES (\((?:[^()]|\([^()]*\))*\))/;

/** A statement that takes several rows as well as one. */
interface Template {
  readonly before: string;
  readonly row: string;
  readonly after: string;
  /** Texts for 2, 4, 8 ... rows, as they are needed: each is planned by the server once. */
  readonly texts: string[];
}

const TEMPLATES = new Map<string, Template | null>();

/** 2 ** 6 rows at most in one statement. */
const MAX_POWER = 6;

/**
 * The same statements, where neighbours with the same text became one with many rows, of the shared SQL as well: about
 * twice as fast, as a server answers each statement by itself. What they do stays the same, in the same order.
 */
export function mergeRows(queue: readonly Statement[]): Statement[] {
  const merged: Statement[] = [];
  for (let from = 0, to = 1; from < queue.length; from = to++) {
    const { text } = queue[from];
    while (to < queue.length && queue[to].text === text) to++;
    const template = to - from > 1 ? templateOf(text) : null;
    if (template === null) merged.push(...queue.slice(from, to));
    else pushRows(merged, template, queue.slice(from, to));
  }
  return merged;
}

function templateOf(text: string): Template | null {
  let template = TEMPLATES.get(text);
  if (template === undefined) TEMPLATES.set(text, template = toTemplate(text));
  return template;
}

function toTemplate(text: string): Template | null {
  const match = ROW_REGEXP.exec(text);
  // a row that changes another must see it, and values elsewhere belong to one row
  if (match === null || /\bON CONFLICT\b|\bRETURNING\b/.test(text)) return null;
  const before = text.slice(0, match.index + "VALUES ".length);
  const after = text.slice(match.index + match[0].length);
  return (before + after).includes("?") ? null : { before, row: match[1], after, texts: [] };
}

function pushRows(merged: Statement[], template: Template, rows: readonly Statement[]): void {
  for (let from = 0; from < rows.length;) {
    const power = Math.min(MAX_POWER, Math.floor(Math.log2(rows.length - from)));
    const values: SqlValue[] = rows.slice(from, from + 2 ** power).flatMap((row) => row.values);
    merged.push({ text: textOf(template, power), values });
    from += 2 ** power;
  }
}

function textOf({ before, row, after, texts }: Template, power: number): string {
  return texts[power] ??= before + Array(2 ** power).fill(row).join(", ") + after;
}

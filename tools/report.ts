/**
 * How every check of this folder speaks: one line per breach, a last line with counters, exit code 1 on breach.
 *
 * @module
 */

/** One broken rule: where, and a text that says what is wrong, why, and what to do. */
export interface Breach {
  /** Path from the project root. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** `file:line text`, the form editors turn into a link. */
export function formatBreach(breach: Breach): string {
  return `${breach.file}:${breach.line} ${breach.text}`;
}

/** Orders by file, then line; keeps the order of breaches on one line. */
export function sortBreaches(breaches: readonly Breach[]): Breach[] {
  return [...breaches].sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}

/** `1 file`, `2 files`: a count with its noun. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : noun.endsWith("ch") ? "es" : "s"}`;
}

/** Writes one line to standard output. */
export function printLine(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

/**
 * Prints the breaches and the closing line, and ends the process: exit code 0 only where nothing is broken and
 * something was judged. A check that read no file has proved nothing and fails.
 */
export function finish(breaches: readonly Breach[], judged: number, closing: string): never {
  for (const breach of breaches) printLine(formatBreach(breach));
  if (judged === 0) {
    printLine("Cannot vouch for the project as no file was judged: run the check from its tools folder");
  }
  printLine(closing);
  Deno.exit(breaches.length === 0 && judged > 0 ? 0 : 1);
}

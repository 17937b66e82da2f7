import type { Log } from "../lib/log/mod.ts";

/** Takes what would be printed, where lines are for machines; null where they are for people. */
let log: Log | null = null;

/** From now on what is said goes to a log; what is printed for people alone, as a progress bar, is left out. */
export function logTo(other: Log): void {
  log = other;
}

/** Prints a line of a command's result. */
export function say(text: string): void {
  if (log !== null) return log.info("said", { text });
  // deno-lint-ignore no-console
  console.log(text);
}

/** Prints a problem or a passing remark, apart from the result. */
export function complain(text: string): void {
  if (log !== null) return log.warn("complained", { text });
  // deno-lint-ignore no-console
  console.error(text);
}

/** A time as people read it: 2024-01-10 08:00, UTC. */
export const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

/**
 * A progress bar on a terminal, a line every ten percent elsewhere; always on the error stream. Of what has no end
 * (`total` Infinity) a terminal shows the note alone.
 */
export function createProgress(total: number): (done: number, note: string) => void {
  const isTerminal = Deno.stderr.isTerminal();
  let lastTenth = -1;
  return (done, note) => {
    if (log !== null) return;
    if (total === Infinity) {
      if (isTerminal) Deno.stderr.writeSync(new TextEncoder().encode(`\r${note}  `));
      return;
    }
    const share = total === 0 ? 1 : done / total;
    const percent = `${Math.floor(100 * share)}`.padStart(3);
    if (isTerminal) {
      const width = 30, filled = Math.floor(width * share);
      const bar = "#".repeat(filled) + "-".repeat(width - filled);
      Deno.stderr.writeSync(
        new TextEncoder().encode(`\r[${bar}] ${percent} % ${note}${share >= 1 ? "\n" : "  "}`),
      );
      return;
    }
    const tenth = Math.floor(10 * share);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    complain(`${percent} % ${note}`);
  };
}

/** Rows as aligned columns; numbers to the right, text to the left. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from(
    { length: columns },
    (_, c) => Math.max(...rows.map((row) => String(row[c] ?? "").length)),
  );
  const isNumeric = (value: string | number) => typeof value === "number" || /^-?[\d.,]+ ?%?$/.test(value);
  const cell = (value: string | number, c: number) =>
    isNumeric(value) ? String(value).padStart(widths[c]!) : String(value).padEnd(widths[c]!);
  return rows.map((row) => "  " + row.map(cell).join("  ").trimEnd()).join("\n");
}

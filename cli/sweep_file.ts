import { dirname } from "node:path";
import { readRow, rowLine, type SweepRow } from "../lib/research/mod.ts";
import { Refusal } from "./exit.ts";

/** First line of a results file: what its trials follow from, each part by its hash, and for people. */
export interface SweepHeader {
  readonly kind: "sweep";
  readonly version: 1;
  /** Hash by part: a trial of one sweep is a trial of another only where all are equal. */
  readonly parts: Readonly<Record<string, string>>;
  /** What it was asked for, to be read. */
  readonly about: unknown;
}

const ROWS_AT_ONCE = 5_000;

/** Results of a sweep under way, kept line by line. */
export interface SweepFile {
  /** What earlier starts of the same sweep came to, by order of line. */
  readonly known: readonly SweepRow[];
  readonly append: (rows: readonly SweepRow[]) => void;
  /** Puts the whole in its last form: header, rows as given, one closing line; all at once, and closes the file. */
  readonly finish: (rows: readonly SweepRow[], closing: unknown) => void;
  readonly close: () => void;
}

/**
 * Opens a results file for this process alone. One of the same sweep is gone on with, but for a last line that a kill left
 * torn; one of another sweep is refused unless `isFresh`.
 */
export function openSweepFile(path: string, header: SweepHeader, isFresh: boolean): SweepFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  const file = openFile(path);
  if (!file.tryLockSync(true)) {
    file.close();
    throw new Refusal(
      `${path} is being written by another sweep: wait for it, or name another file with --out.`,
    );
  }
  try {
    const text = isFresh ? "" : Deno.readTextFileSync(path);
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const known = whole === "" ? [] : readKnown(path, whole, header);
    file.truncateSync(new TextEncoder().encode(whole).length);
    file.seekSync(0, Deno.SeekMode.End);
    const write = (lines: readonly string[]) => writeAll(file, lines);
    if (whole === "") write([JSON.stringify(header)]);
    return {
      known,
      append: (rows) => write(rows.map(rowLine)),
      finish(rows, closing) {
        replaceFile(path, header, rows, closing);
        file.close();
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function openFile(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { read: true, write: true, create: true });
  } catch (cause) {
    throw new Refusal(`Cannot write ${path}: ${(cause as Error).message}. Name another file with --out.`);
  }
}

function readKnown(path: string, text: string, header: SweepHeader): SweepRow[] {
  const [first, ...lines] = text.trimEnd().split("\n");
  const found = readHeader(first!);
  if (found === null) {
    throw new Refusal(`${path} is no results file of a sweep: name another file with --out.`);
  }
  const names = new Set([...Object.keys(found.parts), ...Object.keys(header.parts)]);
  const others = [...names].filter((name) => found.parts[name] !== header.parts[name])
    .filter((name, _, all) => all.length === 1 || name !== "run");
  if (others.length > 0) {
    throw new Refusal(
      `${path} holds the results of another sweep (other ${
        others.join(", ")
      }): name another file with --out, ` +
        "or throw them away with --fresh.",
    );
  }
  return lines.filter((line) => !line.startsWith('{"kind":"verdict"')).map((line, i) => {
    const row = readRow(line);
    if (row !== null) return row;
    throw new Refusal(
      `${path}, line ${i + 2}: this is no trial of a sweep. Mend it, or begin anew with --fresh.`,
    );
  });
}

function readHeader(line: string): SweepHeader | null {
  try {
    const value = JSON.parse(line) as SweepHeader | null;
    return value?.kind === "sweep" && value.version === 1 && typeof value.parts === "object" ? value : null;
  } catch {
    return null;
  }
}

/** Writes past the last line, all of it or an error. */
function writeAll(file: Deno.FsFile, lines: readonly string[]): void {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** There is never a file that is half the old one and half the new one. */
function replaceFile(path: string, header: SweepHeader, rows: readonly SweepRow[], closing: unknown): void {
  const file = Deno.openSync(`${path}.new`, { write: true, create: true, truncate: true });
  writeAll(file, [JSON.stringify(header)]);
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    writeAll(file, rows.slice(at, at + ROWS_AT_ONCE).map(rowLine));
  }
  writeAll(file, [JSON.stringify(closing)]);
  file.close();
  Deno.renameSync(`${path}.new`, path);
}

/** What can be wrong with a history file, by what the reader must look at. */
export type DataFaultKind =
  | "gzip" // truncated or damaged compression
  | "checksum" // a columnar file whose bytes are not those that were written
  | "size" // larger than MAX_TEXT_BYTES once unpacked
  | "text" // bytes that are not UTF-8
  | "empty" // no data rows
  | "layout" // no layout we know
  | "columns" // a row with the wrong number of columns
  | "number" // a cell that is no finite decimal number
  | "time" // a time that cannot be read, or lies outside 2001-09-09 .. 2286-11-20
  | "ticker" // two instruments in one file
  | "timeframe" // bars spaced otherwise than asked for
  | "alignment" // a bar that does not open on a UTC multiple of its timeframe
  | "disorder" // a time before the row above
  | "duplicate" // a time twice
  | "gap" // bars missing
  | "negative" // a price <= 0 or a volume < 0
  | "unfinished" // the last bar had not closed when the file was written
  | "range" // high below open or close, or low above them
  | "jitter" // funding more than 60 s away from its hour
  | "rate"; // a funding rate of 100 % or more

/** The bars missing in a hole: opens of the first and the last one (Unix ms, UTC), and how many they are. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly missingBars: number;
}

/** One thing wrong with a history file, with its place and what to do about it. */
export interface DataFault {
  readonly kind: DataFaultKind;
  /** Name of the file as the caller gave it; "" where it gave none. */
  readonly file: string;
  /** 1-based data row (a header line does not count); 0 = the file as a whole. */
  readonly row: number;
  /** ISO time of the row in UTC, or "" where there is none. */
  readonly at: string;
  readonly what: string;
  readonly todo: string;
  /** Present on kind "gap" alone; row and at are then those of the first bar after the hole. */
  readonly gap?: Gap;
}

/** ISO text of a Unix time in ms, without the milliseconds where they are zero; "" for what is no time. */
export function isoAt(ms: number): string {
  if (!(Math.abs(ms) <= 8.64e15)) return "";
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A fault of the file as a whole. */
export function fileFault(kind: DataFaultKind, file: string, what: string, todo: string): DataFault {
  return { kind, file, row: 0, at: "", what, todo };
}

/** The first characters of foreign text, on one line and without control characters, for an error message. */
export function excerpt(text: string, length = 60): string {
  // deno-lint-ignore no-control-regex
  const line = text.slice(0, length).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
  return text.length > length ? `${line}...` : line;
}

const SHOWN_AT_MOST = 20;

/** The first 20 faults, one a line (`file, row, time: what (kind). What to do.`), then how many more there are. */
export function formatFaults(faults: readonly DataFault[]): string {
  const lines = faults.slice(0, SHOWN_AT_MOST).map((fault) => {
    const place = [
      fault.file,
      fault.row > 0 ? `row ${fault.row}` : "",
      fault.at === "" ? "" : `at ${fault.at}`,
    ];
    return `${
      place.filter((part) => part !== "").join(", ") || "data"
    }: ${fault.what} (${fault.kind}). ${fault.todo}.`;
  });
  const more = faults.length - lines.length;
  if (more > 0) lines.push(`... and ${more} more fault${more === 1 ? "" : "s"}, ${faults.length} in all.`);
  return lines.join("\n");
}

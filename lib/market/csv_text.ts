import { type DataFault, excerpt, fileFault } from "./data_fault.ts";

const DECIMAL_REGEXP = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The lines of a CSV text without line ends (LF or CRLF) and without blank lines at either end; quotes mean nothing. */
export function csvLines(text: string): string[] {
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) if (lines[i].endsWith("\r")) lines[i] = lines[i].slice(0, -1);
  let from = 0, to = lines.length;
  while (from < to && lines[from].trim() === "") from++;
  while (to > from && lines[to - 1].trim() === "") to--;
  return lines.slice(from, to);
}

/** The column names of a header line: lower case, trimmed. */
export function headerNames(line: string): string[] {
  return line.split(",").map((name) => name.trim().toLowerCase());
}

/** A decimal number as CSV files write it, else NaN: no hexadecimal, no "Infinity", no empty cell. */
export function parseDecimalCell(cell: string): number {
  const trimmed = cell.trim();
  return DECIMAL_REGEXP.test(trimmed) ? Number(trimmed) : NaN;
}

/** What a first line that is no known header really is, as a fault. */
export function unknownHeader(line: string, file: string, known: string): DataFault {
  const shown = excerpt(line);
  const what = line.trimStart().startsWith("<")
    ? `this is HTML or XML, perhaps an error page saved in place of the data: ${shown}`
    : `no layout is known for the first line: ${shown}`;
  return fileFault("layout", file, what, `Give ${known}`);
}

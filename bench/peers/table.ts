/** A cell: text to the left, numbers (as text) to the right. */
export type Cell = string;

/** Lines of a table, its columns as wide as their widest cell; the first column is left-aligned, the others right. */
export function tableLines(heads: readonly Cell[], rows: readonly (readonly Cell[])[]): string[] {
  const widths = heads.map((head, c) => Math.max(head.length, ...rows.map((row) => row[c].length)));
  return [heads, ...rows].map((row) => {
    const cells = row.map((cell, c) => c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]));
    return cells.join("  ").trimEnd();
  });
}

/** About three digits, with k or M. */
export function short(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6)} M`;
  return value >= 1e4 ? `${digits(value / 1e3)} k` : digits(value);
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

// deno-lint-ignore-file no-console
export type Unit = "us" | "ms" | "MiB" | "/s";

/** One figure, and the figure of the raw floor its ratio is to; without one there is no ratio. */
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  readonly floor?: number;
}

export interface Row {
  readonly name: string;
  /** In the order of the section's columns; null leaves one empty. */
  readonly figures: readonly (Figure | null)[];
}

export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const NAME_WIDTH = 44;
const VALUE_WIDTH = 13;
const RATIO_WIDTH = 9;

/** Prints a section: behind each figure, how many times the floor it is. */
export function printSection({ title, columns, rows }: Section): void {
  const heads = columns.map((column) => column.padStart(VALUE_WIDTH) + " ".repeat(RATIO_WIDTH));
  console.log(`\n${title.padEnd(NAME_WIDTH)}${heads.join("")}`.trimEnd());
  for (const { name, figures } of rows) {
    console.log(`  ${name.padEnd(NAME_WIDTH - 2)}${figures.map(textOf).join("")}`.trimEnd());
  }
}

function textOf(figure: Figure | null): string {
  if (figure === null) return " ".repeat(VALUE_WIDTH + RATIO_WIDTH);
  const { value, unit, floor } = figure;
  const text = unit === "/s" ? `${thousands(value)}/s` : `${short(value)} ${unit}`;
  const ratio = floor === undefined ? "" : `x ${short(value / floor)}`;
  return text.padStart(VALUE_WIDTH) + ratio.padStart(RATIO_WIDTH);
}

function thousands(value: number): string {
  return value >= 10_000 ? `${(value / 1_000).toFixed(0)} k` : value.toFixed(0);
}

/** About three digits. */
function short(value: number): string {
  if (value < 0.1) return value.toPrecision(2);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

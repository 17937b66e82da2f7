// Reads ref_empyrical/vectors.json.gz: series by name and, per test of empyrical, rows of arguments and an expectation.
import { readText } from "./statistics_fixture.ts";

export const VECTORS = "ref_empyrical/vectors.json.gz";

interface VectorFile {
  readonly series: Readonly<Record<string, unknown>>;
  readonly tests: readonly { readonly test: string; readonly rows: readonly unknown[] }[];
}

/** An argument or expectation: a number, text, one series, or several columns. */
export type VectorValue = number | string | Float64Array | readonly Float64Array[];

/** Rows of one empyrical test; rows given as Python expressions are left out. */
export function vectorRows(test: string): readonly (readonly VectorValue[])[] {
  const file = JSON.parse(readText(VECTORS)) as VectorFile;
  const found = file.tests.find((entry) => entry.test === test);
  if (found === undefined) throw new Error(`ref_empyrical has no test ${test}`);
  return found.rows.filter((row) => Array.isArray(row)).map((row) =>
    (row as unknown[]).map((value) => valueOf(value, file))
  );
}

function valueOf(value: unknown, file: VectorFile): VectorValue {
  if (typeof value === "number") return value;
  if (value === "NaN") return NaN;
  if (value === "Infinity") return Infinity;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return numbers(value);
  const known = value as {
    ref?: string;
    values?: unknown[];
    frame?: Record<string, Record<string, unknown>>;
  };
  if (known.ref !== undefined) return valueOf(file.series[known.ref], file);
  if (known.frame !== undefined) {
    return Object.values(known.frame).map((column) => numbers(Object.values(column)));
  }
  return numbers(known.values ?? []);
}

function numbers(values: readonly unknown[]): Float64Array {
  return Float64Array.from(values, (value) => value === null || value === "NaN" ? NaN : Number(value));
}

/** Returns in a year, by empyrical's word for the period. */
export const PERIODS_PER_YEAR: Readonly<Record<string, number>> = {
  daily: 252,
  weekly: 52,
  monthly: 12,
  yearly: 1,
};

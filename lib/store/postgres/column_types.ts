import { canonicalJson } from "../../core/mod.ts";

/** Type ids of PostgreSQL (pg_type.oid). */
const OID = {
  bool: 16,
  int8: 20,
  float8: 701,
  date: 1082,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

interface ColumnType {
  readonly to: number;
  readonly from: number[];
  readonly serialize: (value: unknown) => string;
  readonly parse: (text: string) => unknown;
}

/**
 * How columns become the values that `Sql` promises, the same as SQLite's: integers, flags and instants (ms) are numbers;
 * exact decimals, days and JSON are text, JSON in canonical form, in which we wrote it.
 */
export const COLUMN_TYPES: Readonly<Record<keyof typeof OID, ColumnType>> = {
  bool: columnType(
    OID.bool,
    (value) => (value === 1 || value === true ? "t" : "f"),
    (text) => (text === "t" ? 1 : 0),
  ),
  int8: columnType(OID.int8, String, parseInteger),
  // -0 becomes 0, as in SQLite
  float8: columnType(OID.float8, String, Number),
  date: columnType(OID.date, String, (text) => text),
  timestamptz: columnType(OID.timestamptz, (value) => new Date(Number(value)).toISOString(), parseInstant),
  numeric: columnType(OID.numeric, String, (text) => text),
  jsonb: columnType(OID.jsonb, String, (text) => canonicalJson(JSON.parse(text))),
};

function columnType(
  oid: number,
  serialize: ColumnType["serialize"],
  parse: ColumnType["parse"],
): ColumnType {
  return { to: oid, from: [oid], serialize, parse };
}

/** Throws RangeError on an integer that a number cannot hold. */
function parseInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`Cannot read an integer as it must be at most 2^53 - 1: current value is ${text}`);
}

/** ms of a text like `2024-01-01 00:00:00.5+00`: sessions are in UTC. */
function parseInstant(text: string): number {
  return Date.parse(text.replace(" ", "T").replace("+00", "Z"));
}

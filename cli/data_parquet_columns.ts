import { formatDecimal } from "../lib/core/mod.ts";

/** A column of a Parquet file, as far as its cells' text depends on it. */
export interface ParquetField {
  readonly name: string;
  /** A timestamp or date by its type: cells are Unix ms as bigint. */
  readonly isTime: boolean;
  /** Digits behind the point of a decimal, whose cells are unscaled integers; null for any other type. */
  readonly decimalScale: number | null;
}

/** One column of the text: the field it is made of, and how a cell of it is written. */
export interface TextColumn {
  readonly field: ParquetField;
  readonly write: (cell: unknown) => string;
}

/** The CSV that says the same as a Parquet file: its header, and its columns in that order. */
export interface TextLayout {
  readonly header: string;
  readonly columns: readonly TextColumn[];
}

/** A kind of table: a column of each `names` is needed, `optional` ones may be there, `ignored` ones are left out. */
interface Layout {
  readonly columns: readonly { readonly as: string; readonly names: readonly string[] }[];
  readonly optional: Layout["columns"];
  readonly ignored: readonly string[];
}

const column = (as: string, ...others: string[]) => ({ as, names: [as, ...others].map(plainName) });

/** What pandas writes beside the columns where rows were left out before. */
const INDEX = "__index_level_0__";
const LAYOUTS: readonly Layout[] = [
  {
    columns: [
      column("timestamp", "date", "open_time"),
      ...["open", "high", "low", "close", "volume"].map((it) => column(it)),
    ],
    optional: [column("ticker", "symbol")],
    ignored: [
      ...[
        "close_time",
        "quote_volume",
        "quote_asset_volume",
        "count",
        "number_of_trades",
        "trades",
        "ignore",
      ],
      ...["taker_buy_volume", "taker_buy_base_asset_volume", "taker_buy_quote_volume"],
      ...["taker_buy_quote_asset_volume", INDEX],
    ].map(plainName),
  },
  {
    columns: [
      column("timestamp", "date", "calc_time", "funding_time"),
      column("funding_rate", "last_funding_rate", "rate"),
    ],
    optional: [],
    ignored: ["funding_interval_hours", "mark_price", INDEX].map(plainName),
  },
  {
    columns: [
      column("agg_trade_id"),
      column("price"),
      column("quantity"),
      column("first_trade_id", "agg_trade_id"),
      column("last_trade_id", "agg_trade_id"),
      column("transact_time"),
      column("is_buyer_maker"),
    ],
    optional: [],
    ignored: ["first_trade_id", "last_trade_id", "is_best_match", INDEX].map(plainName),
  },
];

/** What may be given, for a refusal. */
export const KNOWN_COLUMNS =
  "the columns timestamp (or date, open_time), open, high, low, close, volume and perhaps ticker; or timestamp (or " +
  "calc_time, funding_time) and funding_rate (or last_funding_rate, rate); or agg_trade_id, price, quantity, " +
  "transact_time, is_buyer_maker";

/** Columns by their names, in any order and either case, `openTime` and `Open time` as `open_time`; undefined where no kind of table has them. */
export function findLayout(fields: readonly ParquetField[]): TextLayout | undefined {
  const byName = new Map(fields.map((field) => [plainName(field.name), field]));
  if (byName.size < fields.length) return undefined;
  const find = (names: readonly string[]) => names.flatMap((it) => byName.get(it) ?? [])[0];
  for (const layout of LAYOUTS) {
    const wanted = [...layout.columns, ...layout.optional.filter(({ names }) => find(names) !== undefined)];
    const columns = wanted.flatMap(({ as, names }) => {
      const field = find(names);
      return field === undefined ? [] : [{ field, write: writerOf(as, field) }];
    });
    if (columns.length < wanted.length) continue;
    const known = new Set([...columns.map(({ field }) => plainName(field.name)), ...layout.ignored]);
    if ([...byName.keys()].some((name) => !known.has(name))) return undefined;
    return { header: wanted.map(({ as }) => as).join(), columns };
  }
  return undefined;
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s]/g, "");
}

const TIMES = ["timestamp", "transact_time"];

function writerOf(as: string, { isTime, decimalScale }: ParquetField): (cell: unknown) => string {
  if (isTime) return writeTime;
  if (decimalScale !== null) return (cell) => writeDecimal(cell, decimalScale);
  return TIMES.includes(as) ? (cell) => writeClock(writePlain(cell)) : writePlain;
}

/** 13 digits, or words that nobody reads as a time: a wrong unit must not pass as another one. */
function writeTime(ms: unknown): string {
  const text = String(ms ?? "");
  return text === "" || text.length === 13 ? text : `${text} ms`;
}

/** Integers without a unit: seconds and nanoseconds are told by their length, as ms and microseconds are by the CSV reader. */
function writeClock(text: string): string {
  if (/^\d{10}$/.test(text)) return `${text}000`;
  return /^\d{19}$/.test(text) ? text.slice(0, 13) : text;
}

function writeDecimal(cell: unknown, scale: number): string {
  if (typeof cell === "number" || typeof cell === "bigint") return formatDecimal(BigInt(cell), scale);
  if (!(cell instanceof Uint8Array) || cell.length === 0) return "";
  // two's complement, big end first
  const unsigned = cell.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return formatDecimal(BigInt.asIntN(8 * cell.length, unsigned), scale);
}

/** A cell as a CSV has it; "" where there is none. A comma or a line end in a text must not make cells or rows. */
function writePlain(cell: unknown): string {
  if (typeof cell === "number") return writeNumber(cell);
  if (cell === null || cell === undefined) return "";
  const text = cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell);
  return text.replaceAll(/[,\r\n]/g, " ");
}

const EXPONENT_REGEXP = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/;

/** The shortest decimal that is read as the same float64, without an exponent where it is small: trades count its digits. */
function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const text = String(value), small = EXPONENT_REGEXP.exec(text);
  if (small === null) return text;
  const [, sign, first, rest = "", power] = small;
  return `${sign}0.${"0".repeat(Number(power) - 1)}${first}${rest}`;
}

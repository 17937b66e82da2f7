import type {
  AsyncBuffer,
  ColumnChunk,
  Compressors,
  FileMetaData,
  PageHeader,
  ParquetParsers,
  SchemaElement,
} from "hyparquet";
import { err, ok, type Result } from "../lib/core/mod.ts";
import { type DataFault, MAX_TEXT_BYTES } from "../lib/market/mod.ts";
import { readBytes } from "./data_files.ts";
import { findLayout, KNOWN_COLUMNS, type ParquetField, type TextLayout } from "./data_parquet_columns.ts";
import { describeSource, type Source } from "./data_source.ts";

const MAGIC = "PAR1";
/** No row of any layout is shorter. */
const MIN_ROW_BYTES = 16;
const MAX_ROWS = MAX_TEXT_BYTES / MIN_ROW_BYTES;
const LINES_AT_ONCE = 8_192;

/**
 * Reads a file of any kind and tells what it holds. The rows of a Parquet file are given as the CSV that says the same, so
 * that everything after it is one code; name, size and hash are those of the file itself.
 */
export async function readAnySource(path: string): Promise<Source> {
  const file = readBytes(path, "history file");
  if (!isParquet(file)) return describeSource(path, file);
  const text = await parquetToCsv(file, path);
  if (text.ok) return describeSource(path, file, text.value);
  return { ...describeSource(path, file), fault: text.error };
}

function isParquet(bytes: Uint8Array): boolean {
  return [...MAGIC].every((char, i) => bytes[i] === char.charCodeAt(0));
}

/** A Parquet file's rows as CSV, row group by row group; a fault where it is damaged, too long, or of unknown columns. */
export async function parquetToCsv(file: Uint8Array, path: string): Promise<Result<Uint8Array, DataFault>> {
  try {
    const metadata = await readMetadata(file);
    const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (rows !== Number(metadata.num_rows)) throw new Error("its row groups have not the rows it says");
    if (rows > MAX_ROWS) return err(tooLong(path));
    const layout = findLayout(fieldsOf(metadata));
    if (layout === undefined) return err(unknownColumns(metadata, path));
    await checkPages(file, metadata);
    return await writeRows(file, metadata, layout, path);
  } catch (cause) {
    // the package throws Error, RangeError and TypeError alike on bytes that are not what they should be
    const what = `the Parquet file is damaged, cut short or encrypted: ${(cause as Error).message}`;
    return err(fault(path, what, "Fetch the file again"));
  }
}

// the packages are loaded by whom they serve: no other command waits for them
async function readMetadata(file: Uint8Array): Promise<FileMetaData> {
  const { parquetMetadataAsync } = await import("hyparquet");
  return await parquetMetadataAsync(bufferOf(file), { geoparquet: false });
}

/** Walks the page headers: the package goes round for ever where a damaged one has no length. */
async function checkPages(file: Uint8Array, { row_groups }: FileMetaData): Promise<void> {
  const { parquetHeader } = await import("hyparquet/src/column.js");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (const { columns, num_rows } of row_groups) {
    for (const { from, to } of columns.map(rangeOf)) {
      if (!(from >= 0 && from <= to && to <= file.length)) {
        throw new Error("a column lies outside of the file");
      }
      const reader = { view: new DataView(view.buffer, view.byteOffset + from, to - from), offset: 0 };
      for (let rows = 0; rows < num_rows && reader.offset < to - from - 1;) {
        const header = parquetHeader(reader), { compressed_page_size, dictionary_page_header } = header;
        const told = header.data_page_header ?? header.data_page_header_v2 ?? dictionary_page_header;
        const counts = [told?.num_values, ...levelCounts(header)];
        const isSound = compressed_page_size >= 0 && compressed_page_size <= to - from - reader.offset &&
          counts.every((it) => it !== undefined && it >= 0 && it <= num_rows);
        if (told === undefined || !isSound) throw new Error(`a page behind byte ${from} has no sound header`);
        reader.offset += compressed_page_size;
        if (told !== dictionary_page_header) rows += told.num_values;
      }
    }
  }
}

/** Of the newer pages: empty cells, and what makes room for the values. */
function levelCounts({ data_page_header_v2: page, compressed_page_size }: PageHeader): number[] {
  if (page === undefined) return [];
  const { num_values, num_nulls, num_rows } = page;
  const levels = [page.definition_levels_byte_length, page.repetition_levels_byte_length];
  const isSound = num_rows === num_values && num_nulls <= num_values &&
    levels.every((it) => it >= 0 && it <= compressed_page_size);
  return isSound ? [num_nulls] : [NaN];
}

function rangeOf({ meta_data }: ColumnChunk): { readonly from: number; readonly to: number } {
  if (meta_data === undefined) throw new Error("a column says nothing of itself");
  const { dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
  const from = Number(dictionary_page_offset || data_page_offset);
  return { from, to: from + Number(total_compressed_size) };
}

async function writeRows(
  file: Uint8Array,
  metadata: FileMetaData,
  { header, columns }: TextLayout,
  path: string,
): Promise<Result<Uint8Array, DataFault>> {
  const { parquetScan } = await import("hyparquet");
  const { ranges, readColumn } = await parquetScan({
    file: bufferOf(file),
    metadata: { ...metadata, schema: metadata.schema.map(withoutDecimal) },
    columns: [...new Set(columns.map(({ field }) => field.name))],
    compressors: await boundedCompressors(),
    parsers: TIMES_IN_MS,
    utf8: false,
    geoparquet: false,
    useOffsetIndex: false,
  });
  const encoder = new TextEncoder(), parts = [encoder.encode(`${header}\n`)];
  let size = parts[0].length;
  for (const { rowStart, rowEnd } of ranges) {
    const cells: ArrayLike<unknown>[] = [], rows = rowEnd - rowStart;
    for (const { field } of columns) {
      const read = await readColumn({ column: field.name, rowStart, rowEnd });
      if (read.length !== rows) throw new Error(`column ${field.name} has ${read.length} of ${rows} rows`);
      cells.push(read);
    }
    for (let from = 0; from < rows; from += LINES_AT_ONCE) {
      let lines = "";
      for (let i = from; i < Math.min(rows, from + LINES_AT_ONCE); i++) {
        lines += columns.map(({ write }, c) => write(cells[c][i])).join() + "\n";
      }
      const part = encoder.encode(lines);
      if ((size += part.length) > MAX_TEXT_BYTES) return err(tooLong(path));
      parts.push(part);
    }
  }
  return ok(joined(parts, size));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const bufferOf = (file: Uint8Array): AsyncBuffer => ({
  byteLength: file.length,
  slice: (start, end) => file.slice(start, end).buffer as ArrayBuffer,
});

/** Times as Unix ms, finer ones cut off as parseUtcMs cuts them. */
const TIMES_IN_MS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (ms) => ms,
  timestampFromMicroseconds: (us: bigint | undefined) => us === undefined ? us : us / 1_000n,
  timestampFromNanoseconds: (ns: bigint | undefined) => ns === undefined ? ns : ns / 1_000_000n,
  dateFromDays: (days: number | undefined) => days === undefined ? days : days * 86_400_000,
};

/** The package's, but none makes more of a page than a file may have: a damaged length must not take all memory. */
async function boundedCompressors(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  return Object.fromEntries(
    Object.entries(compressors).map(([name, unpack]) => [name, (input: Uint8Array, length: number) => {
      if (!(length >= 0 && length <= MAX_TEXT_BYTES)) throw new Error(`a page of ${length} bytes`);
      return unpack(input, length);
    }]),
  );
}

const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === "DECIMAL" || logical_type?.type === "DECIMAL";

/** Decimals are read as the integers they are stored as: the package would multiply them by an inexact 0.01. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _, logical_type: __, ...plain } = element;
  return plain;
}

/** The columns; one that is a list or a structure keeps its dotted path, which no layout has. */
function fieldsOf({ schema }: FileMetaData): ParquetField[] {
  const [root] = schema;
  const isFlat = schema.length === (root.num_children ?? 0) + 1;
  return schema.slice(1).map((element) => {
    const { name, type, repetition_type, converted_type = "", logical_type } = element;
    const isNested = !isFlat || type === undefined || repetition_type === "REPEATED";
    return {
      name: isNested ? `${name}.` : name,
      isTime: type === "INT96" || logical_type?.type === "TIMESTAMP" || logical_type?.type === "DATE" ||
        ["DATE", "TIMESTAMP_MILLIS", "TIMESTAMP_MICROS"].includes(converted_type),
      decimalScale: isDecimal(element) ? scaleOf(element) : null,
    };
  });
}

const scaleOf = ({ scale, logical_type }: SchemaElement): number =>
  scale ?? (logical_type?.type === "DECIMAL" ? logical_type.scale : 0);

function unknownColumns({ schema }: FileMetaData, path: string): DataFault {
  const names = schema.slice(1).map(({ name }) => JSON.stringify(name.slice(0, 40)));
  const shown = names.slice(0, 20).join(", ") + (names.length > 20 ? ", ..." : "");
  return fault(path, `no layout is known for the Parquet columns ${shown}`, `Give ${KNOWN_COLUMNS}`);
}

function tooLong(path: string): DataFault {
  const what = `the Parquet file has more rows than ${MAX_TEXT_BYTES / 1024 / 1024} MiB of CSV hold`;
  return { ...fault(path, what, "Split the file by date"), kind: "size" };
}

const fault = (file: string, what: string, todo: string): DataFault => ({
  ...{ kind: "layout", file, row: 0, at: "", what, todo },
});

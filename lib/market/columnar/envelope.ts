import { err, ok, type Result, sha256Hex } from "../../core/mod.ts";
import { type DataFault, fileFault } from "../data_fault.ts";
import { type Block, type BlockHeader, isBlockHeader } from "./blocks.ts";

/**
 * A columnar file, little end first: magic (8 bytes), version (u32), length of the header (u32), the header (JSON, UTF-8), the
 * packed planes of all columns one after the other, and the SHA-256 of everything before it (32 bytes).
 */
// as PNG's: a byte above 127, a name, and line ends that a transfer as text would change
const MAGIC = Uint8Array.of(0x89, 0x42, 0x48, 0x43, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const PREFIX_BYTES = 16, CHECKSUM_BYTES = 32;
/** Rows above this are refused before room is made for them: 90 years of 1m bars. */
export const MAX_ROWS = 50_000_000;

/** What a file is and where it comes from. */
export interface Provenance {
  /** Canonical where it is known, e.g. "BTC/USDT:USDT"; "" where nobody said. */
  readonly symbol: string;
  /** Where the rows came from: names without folders, and the SHA-256 of the bytes read. */
  readonly sources: readonly { readonly name: string; readonly sha256: string }[];
  /** When the rows were told, Unix ms, if that is known: a bar that closes later was unfinished. */
  readonly asOfMs: number | null;
  /** What was changed or accepted on the way in, in words with counts. */
  readonly repairs: readonly string[];
}

/** The header of a columnar file. */
export interface ColumnarHeader extends Provenance {
  readonly kind: "candles" | "funding";
  readonly rows: number;
  /** Length of a bar, or the commonest step of funding times, in ms; 0 where there is none. */
  readonly timeframeMs: number;
  /** Step of the contiguous runs of times; 0 where times stand one by one. */
  readonly stepMs: number;
  readonly columns: readonly BlockHeader[];
}

/** Whether bytes begin with the magic of a columnar file. */
export function isColumnar(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Puts a file together. */
export function seal(header: Omit<ColumnarHeader, "columns">, blocks: readonly Block[]): Uint8Array {
  const columns = blocks.map((block) => block.header);
  const text = new TextEncoder().encode(JSON.stringify({ ...header, columns }));
  const planes = blocks.flatMap((block) => block.planes);
  const bodyBytes = planes.reduce((sum, plane) => sum + plane.length, 0);
  const file = new Uint8Array(PREFIX_BYTES + text.length + bodyBytes + CHECKSUM_BYTES);
  const view = new DataView(file.buffer);
  file.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, text.length, true);
  file.set(text, PREFIX_BYTES);
  let at = PREFIX_BYTES + text.length;
  for (const plane of planes) {
    file.set(plane, at);
    at += plane.length;
  }
  file.set(fromHex(sha256Hex(file.subarray(0, at))), at);
  return file;
}

/** A file taken apart: its header, and the packed planes of each column. */
export interface Opened {
  readonly header: ColumnarHeader;
  planes(name: string): readonly Uint8Array[];
}

/** Takes a file apart after its checksum was found right; refuses damage, other versions and odd headers. */
export function open(bytes: Uint8Array, file: string): Result<Opened, DataFault> {
  const refuse = (kind: DataFault["kind"], what: string, todo: string) =>
    err(fileFault(kind, file, what, todo));
  const again = "Import or download the file again";
  if (!isColumnar(bytes)) return refuse("layout", "this is no columnar file", "Make one with `data import`");
  const bodyEnd = bytes.length - CHECKSUM_BYTES;
  if (bodyEnd < PREFIX_BYTES) return refuse("checksum", "the columnar file is cut short", again);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (sha256Hex(bytes.subarray(0, bodyEnd)) !== toHex(bytes.subarray(bodyEnd))) {
    return refuse("checksum", "the columnar file is damaged or cut short: its checksum is wrong", again);
  }
  if (version !== VERSION) {
    const todo = "Import the source again with this program, or read the file with the program that wrote it";
    return refuse("layout", `the columnar file has version ${version}, ${VERSION} is known`, todo);
  }
  const headerEnd = PREFIX_BYTES + view.getUint32(12, true);
  const header = headerEnd <= bodyEnd ? readHeader(bytes.subarray(PREFIX_BYTES, headerEnd)) : null;
  if (header === null) return refuse("layout", "the header of the columnar file is not understood", again);
  const planes = new Map<string, Uint8Array[]>();
  let at = headerEnd;
  for (const column of header.columns) {
    planes.set(column.name, column.planes.map((size) => bytes.subarray(at, at += size)));
  }
  if (at !== bodyEnd) return refuse("layout", "the columns of the columnar file do not fill it", again);
  return ok({ header, planes: (name) => planes.get(name) ?? [] });
}

function readHeader(bytes: Uint8Array): ColumnarHeader | null {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const { kind, rows, timeframeMs, stepMs, symbol, sources, asOfMs, repairs, columns } = value ?? {};
  const isText = (it: unknown) => typeof it === "string", isInteger = Number.isSafeInteger;
  const isSound = (kind === "candles" || kind === "funding") && isInteger(rows) &&
    (rows as number) >= 0 && (rows as number) <= MAX_ROWS && isInteger(timeframeMs) && isInteger(stepMs) &&
    isText(symbol) && (asOfMs === null || isInteger(asOfMs)) && Array.isArray(repairs) &&
    repairs.every(isText) &&
    Array.isArray(sources) && sources.every((it) => isText(it?.name) && isText(it?.sha256)) &&
    Array.isArray(columns) && columns.every(isBlockHeader);
  return isSound ? value as unknown as ColumnarHeader : null;
}

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

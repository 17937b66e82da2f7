import { gunzipSync, gzipSync } from "node:zlib";
import { err, ok, type Result } from "../core/mod.ts";
import { type DataFault, fileFault } from "./data_fault.ts";
import { isZip, unzip } from "./zip.ts";

/** Unpacked files above this are refused (eight years of 1m bars fit); it also stops a file that unpacks without end. */
export const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** Whether bytes begin with gzip's magic number (RFC 1952: 1f 8b). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The bytes themselves, or what they unpack to where the magic says gzip, or zip; its checksum is verified. */
export function gunzip(bytes: Uint8Array, file: string): Result<Uint8Array, DataFault> {
  if (isZip(bytes)) return unzip(bytes, file, MAX_TEXT_BYTES);
  if (!isGzip(bytes)) return bytes.length > MAX_TEXT_BYTES ? err(tooLarge(file)) : ok(bytes);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES }));
  } catch (error) {
    const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") return err(tooLarge(file));
    if (code === "Z_BUF_ERROR") return err(truncated(file, bytes.length));
    const reason = error instanceof Error ? error.message : String(error);
    return err(fileFault("gzip", file, `the gzip data is damaged: ${reason}`, "Fetch the file again"));
  }
}

/** Packs bytes; the same bytes give the same file. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

function truncated(file: string, length: number): DataFault {
  const what = `the gzip data is truncated: it ends after ${length} bytes, before its checksum`;
  return fileFault("gzip", file, what, "Fetch the file again");
}

function tooLarge(file: string): DataFault {
  const what = `the file is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MiB unpacked`;
  return fileFault("size", file, what, "Split the file by date");
}

const UNPACKED = "Give the unpacked CSV or JSON file, plain, gzipped or zipped";
const FOREIGN = [
  {
    magic: "PAR1",
    what: "this is a Parquet file, which is not read here",
    todo: "Import it first, unpacked: deno task data import FILE.parquet --out FILE.candles",
  },
];

/** The text of a file: unpacked if need be, UTF-8 with or without a byte order mark; "empty" where it is blank. */
export function readText(bytes: Uint8Array, file: string): Result<string, DataFault> {
  const unpacked = gunzip(bytes, file);
  if (!unpacked.ok) return unpacked;
  const foreign = FOREIGN.find(({ magic }) => startsWith(unpacked.value, magic));
  if (foreign !== undefined) return err(fileFault("text", file, foreign.what, foreign.todo));
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(unpacked.value);
  } catch {
    return err(fileFault("text", file, "the bytes are not UTF-8 text", UNPACKED));
  }
  if (/\S/.test(text)) return ok(text);
  return err(fileFault("empty", file, "the file is empty", "Fetch the file again"));
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return bytes.length >= magic.length && [...magic].every((char, i) => bytes[i] === char.charCodeAt(0));
}

import { crc32, inflateRawSync } from "node:zlib";
import { err, ok, type Result } from "../core/mod.ts";
import { type DataFault, fileFault } from "./data_fault.ts";

/** Signatures and lengths of the records used (PKWARE APPNOTE 4.3), little end first. */
const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22, MAX_COMMENT_BYTES = 65_535;
const STORED = 0, DEFLATED = 8;

/** Whether bytes begin as a zip archive with something in it does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL;
}

/**
 * The one file of a zip archive, as Binance's public data is packed; its checksum is verified. Archives of several files are
 * refused: which of them is meant?
 */
export function unzip(bytes: Uint8Array, file: string, maxBytes: number): Result<Uint8Array, DataFault> {
  const refuse = (what: string, todo = "Fetch the file again") => err(fileFault("gzip", file, what, todo));
  const view = viewOf(bytes), end = findEnd(bytes, view);
  if (end < 0) return refuse("the zip archive is cut short: it has no end record");
  const count = view.getUint16(end + 10, true);
  if (count !== 1) return refuse(`the zip archive holds ${count} files`, "Unpack it and give its files");
  const entry = view.getUint32(end + 16, true);
  if (!holds(view, entry, CENTRAL_BYTES, CENTRAL)) {
    return refuse("the zip archive is damaged: no file is where it says");
  }
  const method = view.getUint16(entry + 10, true), checksum = view.getUint32(entry + 16, true);
  const packedBytes = view.getUint32(entry + 20, true), local = view.getUint32(entry + 42, true);
  if (!holds(view, local, LOCAL_BYTES, LOCAL)) {
    return refuse("the zip archive is damaged: no file is where it says");
  }
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(from, from + packedBytes);
  if (packed.length !== packedBytes) return refuse("the zip archive is cut short");
  if (method !== STORED && method !== DEFLATED) {
    return refuse(`the zip archive is packed by method ${method}`, "Unpack it and give its file");
  }
  let content: Uint8Array;
  try {
    content = method === STORED ? packed : inflate(packed, maxBytes);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      const what = `the file is larger than ${maxBytes / 1024 / 1024} MiB unpacked`;
      return err(fileFault("size", file, what, "Split the file by date"));
    }
    return refuse(`the zip archive is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  return crc32(content) === checksum
    ? ok(content)
    : refuse("the zip archive is damaged: its checksum is wrong");
}

function inflate(packed: Uint8Array, maxBytes: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = inflateRawSync(packed, { maxOutputLength: maxBytes });
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function holds(view: DataView, at: number, length: number, signature: number): boolean {
  return at + length <= view.byteLength && view.getUint32(at, true) === signature;
}

/** Place of the end record, which a comment may follow; -1 where there is none. */
function findEnd(bytes: Uint8Array, view: DataView): number {
  const lowest = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END_BYTES; at >= lowest; at--) if (holds(view, at, END_BYTES, END)) return at;
  return -1;
}

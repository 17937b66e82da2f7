import { sha256Hex } from "../lib/core/mod.ts";
import {
  type ColumnarHeader,
  type DataFault,
  type FileKind,
  formatFaults,
  isColumnar,
  openColumnar,
  tellKind,
} from "../lib/market/mod.ts";
import { basename } from "node:path";
import { readBytes } from "./data_files.ts";
import { Refusal } from "./exit.ts";

/** A history file as found. */
export interface Source {
  readonly path: string;
  /** Without folders. */
  readonly name: string;
  /** What the readers read: the file itself, or the CSV of a Parquet file's rows. */
  readonly bytes: Uint8Array;
  /** Bytes of the file itself, and their hash. */
  readonly size: number;
  readonly sha256: string;
  /** Null where the bytes are neither text nor a sound columnar file: see fault. */
  readonly kind: FileKind | null;
  readonly fault: DataFault | null;
  /** What a columnar file says of itself. */
  readonly header: ColumnarHeader | null;
}

/** Reads a file and tells what it holds; Parquet is a fault here, which readAnySource reads too. */
export function readSource(path: string): Source {
  return describeSource(path, readBytes(path, "history file"));
}

/** A file by its bytes, and by those to read in place of them. */
export function describeSource(path: string, file: Uint8Array, bytes = file): Source {
  const kind = tellKind(bytes, path);
  const opened = isColumnar(bytes) ? openColumnar(bytes, path) : null;
  return {
    ...{ path, name: basename(path), bytes, size: file.length, sha256: sha256Hex(file) },
    kind: kind.ok ? kind.value : null,
    fault: kind.ok ? null : kind.error,
    header: opened?.ok ? opened.value.header : null,
  };
}

/** Stops a command of `data` with every fault and what might be done. */
export function refuseData(what: string, faults: readonly DataFault[], hint = ""): never {
  throw new Refusal(`${what}:\n${formatFaults(faults)}${hint === "" ? "" : `\n${hint}`}`);
}

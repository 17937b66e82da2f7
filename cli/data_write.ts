import { isColumnar } from "../lib/market/mod.ts";
import { dirname, join } from "node:path";
import { Refusal } from "./exit.ts";

/** Whether a path is meant as a folder: it is one, or ends like one. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return path.endsWith("/");
  }
}

/** Name of a source's columnar file in a folder: without the endings of text and packing. */
export function columnarName(name: string, kind: "candles" | "funding", suffix = ""): string {
  const bare = name.replace(/\.(?:gz|zip)$/i, "").replace(/\.(?:csv|json|parquet|candles|funding)$/i, "");
  return `${bare}${suffix}.${kind}`;
}

/** A file in a folder, whatever ends the folder's name. */
export const inFolder = (folder: string, name: string): string => join(folder, name);

/**
 * Writes a columnar file whole or not at all: under another name first, then moved. Only an earlier columnar file is
 * replaced; anything else at that place is refused, as it may be a source.
 */
export function writeColumnar(path: string, bytes: Uint8Array): void {
  const found = readIfThere(path);
  if (found !== null && !isColumnar(found)) {
    throw new Refusal(`Cannot write ${path}: something else is there. Name another place with --out.`);
  }
  writeWhole(path, bytes);
}

/** Writes a file whole or not at all, its folders made. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const passing = `${path}.writing`;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    {
      using file = Deno.openSync(passing, { write: true, create: true, truncate: true });
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      file.syncDataSync();
    }
    Deno.renameSync(passing, path);
  } catch (cause) {
    throw new Refusal(`Cannot write ${path}: ${(cause as Error).message}. Name another place with --out.`);
  }
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw new Refusal(`Cannot look at ${path}: ${(cause as Error).message}. Name another place with --out.`);
  }
}

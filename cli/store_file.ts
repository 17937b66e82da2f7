import { dirname } from "node:path";
import { Refusal } from "./exit.ts";

/** First bytes of every SQLite file (https://www.sqlite.org/fileformat.html). */
const SQLITE_MAGIC = "SQLite format 3\0";

/** Makes the folder of a store; with `fresh`, removes an earlier store with its side files, and nothing but a store. */
export function prepareStoreFile(path: string, fresh: boolean): void {
  const info = statOrNull(path);
  if (info?.isDirectory) {
    throw new Refusal(
      `Cannot use store ${path}: it is a folder. Name a file with --store or BULKHEAD_STORE.`,
    );
  }
  if (fresh) {
    if (info !== null && info.size > 0 && !isSqlite(path)) {
      throw new Refusal(
        `Cannot remove ${path} for --fresh: it is no store. Name another file with --store or BULKHEAD_STORE.`,
      );
    }
    for (const end of ["", "-wal", "-shm"]) removeIfThere(path + end);
  }
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    throw new Refusal(
      `Cannot make the folder of store ${path}: ${(cause as Error).message}. ` +
        `Name another place with --store or BULKHEAD_STORE.`,
    );
  }
}

function statOrNull(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    // what keeps it from being read, if it is there, opening it will tell
    return null;
  }
}

function isSqlite(path: string): boolean {
  const head = new Uint8Array(SQLITE_MAGIC.length);
  try {
    using file = Deno.openSync(path);
    file.readSync(head);
  } catch {
    return false;
  }
  return new TextDecoder().decode(head) === SQLITE_MAGIC;
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) {
      throw new Refusal(`Cannot remove ${path}: ${(cause as Error).message}`);
    }
  }
}

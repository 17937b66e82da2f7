import { DatabaseSync } from "node:sqlite";
import { type RootEnd, storeOf } from "./launch.ts";

/** A bank in a fire: roots come and go, it stays. Changed in place. */
export interface FireBank {
  readonly folder: string;
  readonly seed: string;
  /** Ends of its roots with all their cells. */
  readonly ends: Promise<RootEnd>[];
  /** Of its store, at the end of the last root. */
  newestRow: number;
  /** So many roots in a row stored nothing. */
  idleRoots: number;
}

export const FireBank = { create, onRootEnd };

/** So many roots in a row may store nothing: on a busy machine, fires may come quicker than cells. */
const IDLE_ROOTS = 20;
const NEWEST = "SELECT row_id FROM handled WHERE actor LIKE 'account/%' ORDER BY row_id DESC LIMIT 1";

function create(folder: string, seed: string): FireBank {
  return { folder, seed, ends: [], newestRow: 0, idleRoots: 0 };
}

/** What is wrong if the bank does not go on. */
function onRootEnd(bank: FireBank): string[] {
  const row = newestRow(storeOf(bank.folder));
  if (row === null) return [];
  bank.idleRoots = row > bank.newestRow ? 0 : bank.idleRoots + 1;
  bank.newestRow = row;
  return bank.idleRoots < IDLE_ROOTS ? [] : [`${bank.idleRoots} roots in a row stored nothing`];
}

/**
 * The newest row that an account stored, whatever zombies store: 0 if there is none, or no store yet; null if it cannot be
 * told now. It does not wait: who has the file locked may be frozen, and it is on us to thaw it.
 */
function newestRow(path: string): number | null {
  if (!exists(path)) return 0;
  const db = new DatabaseSync(path);
  try {
    const isMade = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'handled'").get() !== undefined;
    if (!isMade) return 0;
    const row = db.prepare(NEWEST).get() as { row_id: number } | undefined;
    return row?.row_id ?? 0;
  } catch (error) {
    if (error instanceof Error && error.message.includes("locked")) return null;
    throw error;
  } finally {
    db.close();
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

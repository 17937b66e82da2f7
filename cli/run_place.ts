import { resolve } from "node:path";
import { systemClock } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import type { StorePlace } from "../actors/mod.ts";
import {
  createPostgresStore,
  createSqliteStore,
  openPostgresReader,
  openSqliteReader,
  type Store,
  type StoreReader,
} from "../lib/store/mod.ts";
import { type Parsed, text } from "./options.ts";

/** Where a run keeps what it must not lose. */
export interface RunPlace {
  readonly store: StorePlace;
  /** For people; without password. */
  readonly name: string;
  /** The paper exchange's own file. */
  readonly harbourPath: string;
  /** Folder of lock files and emergency logs, absolute. */
  readonly runFolder: string;
  readonly tradeLogPath: string;
  /** What a run on a real venue's candles began with. */
  readonly livePath: string;
}

/** The place that configuration and environment name; on a server, what is not a row lies in run/<account>.*. */
export function runPlace(parsed: Parsed, config: Config): RunPlace {
  const isFileNamed = text(parsed, "store") !== undefined || Deno.env.has("BULKHEAD_STORE");
  // the URL of a server; a file that is named goes before it
  const url = isFileNamed ? undefined : Deno.env.get("DATABASE_URL");
  const { path } = config.store;
  const base = url === undefined ? path.replace(/\.sqlite$/, "") : `run/${config.account.id}`;
  return {
    store: url === undefined ? { kind: "sqlite", path } : { kind: "postgres", urlEnv: "DATABASE_URL" },
    name: url === undefined ? path : "PostgreSQL (DATABASE_URL)",
    harbourPath: resolve(`${base}.harbour.sqlite`),
    runFolder: resolve(`${base}.run`),
    tradeLogPath: `${base}.trades.jsonl`,
    livePath: resolve(`${base}.live.json`),
  };
}

/** The same place for processes that work elsewhere. */
export function absolutePlace(place: StorePlace): StorePlace {
  return place.kind === "sqlite" ? { ...place, path: resolve(place.path) } : place;
}

/** Opens the store to write; the caller closes it. */
export function openStore({ store }: RunPlace): Store {
  const { nowMs } = systemClock;
  return store.kind === "sqlite"
    ? createSqliteStore({ path: store.path, nowMs })
    : createPostgresStore({ url: urlOf(), nowMs });
}

/** Opens the store to read, while others may write it; the caller closes it. */
export function openReader({ store }: RunPlace): StoreReader {
  return store.kind === "sqlite" ? openSqliteReader(store.path) : openPostgresReader(urlOf());
}

function urlOf(): string {
  return Deno.env.get("DATABASE_URL") ?? "";
}

/**
 * Who writes the store, for the lease on it: one run folder of one machine. Its lock proves that an earlier process with it is
 * gone, so the next one need not wait for the lease to end; a process with another folder must.
 */
export function leaseHolder({ runFolder }: RunPlace): string {
  const path = `${runFolder}/holder`;
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
  const holder = `${runFolder} (${crypto.randomUUID()})`;
  Deno.mkdirSync(runFolder, { recursive: true });
  Deno.writeTextFileSync(path + ".new", holder);
  Deno.renameSync(path + ".new", path);
  return holder;
}

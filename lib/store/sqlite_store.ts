import type { CommitBatch, Epoch } from "../runtime/mod.ts";
import { writeBinding } from "./binding.ts";
import { makeDurable } from "./durable.ts";
import { raiseEpoch } from "./epochs.ts";
import { guarded } from "./errors.ts";
import { insertError, insertSystemEvent } from "./incidents.ts";
import { readHistory, readLastInstantMs, readResumePoint, writeBatch } from "./journal.ts";
import { migrate, refuseForeign, refuseUnmigrated } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import type { Binding, Store, StoreReader } from "./port.ts";
import { Projection } from "./projection.ts";
import { createReader } from "./reader.ts";
import { openSql, type Sql } from "./sql.ts";

export interface SqliteStoreOptions {
  /** File of the store, created if it does not exist (its folder must); ":memory:" forgets with the process. */
  readonly path: string;
  /** Wall time for the columns named wall_ms, ms. */
  readonly nowMs: () => number;
}

/**
 * Opens a store in an SQLite file to write, and brings its schema up to date. WAL with synchronous=FULL: one fsync per
 * commit, and no acknowledged batch is lost over a kill. Throws StoreRefused or StoreUnavailable.
 */
export function createSqliteStore({ path, nowMs }: SqliteStoreOptions): Store {
  const sql = opened(path, "write", (sql) => {
    refuseForeign(sql, path);
    makeDurable(sql, path);
    migrate(sql, path, readMigrations(), nowMs());
  });
  let projection: Projection | null = null;
  const write = <T>(action: string, act: () => T): T => guarded(path, action, () => sql.transaction(act));
  const bind = (binding: Binding) => {
    const bound = write("bind", () => writeBinding(sql, path, binding));
    if (bound.ok) projection = Projection.create(sql, binding);
    return bound;
  };
  /** An incident of the process itself, now. */
  const incident = (what: string, cause: string) => ({
    what,
    cause,
    scope: "process",
    atMs: readLastInstantMs(sql),
    wallMs: nowMs(),
  });
  return {
    ...createReader(sql, path),
    raiseEpoch: (writer) => write(`raise the epoch of ${writer} in`, () => raiseEpoch(sql, writer)),
    commit: (batch, epoch) =>
      write(commitAction(batch, epoch), () => writeBatch({ sql, projection, wallMs: nowMs() }, batch, epoch)),
    load: (actor, schema) => guarded(path, `load actor ${actor} from`, () => readHistory(sql, actor, schema)),
    resumePoint: () => guarded(path, "read", () => readResumePoint(sql)),
    bind,
    systemEvent: (kind, cause) =>
      write("note a system event in", () => insertSystemEvent(sql, incident(kind, cause))),
    recordError: (component, error) =>
      write("note an error in", () => insertError(sql, incident(component, String(error)))),
  };
}

function commitAction({ rounds }: CommitBatch, { writer }: Epoch): string {
  return rounds === null
    ? `commit what ${writer} handled to`
    : `commit rounds ${rounds.from} to ${rounds.to} to`;
}

/** Opens an existing, up-to-date store read-only; another process may write it meanwhile. Throws as createSqliteStore. */
export function openSqliteReader(path: string): StoreReader {
  const sql = opened(path, "read", (sql) => {
    refuseForeign(sql, path);
    refuseUnmigrated(sql, path, readMigrations());
  });
  return createReader(sql, path);
}

/** Opens the file and prepares it; a file that is refused is left closed. */
function opened(path: string, access: "write" | "read", prepare: (sql: Sql) => void): Sql {
  return guarded(path, "open", () => {
    const sql = openSql(path, access);
    try {
      prepare(sql);
      return sql;
    } catch (error) {
      sql.close();
      throw error;
    }
  });
}

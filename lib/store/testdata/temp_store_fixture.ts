import { createSqliteStore, type Store } from "../mod.ts";
import { openSql, type Sql } from "../sql.ts";
import { type Epoch, type Message, ROOT_WRITER } from "../../runtime/mod.ts";
import { batch, BINDING, handled } from "./sample_events_fixture.ts";

/** A bound store in a folder of its own, and a second connection that sees its rows. */
export interface TempStore {
  readonly store: Store;
  readonly sql: Sql;
  /** The store's first life. */
  readonly epoch: Epoch;
  /** Commits events as one more round of an actor. */
  record(...events: Message[]): void;
}

/** Wall time of the stores that tests open, ms. */
export const WALL_MS = 1_800_000_000_123;

/** Runs a test on a fresh store. */
export function withStore(test: (temp: TempStore) => void): void {
  withFolder((folder) => {
    const path = `${folder}/store.sqlite`;
    const store = createSqliteStore({ path, nowMs: () => WALL_MS });
    const sql = openSql(path, "write");
    let round = 0;
    const epoch = store.raiseEpoch(ROOT_WRITER);
    const record = (...events: Message[]) =>
      store.commit(batch(++round, [handled("a", round, { events })]), epoch);
    try {
      store.bind(BINDING);
      test({ store, sql, epoch, record });
    } finally {
      sql.close();
      store.close();
    }
  });
}

/** Runs a test in a folder that is deleted afterwards. */
export function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

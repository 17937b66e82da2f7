import { type Epoch, type Message, ROOT_WRITER } from "../../runtime/mod.ts";
import type { Store } from "../port.ts";
import type { Sql } from "../sql.ts";
import { type DatabaseName, onEachDatabase, type Place, withPlace } from "./databases_fixture.ts";
import { batch, BINDING, handled } from "./sample_events_fixture.ts";

/** A bound store in a place of its own, and a second connection that sees its rows. */
export interface TempStore {
  readonly place: Place;
  readonly store: Store;
  readonly sql: Sql;
  /** The store's first life. */
  readonly epoch: Epoch;
  /** Commits events as one more round of an actor. */
  record(...events: Message[]): void;
}

/** Registers a test on a fresh store of each database. */
export function onEachStore(name: string, test: (temp: TempStore) => void): void {
  onEachDatabase(name, (place) => onPlace(place, test));
}

/** Runs a test on a fresh store. */
export function withStore(database: DatabaseName, test: (temp: TempStore) => void): void {
  withPlace(database, (place) => onPlace(place, test));
}

function onPlace(place: Place, test: (temp: TempStore) => void): void {
  const store = place.createStore();
  let round = 0;
  const epoch = store.raiseEpoch(ROOT_WRITER);
  const sql = place.openSql();
  const record = (...events: Message[]) => {
    // a batch that was refused leaves its number to the next
    store.commit(batch(round + 1, [handled("a", round + 1, { events })]), epoch);
    round++;
  };
  try {
    store.bind(BINDING);
    test({ place, store, sql, epoch, record });
  } finally {
    sql.close();
    store.close();
  }
}

import { DatabaseSync } from "node:sqlite";

/** What the store says was committed, and when that was seen first: read by a connection of its own, without our code. */
export interface Truth {
  /** Of the newest event from before it began; the server may have seen that one later than we did, and tell of it. */
  readonly startId: number;
  /** Ids of all events since it began, rising. */
  readonly ids: readonly number[];
  /** The longest time since an event may have been committed, ms; null for one from before the first look. */
  ageOf(id: number, nowMs: number): number | null;
  close(): void;
}

const LOOK_MS = 25;

/** Watches the events that are committed from now on, until it is closed. Only reads. */
export function watchStore(path: string, nowMs: () => number): Truth {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  const select = db.prepare("SELECT id FROM events WHERE id > ? ORDER BY id");
  const startId = (db.prepare("SELECT coalesce(max(id), 0) AS id FROM events").get() as { id: number }).id;
  const ids: number[] = [];
  /** Time of the last look at which the event of the same place was not there yet. */
  const absentMs: number[] = [];
  let lastLookMs = nowMs();
  const looking = setInterval(() => {
    const atMs = nowMs();
    for (const { id } of select.iterate(ids.at(-1) ?? startId) as Iterable<{ id: number }>) {
      ids.push(id);
      absentMs.push(lastLookMs);
    }
    lastLookMs = atMs;
  }, LOOK_MS);
  return {
    startId,
    ids,
    ageOf(id, now) {
      if (id <= startId) return null;
      return now - (id > (ids.at(-1) ?? startId) ? lastLookMs : absentMs[placeOf(ids, id)]!);
    },
    close() {
      clearInterval(looking);
      db.close();
    },
  };
}

/** Place of the first that is not less. */
export function placeOf(sorted: readonly number[], value: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What is wrong with what a client was told, in the order of its connections, of the events after `after` up to `until`, as
 * far as the truth goes back; null if it is all of them, each once, in order.
 */
export function faultOf(
  told: readonly number[],
  { ids, startId }: Pick<Truth, "ids" | "startId">,
  { after, until }: { readonly after: number; readonly until: number },
): string | null {
  const due = ids.slice(placeOf(ids, after + 1), placeOf(ids, until + 1));
  const had = told.filter((id) => id > startId && id <= until);
  for (let i = 0; i < Math.max(due.length, had.length); i++) {
    if (due[i] === had[i]) continue;
    const where = `after ${had[i - 1] ?? after}`;
    return `${where} it was told of ${had[i] ?? "nothing"} where the store has ${due[i] ?? "nothing"}, ` +
      `${had.length} events of ${due.length}`;
  }
  return null;
}

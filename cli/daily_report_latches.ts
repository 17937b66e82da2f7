import type { DailyReportData } from "../lib/notify/mod.ts";
import type { EventOf, Incident, StoredEvent } from "../lib/store/mod.ts";

type Latch = DailyReportData["latches"][number];

/** What keeps entries off, by scope and name. */
export type LatchBook = ReadonlyMap<string, Latch>;

/** What the store calls a latch that was set, and one that was taken back. */
const SET = new Set(["latch_set", "pause", "kill_switch"]);
const CLEARED = new Set(["latch_cleared", "resume", "rearm"]);

/** Companion of LatchBook. */
export const LatchBook = {
  /** The latches after these rows of system_events, in order: the store never deletes any. */
  read(incidents: readonly Incident[]): LatchBook {
    const book = new Map<string, Latch>();
    for (const { what, scope, cause } of incidents.filter(LatchBook.isOf)) {
      const [, name = "", why = ""] = /^(\w+): ([^]*)$/.exec(cause) ?? [];
      if (SET.has(what)) book.set(`${scope} ${name}`, { scope, name, cause: why });
      else book.delete(`${scope} ${name}`);
    }
    return book;
  },

  /** What a committed event becomes in system_events. */
  incidentOf({ body, wallMs }: StoredEvent): Incident {
    const { latch, on, scope, cause, atMs } = body as EventOf<"LatchChanged">;
    const what = on ? "latch_set" : "latch_cleared";
    return { what, scope, cause: `${latch}: ${cause}`, atMs, wallMs: wallMs ?? 0 };
  },

  isOf: ({ what }: Incident): boolean => SET.has(what) || CLEARED.has(what),

  list: (book: LatchBook): Latch[] => [...book.values()],

  /** Whether all entries are off, or none for this reason. */
  state: (book: LatchBook): "ON" | "HALTED" =>
    LatchBook.list(book).some(({ scope }) => !scope.includes("/")) ? "HALTED" : "ON",
} as const;

import { systemClock } from "../lib/core/mod.ts";
import { CommitUnavailable, type JournalStore } from "../lib/runtime/mod.ts";
import {
  type Binding,
  createPostgresStore,
  createSqliteStore,
  type Store,
  StoreRefused,
  StoreUnavailable,
} from "../lib/store/mod.ts";
import type { Environment } from "./environment.ts";

/** Where a journal keeps its rows: a file, or a server whose URL a variable of the environment holds. */
export type StorePlace =
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly urlEnv: string };

/** The store a journal worker opens. */
export interface JournalArgs {
  readonly place: StorePlace;
  /** Null for a store that holds no trader events. */
  readonly binding: Binding | null;
  /** Names this life of this program to others who want to write the store; null where nobody else can. */
  readonly holder: string | null;
  /**
   * How long after a commit what it released may still reach a venue, ms: the lease must last longer, so that no successor
   * trades before that.
   */
  readonly marginMs: number;
  /** Hours of wall time that rows are kept which only tell the past; 0: for ever. */
  readonly keepHours: number;
}

/** How often a little of what is old is deleted, and how long that may take, ms: commits wait meanwhile. */
const PRUNE_EVERY_MS = 500;
const PRUNE_MS = 10;
const TTL_MS = 30_000;
const RENEW_MS = 5_000;

/**
 * Opens a journal's store. It is bound and leased at its first use: a server that is down then is no reason not to begin.
 * Calls throw StoreRefused where the store belongs to another run, or another process writes it.
 */
export function openJournal(
  { place, binding, holder, marginMs, keepHours }: JournalArgs,
  environment: Environment,
): JournalStore {
  const store = openStore(place, environment);
  const lease = holder === null ? null : createLease(store, holder, marginMs);
  let isReady = false;
  const pruning = keepHours === 0 ? undefined : setInterval(() => {
    if (isReady) pruneQuietly(store, keepHours);
  }, PRUNE_EVERY_MS);

  function ready(): Store {
    lease?.check();
    if (!isReady && binding !== null) refuseOther(store.bind(binding));
    isReady = true;
    return store;
  }

  return {
    raiseEpoch: (writer) => ready().raiseEpoch(writer),
    commit: (batch, epoch) => ready().commit(batch, epoch),
    load: (actor, schema, after) => ready().load(actor, schema, after),
    resumePoint: () => ready().resumePoint(),
    close() {
      clearInterval(pruning);
      lease?.end();
      store.close();
    },
  };
}

/** A store that is away is asked again; what is left until then harms nobody. */
function pruneQuietly(store: Store, keepHours: number): void {
  try {
    store.prune({ keepHours }, { maxMs: PRUNE_MS });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

function openStore(place: StorePlace, environment: Environment): Store {
  const { nowMs } = systemClock;
  if (place.kind === "sqlite") return createSqliteStore({ path: place.path, nowMs });
  return createPostgresStore({ url: environment(place.urlEnv) ?? "", nowMs });
}

function refuseOther(bound: ReturnType<Store["bind"]>): void {
  if (!bound.ok) throw new StoreRefused(bound.error);
}

/** The claim to be the only writer. */
interface WriteLease {
  /** Throws CommitUnavailable where it cannot be renewed in time, StoreRefused where it is another's. */
  check(): void;
  end(): void;
}

function createLease(store: Store, holder: string, marginMs: number): WriteLease {
  const request = () => ({ holder, ttlMs: TTL_MS, nowMs: systemClock.nowMs() });
  let untilMs = 0, isHeld = false;
  const timer = setInterval(() => {
    // what goes wrong here, the next check tells
    if (isHeld) {
      try {
        renew();
      } catch {
        return;
      }
    }
  }, RENEW_MS);

  /** The store may have a clock of its own: counted from before the question, so never too long. */
  function renew(): void {
    const askedMs = systemClock.nowMs();
    const given = isHeld ? store.renewLease(request()) : store.acquireLease(request());
    if (!given.ok) throw new StoreRefused(given.error);
    isHeld = true;
    untilMs = askedMs + TTL_MS;
  }

  return {
    check() {
      if (untilMs - systemClock.nowMs() < TTL_MS - 2 * RENEW_MS) renew();
      if (untilMs - systemClock.nowMs() >= marginMs) return;
      throw new CommitUnavailable(
        `Cannot commit as the lease must last ${marginMs} ms longer: it could not be renewed`,
      );
    },
    end() {
      clearInterval(timer);
      if (isHeld) store.releaseLease(holder);
    },
  };
}

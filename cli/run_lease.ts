import { systemClock } from "../lib/core/mod.ts";
import { type Store, StoreRefused } from "../lib/store/mod.ts";
import { Refusal } from "./exit.ts";
import { leaseHolder, type RunPlace } from "./run_place.ts";

/** A tree's journal takes the lease over well within it; a run on one thread renews it well within it, ms. */
const LEASE_MS = 60_000;

/** What of a run a lease needs. */
interface Leased {
  readonly store: Store;
  readonly place: RunPlace;
}

/**
 * Claims a store for this run folder's process before anything starts; refuses while a process of another one writes it: a
 * tree whose journal may not write would only crash again and again.
 */
export function claimStore({ store, place }: Leased): void {
  const lease = store.acquireLease(requestOf(place));
  if (!lease.ok) throw new Refusal(lease.error);
}

/** The lease of a run without a journal worker, which would keep it. */
export interface KeptLease {
  /** Renews it where that is due. Throws StoreRefused where another process took the store over. */
  keep(): void;
  end(): void;
}

/** For a store that was claimed. */
export function keepLease({ store, place }: Leased): KeptLease {
  let renewedMs = systemClock.nowMs();
  return {
    keep() {
      if (systemClock.nowMs() - renewedMs < LEASE_MS / 6) return;
      const lease = store.renewLease(requestOf(place));
      if (!lease.ok) throw new StoreRefused(lease.error);
      renewedMs = systemClock.nowMs();
    },
    end: () => store.releaseLease(leaseHolder(place)),
  };
}

function requestOf(place: RunPlace) {
  return { holder: leaseHolder(place), ttlMs: LEASE_MS, nowMs: systemClock.nowMs() };
}

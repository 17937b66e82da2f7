import { ADDRESS, type FreeWorld } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { Order } from "../lib/domain/mod.ts";
import type { CancelEntries } from "../lib/trader/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";

const LOOK_EVERY_MS = 50;
/** Longest wait for the venue's word on entries taken back: whoever stops it should not have to wait for an outage. */
const LONGEST_MS = 5_000;

/**
 * The first half of an ordered stop on a market that does not wait: no new entries, and those at rest are taken back; stops
 * and targets stay where they are. Resolves when no entry rests, or it has waited long enough.
 */
export async function takeEntriesBack(world: FreeWorld, reader: StoreReader): Promise<void> {
  const cancel: CancelEntries = { kind: "CancelEntries", reason: "the run is being stopped" };
  world.tell(ADDRESS.execution, cancel);
  const endMs = systemClock.nowMs() + LONGEST_MS;
  do await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS)); while (
    systemClock.nowMs() < endMs && hasRestingEntries(reader)
  );
}

function hasRestingEntries(reader: StoreReader): boolean {
  try {
    return reader.orders().some((order) => order.leg === "entry" && !Order.isTerminal(order));
  } catch {
    // a store that is away cannot tell
    return true;
  }
}

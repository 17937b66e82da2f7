import { ADDRESS, type FreeWorld } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import type { CancelEntries } from "../lib/trader/mod.ts";
import type { RunWatch } from "./run_watch.ts";

const LOOK_EVERY_MS = 50;
/** Longest wait for the venue's word on entries taken back: whoever stops it should not have to wait for an outage. */
const LONGEST_MS = 5_000;

/**
 * The first half of an ordered stop on a market that does not wait: no new entries, and those at rest are taken back; stops
 * and targets stay where they are. Resolves when no entry rests, or it has waited long enough.
 */
export async function takeEntriesBack(world: FreeWorld, watch: RunWatch): Promise<void> {
  const cancel: CancelEntries = { kind: "CancelEntries", reason: "the run is being stopped" };
  world.tell(ADDRESS.execution, cancel);
  const endMs = systemClock.nowMs() + LONGEST_MS;
  let resting: number | null = null;
  while (resting !== 0 && systemClock.nowMs() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    resting = await watch.restingEntries(endMs - systemClock.nowMs());
  }
}

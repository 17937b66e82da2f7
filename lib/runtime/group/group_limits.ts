import { DEFAULT_CAPACITIES, type PerLane } from "../delivery/lane_limits.ts";

/**
 * What a group may hold before it holds back.
 *
 * - A handled input waits for its commit. Handling goes on while one is in flight, up to `maxBatchRows` rows or
 *   `maxBatchSends` sends in them; then nothing is handed out until it is durable. So no commit takes long: a
 *   journal in the middle of one looks dead.
 * - A sent message waits for its receiver. An actor with `maxUnsettled` of them gets nothing from its data
 *   lane until some are settled. So its own data mailbox fills, and its producers wait, up to the world. All
 *   other lanes and timers go on, or two actors waiting for each other would wait forever; for the same
 *   reason data must never flow in a circle.
 * - What those lanes send piles up in the meantime. Beyond `crashUnsettled` the actor crashes: the overflow
 *   is loud, and nothing is lost, as all of it is in the store.
 * - Reports (what goes to a worker that `takesReports`, on the data lane) count for neither bound: nobody waits for those
 *   who only listen. Beyond `maxReports` on one link the oldest that is not under way is dropped for good, and counted.
 * - A mailbox takes `capacities` messages per lane, and the sender keeps the rest.
 */
export interface GroupLimits {
  /** Handled and not yet in a commit. */
  readonly maxBatchRows: number;
  /** Sends of those; the last input may pass it. */
  readonly maxBatchSends: number;
  /** Of one actor, over all its receivers and lanes. */
  readonly maxUnsettled: number;
  readonly crashUnsettled: number;
  /** Of one actor to another. */
  readonly maxReports: number;
  /** Of one actor's mailbox. */
  readonly capacities: PerLane<number>;
}

export const DEFAULT_LIMITS: GroupLimits = {
  maxBatchRows: 256,
  maxBatchSends: 1_024,
  maxUnsettled: 4_096,
  crashUnsettled: 65_536,
  maxReports: 1_024,
  capacities: DEFAULT_CAPACITIES,
};

/** The defaults, but for what is given; without a `crashUnsettled` that is 16 times `maxUnsettled`. */
export function groupLimits(given: Partial<GroupLimits> = {}): GroupLimits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  return { ...limits, crashUnsettled: given.crashUnsettled ?? 16 * limits.maxUnsettled };
}

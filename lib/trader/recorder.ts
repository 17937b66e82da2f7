import type { TraderEvent } from "./events.ts";

/**
 * Where reducers put what must be known later. `on`: everything. `tally`: at least each round trip and each day, which is
 * what a run is judged by. Where nobody reads a thing, reducers do not even build its event, so deciding costs no allocation.
 */
export interface Recorder {
  readonly on: boolean;
  /** True wherever `on` is. */
  readonly tally: boolean;
  record(event: TraderEvent): void;
}

/** Records nothing. */
export const NO_RECORDER: Recorder = { on: false, tally: false, record() {} };

/** Keeps everything, in order. */
export function createListRecorder(
  events: TraderEvent[] = [],
): Recorder & { readonly events: TraderEvent[] } {
  return { on: true, tally: true, events, record: (event) => void events.push(event) };
}

/** Tells round trips and days alone (RoundTripClosed without strategy and reasons, DaySummarised), in order. */
export function createTallyRecorder(
  events: TraderEvent[] = [],
): Recorder & { readonly events: TraderEvent[] } {
  return { on: false, tally: true, events, record: (event) => void events.push(event) };
}

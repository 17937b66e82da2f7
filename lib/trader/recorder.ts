import type { TraderEvent } from "./events.ts";

/**
 * Where reducers put what must be known later. `on` is false where nobody reads it (a sweep); reducers then do not even
 * build the event, so deciding costs no allocation.
 */
export interface Recorder {
  readonly on: boolean;
  record(event: TraderEvent): void;
}

/** Records nothing. */
export const NO_RECORDER: Recorder = { on: false, record() {} };

/** Keeps everything, in order. */
export function createListRecorder(
  events: TraderEvent[] = [],
): Recorder & { readonly events: TraderEvent[] } {
  return { on: true, events, record: (event) => void events.push(event) };
}

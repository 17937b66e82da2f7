import type { EventView } from "../views.ts";

/** The newest events that were told, for clients that have read the store to its end. */
export interface RecentEvents {
  push(batch: readonly EventView[]): void;
  /** Those after `seq`; null where some of them are not held any more, so that the store must be asked. */
  after(seq: number): readonly EventView[] | null;
}

/** Holds `size` events at least, of those told after `startSeq`. */
export function createRecentEvents(size: number, startSeq: number): RecentEvents {
  let events: EventView[] = [];
  /** Everything after it is held. */
  let heldAfter = startSeq;
  return {
    push(batch) {
      for (const event of batch) events.push(event);
      if (events.length <= 2 * size) return;
      heldAfter = events[events.length - size - 1].seq;
      events = events.slice(-size);
    },
    after: (seq) => seq < heldAfter ? null : events.filter((event) => event.seq > seq),
  };
}

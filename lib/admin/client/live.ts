/// <reference lib="dom" />
import type { EventView } from "../views.ts";

/** A part of the page that is read from the server again when something happened that it shows. */
export interface Topic {
  /** Whether an event makes it old. */
  readonly concerns: (event: EventView) => boolean;
  /** Reads and paints it. */
  readonly refresh: () => Promise<void>;
  /** Least time between two refreshes, ms. */
  readonly minMs: number;
  /** Refreshed after so long even if nothing happened; 0 is never. */
  readonly maxMs: number;
}

interface TopicState {
  isOld: boolean;
  isBusy: boolean;
  atMs: number;
}

/** Most repaints a second are four. */
const TICK_MS = 250;

/** Wait after a refresh that failed. */
const AGAIN_MS = 2_000;

/** Keeps topics fresh: many events make one refresh, a hidden page has none. */
export interface Live {
  heard(event: EventView): void;
  /** Refreshes one, or all, at the next tick. */
  expire(topic?: Topic): void;
}

/** `onFailure` is told of refreshes that failed; they are tried again. */
export function keepFresh(topics: readonly Topic[], onFailure: () => void): Live {
  const states = new Map(
    topics.map((topic) => [topic, { isOld: false, isBusy: false, atMs: performance.now() }]),
  );

  async function refresh(topic: Topic, state: TopicState): Promise<void> {
    Object.assign(state, { isBusy: true, isOld: false, atMs: performance.now() });
    try {
      await topic.refresh();
    } catch {
      Object.assign(state, { isOld: true, atMs: performance.now() + AGAIN_MS - topic.minMs });
      onFailure();
    } finally {
      state.isBusy = false;
    }
  }

  setInterval(() => {
    if (document.hidden) return;
    const now = performance.now();
    for (const [topic, state] of states) {
      const age = now - state.atMs;
      const isDue = state.isOld ? age >= topic.minMs : topic.maxMs > 0 && age >= topic.maxMs;
      if (isDue && !state.isBusy) refresh(topic, state);
    }
  }, TICK_MS);

  return {
    heard(event) {
      for (const [topic, state] of states) if (topic.concerns(event)) state.isOld = true;
    },
    expire(topic) {
      for (const [each, state] of states) {
        if (topic === undefined || topic === each) Object.assign(state, { isOld: true, atMs: 0 });
      }
    },
  };
}

import type { HandlingWrapper } from "../../../lib/runtime/mod.ts";

export interface SlowArgs {
  readonly [key: string]: number;
  /** How long each message takes, ms. */
  readonly perMessageMs: number;
  /** From the first message on; after that it takes no time at all, so that the flood runs off. */
  readonly forMs: number;
}

/** The shortest wait that timers keep, ms. */
const LEAST_WAIT_MS = 5;

/** Makes a worker slow without using the processor. Short waits are saved up, as timers cannot keep them. */
export function slow({ perMessageMs, forMs }: SlowArgs): HandlingWrapper {
  let endMs = 0, readyMs = 0;
  return {
    before() {
      const nowMs = performance.now();
      if (endMs === 0) {
        endMs = nowMs + forMs;
        readyMs = nowMs;
      }
      if (nowMs >= endMs) return;
      readyMs = Math.max(readyMs, nowMs - LEAST_WAIT_MS) + perMessageMs;
      if (readyMs - nowMs < LEAST_WAIT_MS) return;
      return new Promise((resolve) => setTimeout(resolve, readyMs - nowMs));
    },
  };
}

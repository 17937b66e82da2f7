import type { MarketMessage, WorldSource } from "../../../lib/runtime/mod.ts";
import { PAIRS } from "./flood_tree.ts";
import type { Start, Tick } from "./messages.ts";

/** In the world's own time. */
const TICKS_PER_MS = 100;

const QUOTE_SOURCES = PAIRS.filter(({ rule }) => rule === "conflate").map(({ source }) => source);
const ORDER_SOURCES = PAIRS.filter(({ rule }) => rule === "refuse").map(({ source }) => source);
const BEGIN_MS = 1_700_000_000_000;

/** Whom the message with this number is for. */
export function receiverOf(seq: number): string {
  return QUOTE_SOURCES[seq - 1] ?? ORDER_SOURCES[seq % ORDER_SOURCES.length];
}

/**
 * Starts the sources of quotes, then gives ticks to the sources of orders in turn, as fast as it is asked, until `seconds`
 * have passed since it was asked first. `nowMs` is wall time.
 */
export function floodWorld(seconds: number, nowMs: () => number): WorldSource {
  let last = 0;
  let endMs = Infinity;
  return {
    next(): MarketMessage | null {
      const now = nowMs();
      if (endMs === Infinity) endMs = now + 1_000 * seconds;
      if (now >= endMs) return null;
      const seq = ++last;
      const n = seq - QUOTE_SOURCES.length;
      const body: Start | Tick = n > 0 ? { kind: "Tick", n } : { kind: "Start" };
      return { atMs: BEGIN_MS + Math.floor(seq / TICKS_PER_MS), seq, to: receiverOf(seq), body };
    },
    seek: (seq) => void (last = seq),
  };
}

/** How many ticks a second the world gives to somebody who takes them all; measured in half a second. */
export function freeTicksPerSecond(nowMs: () => number): number {
  const seconds = 0.5;
  const world = floodWorld(seconds, nowMs);
  let count = 0;
  while (world.next() !== null) count++;
  return count / seconds;
}

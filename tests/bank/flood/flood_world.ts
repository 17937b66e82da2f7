import type { MarketMessage, WorldSource } from "../../../lib/runtime/mod.ts";
import { type FloodFlow, FLOWS } from "./flood_tree.ts";
import type { Start, Tick } from "./messages.ts";

/** In the world's own time. */
const TICKS_PER_MS = 100;

/** Latecomers get one tick each in so many, the first when the others have filled what they fill and wait. */
const LATE = { from: 2_048, every: 512 } as const;

const sources = (isOf: (flow: FloodFlow) => boolean) => FLOWS.filter(isOf).map(({ source }) => source);
const QUOTES = sources(({ lane }) => lane === "data");
const EARLY = sources(({ lane, isLate }) => lane !== "data" && !isLate);
const LATECOMERS = sources(({ isLate }) => isLate);
const BEGIN_MS = 1_700_000_000_000;

/** Whom the message with this number is for. */
export function receiverOf(seq: number): string {
  if (seq <= QUOTES.length) return QUOTES[seq - 1];
  const late = seq < LATE.from ? undefined : LATECOMERS[(seq - LATE.from) % LATE.every];
  return late ?? EARLY[seq % EARLY.length];
}

/**
 * Starts the sources of quotes, then gives ticks to the sources of orders and commands in turn, as fast as it is asked, until `seconds`
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
      const n = seq - QUOTES.length;
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

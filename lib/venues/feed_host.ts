import { systemClock } from "../core/mod.ts";
import type { FeedHost } from "./port.ts";

/** This machine: its clock, its timers and its chance. */
export const feedHost: FeedHost = {
  nowMs: systemClock.nowMs,
  setTimer: (run, delayMs) => setTimeout(run, delayMs),
  clearTimer: (timer) => clearTimeout(timer as number),
  random: Math.random,
};

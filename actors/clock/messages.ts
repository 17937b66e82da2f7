import type { Tape } from "../../lib/simulator/mod.ts";

/** What a market runs by that does not wait for those who trade on it. */
export interface ClockArgs {
  readonly tape: Tape;
  /** Wall time between two instants of the tape, ms. */
  readonly instantEveryMs: number;
}

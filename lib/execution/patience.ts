import type { CallConfig } from "./schema.ts";

/**
 * How long to wait before the n-th repetition (from 1): doubled from repetition to repetition up to the cap, less up to a
 * fifth, which `salt` decides, so that what went wrong at once is not repeated at once.
 */
export function againDelayMs(config: CallConfig, n: number, salt: string): number {
  const fullMs = Math.min(config.again_max_ms, config.again_min_ms * 2 ** Math.min(n - 1, 30));
  let sum = 0;
  for (let i = 0; i < salt.length; i++) sum += salt.charCodeAt(i);
  return fullMs - Math.floor((fullMs * (sum % 21)) / 100);
}

/** Orders of one kind that were refused in a row, and until when no other is sent. Changed in place. */
export interface Hold {
  refusals: number;
  untilMs: number;
}

/** Companion of Hold. */
export const Hold = {
  create: (): Hold => ({ refusals: 0, untilMs: 0 }),

  /** Notes a refusal: the next order waits, ever longer; with `atOnce` the one after the first refusal does not. */
  refused(hold: Hold, config: CallConfig, nowMs: number, salt: string, atOnce: boolean): void {
    const waits = hold.refusals + (atOnce ? 0 : 1);
    hold.refusals += 1;
    hold.untilMs = waits === 0 ? nowMs : nowMs + againDelayMs(config, waits, salt);
  },

  /** The venue has taken one. */
  taken(hold: Hold): void {
    hold.refusals = 0;
    hold.untilMs = 0;
  },
} as const;

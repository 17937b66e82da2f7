/** Losing streak, cool-down and reduced risk of one symbol. Changed in place. */
export interface Streak {
  losses: number;
  /** Entries are off until this time; 0 when they are not. */
  coolUntilMs: number;
  /** Entries still to be made at reduced risk. */
  reducedLeft: number;
}

/** When a streak pauses a symbol, and what follows. */
export interface StreakRule {
  readonly losses: number;
  readonly coolMs: number;
  readonly reducedTrades: number;
}

/** Companion of Streak. */
export const Streak = {
  create: (): Streak => ({ losses: 0, coolUntilMs: 0, reducedLeft: 0 }),

  /** Books the end of a round trip; returns true when the streak has just reached its limit and the cool-down begins. */
  close(streak: Streak, netPnl: bigint, atMs: number, rule: StreakRule): boolean {
    if (netPnl >= 0n) {
      streak.losses = 0;
      return false;
    }
    streak.losses += 1;
    if (streak.losses < rule.losses) return false;
    streak.losses = 0;
    streak.coolUntilMs = atMs + rule.coolMs;
    streak.reducedLeft = rule.reducedTrades;
    return true;
  },

  /** True while the cool-down lasts (its last instant excluded). */
  isCooling: (streak: Streak, atMs: number): boolean => atMs < streak.coolUntilMs,
} as const;

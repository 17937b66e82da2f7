/** How much a person should care, least first: nothing to do, to look at, to act on. */
export const LEVELS = ["info", "warning", "critical"] as const;
export type Level = (typeof LEVELS)[number];

/** Companion of Level. */
export const Level = {
  /** Place in LEVELS. */
  rank: (level: Level): number => LEVELS.indexOf(level),

  /** True when a level is `least` or above it. */
  isAtLeast: (level: Level, least: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(least),

  highest: (a: Level, b: Level): Level => (Level.isAtLeast(a, b) ? a : b),
} as const;

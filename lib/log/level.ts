/** How much a line matters, least first. */
export const LEVELS = ["debug", "info", "warn", "error"] as const;

export type Level = typeof LEVELS[number];

export const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);

/** Whether a line of `level` is written where `least` is asked for; "off" writes none. */
export const isWritten = (level: Level, least: Level | "off"): boolean =>
  least !== "off" && LEVELS.indexOf(level) >= LEVELS.indexOf(least);

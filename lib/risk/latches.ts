/**
 * Reasons that keep entries off until they are taken back. A latch holds for the portfolio, for one system or for one symbol;
 * protection and exits never look at latches.
 */
export const LATCHES = [
  "starting",
  "stale",
  "unreconciled",
  "kill",
  "stop_file",
  "operator",
  "breaker",
  "quarantine",
  "store",
] as const;
export type LatchName = (typeof LATCHES)[number];

/** Scope of a latch that holds for every symbol. */
export const PORTFOLIO_SCOPE = "portfolio";

/** Scope of a latch that holds for the symbols of one system. */
export const systemScope = (system: string): string => `system:${system}`;

/** One latch that is set. */
export interface Latch {
  /** PORTFOLIO_SCOPE, a systemScope or a symbol. */
  readonly scope: string;
  readonly name: LatchName;
  readonly cause: string;
}

/** Companion: sets of latches are plain arrays, replaced rather than changed. */
export const Latches = {
  /** The set with a latch added; the same set when it was on already (its first cause stays). */
  set(latches: readonly Latch[], latch: Latch): readonly Latch[] {
    return latches.some((l) => l.scope === latch.scope && l.name === latch.name)
      ? latches
      : [...latches, latch];
  },

  /** The set without a latch; the same set when it was off. */
  clear(latches: readonly Latch[], scope: string, name: LatchName): readonly Latch[] {
    const left = latches.filter((l) => l.scope !== scope || l.name !== name);
    return left.length === latches.length ? latches : left;
  },

  /** True when a latch keeps the entries off that a system wants in a symbol. */
  holds: ({ scope }: Latch, symbol: string, system: string): boolean =>
    scope === PORTFOLIO_SCOPE || scope === symbol || scope === systemScope(system),
} as const;

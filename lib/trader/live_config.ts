import type { OperatorEvent } from "./events.ts";
import type { Knobs } from "./knob_paths.ts";
import type { ConfigChanged } from "./operating.ts";

/** A change that holds for bars that close after `afterMs`. */
interface Coming {
  readonly version: string;
  readonly knobs: Knobs;
  readonly afterMs: number;
}

/**
 * The values an actor decides by: those of the last change that holds for the bar in hand, else those it was given at its
 * start. Part of its state, so that a replay decides the same. Changed in place.
 */
export interface LiveConfig {
  /** "" for what was given at the start. */
  version: string;
  /** Empty for what was given at the start. */
  knobs: Knobs;
  /** Changes told and not in force yet, in the order told. */
  readonly coming: Coming[];
}

/** Companion of LiveConfig. */
export const LiveConfig = {
  create: (): LiveConfig => ({ version: "", knobs: {}, coming: [] }),

  /** Notes a change; one for the same bars as the last takes its place. */
  take({ coming }: LiveConfig, { version, knobs, afterMs }: ConfigChanged): void {
    if (coming.at(-1)?.afterMs === afterMs) coming.pop();
    coming.push({ version, knobs: { ...knobs }, afterMs });
  },

  /** True when another change holds for a bar than for the one before it. */
  isDue: ({ coming }: LiveConfig, closeMs: number): boolean =>
    coming.length > 0 && coming[0]!.afterMs < closeMs,

  /** Puts into force what holds for a bar. */
  advance(config: LiveConfig, closeMs: number): void {
    while (LiveConfig.isDue(config, closeMs)) {
      const { version, knobs } = config.coming.shift()!;
      config.version = version;
      config.knobs = knobs;
    }
  },
} as const;

/** An actor's word that it has taken a change over. */
export const configConfirmed = (
  { version }: ConfigChanged,
  actor: string,
  atMs: number,
): Extract<OperatorEvent, { kind: "ConfigConfirmed" }> => ({ kind: "ConfigConfirmed", version, actor, atMs });

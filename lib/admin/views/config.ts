import type { IsoTime, Json } from "./wire.ts";

/** A value that may be changed while it runs. */
export interface KnobView {
  readonly path: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

export type ConfigStatus = "staged" | "applied" | "failed" | "rolled_back";

export interface ConfigVersionView {
  readonly version: string;
  readonly status: ConfigStatus;
  readonly by: string;
  readonly at: IsoTime;
  /** Path -> value. */
  readonly patch: Readonly<Record<string, number>>;
  readonly confirmedBy: readonly string[];
  /** Who has not confirmed it yet. */
  readonly awaited: readonly string[];
  /** Why it failed; "" if it did not. */
  readonly why: string;
}

export interface ConfigView {
  readonly version: string;
  readonly knobs: readonly KnobView[];
  /** Newest first. */
  readonly versions: readonly ConfigVersionView[];
  /** The whole effective configuration: [dotted path, value, origin]. Without secrets. */
  readonly effective: readonly (readonly [string, Json, string])[];
}

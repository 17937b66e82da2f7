import type { AdminConfig, Json, OperatorCommand } from "../../lib/admin/mod.ts";
import type { Instrument, Money } from "../../lib/domain/mod.ts";
import type { RiskConfig } from "../../lib/risk/mod.ts";
import type { TreeMetrics } from "../../lib/runtime/mod.ts";
import type { Knob } from "../../lib/trader/mod.ts";
import type { StorePlace } from "../journal_store.ts";

/** What an admin server is told once of the run it serves. Plain. */
export interface RunInfo {
  readonly mode: string;
  readonly account: string;
  readonly venue: string;
  readonly currency: string;
  readonly openingBalance: Money;
  readonly runId: string;
  /** Of the program. */
  readonly version: string;
  /** When this process began, wall time, ms. */
  readonly startedAtMs: number;
  readonly system: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  /** Length of a bar on the price chart. */
  readonly barMs: number;
  readonly limits: RiskConfig;
  readonly knobs: readonly Knob[];
  /** The whole configuration: path, value and where it came from. Without secrets. */
  readonly effective: readonly (readonly [string, Json, string])[];
}

/** What an admin server is started with. */
export interface AdminArgs {
  readonly info: RunInfo;
  /** Of the run, which it only reads. */
  readonly place: StorePlace;
  /** With the port that was found free. */
  readonly server: AdminConfig;
}

/** What the admin server says to the root: notes, which no journal keeps. */
export type AdminNote =
  /** It can be reached; the address carries a code that logs in once. */
  | { readonly kind: "AdminListening"; readonly url: string }
  /** It cannot listen, and tries again. */
  | { readonly kind: "AdminUnreachable"; readonly why: string }
  /** Somebody who may do so asks for this. */
  | {
    readonly kind: "CommandAsked";
    readonly commandId: string;
    readonly by: string;
    readonly command: OperatorCommand;
  };

/** What the root tells the admin server, again and again: what no journal says. */
export interface TreeTold {
  readonly kind: "TreeTold";
  readonly metrics: TreeMetrics;
  /** Wall time, ms. */
  readonly atMs: number;
  /** Pace of the market; null where it is none of ours. */
  readonly barsPerSecond: number | null;
  /** The latest restarts of this life of the root, newest first. */
  readonly restarts: readonly RestartTold[];
}

/** A cell or a worker was started again. */
export interface RestartTold {
  readonly part: string;
  /** Why it had ended. */
  readonly why: string;
  readonly atMs: number;
}

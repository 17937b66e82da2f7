import type { Epoch } from "../commit_port.ts";
import type { FatalError } from "../errors.ts";
import type { WorldSource } from "../world.ts";
import type { CellEntry } from "../cell/cell_command.ts";
import type { spawnCell } from "../cell/cell_process.ts";
import type { Place, TreeSpec } from "../tree/tree_spec.ts";
import type { CellState } from "./cell_state.ts";
import type { DeadLetters } from "./dead_letters.ts";
import type { Driver } from "./driver.ts";
import type { JournalLink } from "./journal_link.ts";
import type { Notice } from "./notices.ts";
import type { PoisonLedger } from "../poison_ledger.ts";
import type { Supervised } from "./supervised.ts";

export interface TreeHostOptions {
  readonly tree: TreeSpec;
  readonly world: WorldSource;
  readonly cellModule: CellEntry;
  /** Folder of the lock files; exists. One tree per folder. */
  readonly runDir: string;
  /** From which the jitter of restarts comes. */
  readonly seed?: string;
  /** How a cell comes to life. @default {as a process of this machine} */
  readonly spawn?: typeof spawnCell;
  /** Told of everything that happens to cells and workers; must not throw. */
  readonly onNotice?: (notice: Notice) => void;
}

/** The root of a running tree. Changed in place by the files of this folder. */
export interface TreeState {
  readonly options: TreeHostOptions;
  readonly tree: TreeSpec;
  readonly places: ReadonlyMap<string, Place>;
  /** Worker -> cell. */
  readonly cellOf: ReadonlyMap<string, string>;
  /** By id of the worker with the store. */
  readonly journals: ReadonlyMap<string, JournalLink>;
  readonly poison: PoisonLedger;
  readonly deadLetters: DeadLetters;
  readonly driver: Driver;
  /** Newest life of each cell. */
  readonly cells: Map<string, CellState>;
  readonly incarnations: Map<string, number>;
  /** Workers that never come back. */
  readonly dropped: Set<string>;
  /** Epochs raised for workers that died, for their next life. */
  readonly fences: Map<string, Promise<Epoch>>;
  readonly restarts: Map<string, number>;
  /** By worker: why it died last. */
  readonly lastErrors: Map<string, string>;
  /** Of lives that are over. */
  readonly past: { staleWrites: number };
  readonly supervisor: Supervised;
  /** Ends the root: it cannot go on. */
  fatal(error: FatalError): void;
}

// impure-file: it asks a store that cannot now again, on the host's clock
import { ROOT_WRITER } from "../commit_port.ts";
import { FatalError } from "../errors.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { TreeSpec } from "../tree/tree_spec.ts";
import { DeadLetters } from "./dead_letters.ts";
import { fatalOf, guarded } from "./fatal.ts";
import { createFreeDriver } from "./free_driver.ts";
import { createJournalLink } from "./journal_link.ts";
import { createSteppedDriver } from "./stepped_driver.ts";
import { supervise, type SupervisorOrder } from "./supervised.ts";
import { TreeCells } from "./tree_cells.ts";
import { TreeRouting } from "./tree_routing.ts";
import type { TreeHostOptions, TreeState } from "./tree_state.ts";

/** What a root's supervisor comes to. */
export interface TreeEnds {
  /** All cells are ready; perhaps again. */
  readonly up: () => void;
  /** The answer to StopRequested: nothing lives. */
  readonly down: () => void;
  /** It cannot go on; perhaps again. */
  readonly fatal: (error: FatalError) => void;
}

/** Between two questions to a store that cannot now, ms. */
const TRY_AGAIN_MS = 500;

/** The root of a tree that was checked; nothing is started. */
export function createTreeState(options: TreeHostOptions, ends: TreeEnds): TreeState {
  const { tree, world, seed = "" } = options;
  const places = TreeSpec.placesOf(tree);
  const cellOf = new Map(tree.cells.flatMap((cell) => cell.workers.map(({ id }) => [id, cell.id] as const)));
  const poison = PoisonLedger.create(
    tree.cells.flatMap(({ workers }) => workers.flatMap(({ actors }) => actors)),
  );
  const later = (act: () => void) => void setTimeout(act, TRY_AGAIN_MS);
  const journals = new Map(
    TreeSpec.journalsOf(tree)
      .map((id) => [id, createJournalLink((body) => TreeRouting.send(state, id, body), later)]),
  );
  const journal = journals.get(TreeSpec.journalOf(tree))!;
  const link = {
    send: (worker: string, body: Parameters<typeof TreeRouting.send>[2]) =>
      TreeRouting.send(state, worker, body),
    lives: () => TreeCells.lives(state),
    deadLetter: (reason: string, what: string) => TreeRouting.deadLetter(state, reason, what),
  };
  const driver = tree.delivery === "free"
    ? createFreeDriver({ tree, places, world, link })
    : createSteppedDriver({
      tree,
      places,
      world,
      journal,
      poison,
      link,
      takeOver: () => journal.raiseEpoch(ROOT_WRITER),
    });
  const children = tree.cells.map(TreeSpec.childOf);
  const state: TreeState = {
    ...{ options, tree, places, cellOf, journals, poison, driver },
    deadLetters: DeadLetters.create(),
    ...{ cells: new Map(), incarnations: new Map(), dropped: new Set(), fences: new Map() },
    ...{ restarts: new Map(), lastErrors: new Map(), past: { staleWrites: 0 } },
    supervisor: supervise(
      { flags: tree.flags, children, seed: `${seed}/root` },
      guarded((error) => ends.fatal(fatalOf(error)), (order) => carryOut(state, ends, order)),
    ),
    fatal: ends.fatal,
  };
  return state;
}

function carryOut(state: TreeState, ends: TreeEnds, order: SupervisorOrder): void {
  if (order.kind === "AllReady") ends.up();
  else if (order.kind === "Stopped") ends.down();
  else if (order.kind === "GaveUp") {
    const { reason, child, detail } = order;
    ends.fatal(new FatalError(`The root gave up on cell ${child} (${reason}): ${detail}`));
    TreeRouting.notice(state, { kind: "GaveUp", supervisor: "root", reason, child });
  } else TreeCells.carryOut(state, order);
}

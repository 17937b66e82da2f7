import { bankTree } from "../../tests/bank/bank_tree.ts";
import { bankWorld } from "../../tests/bank/bank_world.ts";
import { type Quantiles, quantiles } from "./figures.ts";
import { playTree, type Workspace } from "./play_tree.ts";
import type { Token } from "./rally.ts";
import { actor, rallyTree, type StoreKind, tellOnce } from "./rally_tree.ts";
import { createRoundProbe, type RoundTimes } from "./round_probe.ts";

/** Rounds of the conductor over two cells with eight workers; times in us. */
export interface RoundFigures {
  readonly round: Quantiles;
  readonly roundsPerSecond: number;
  /** Of the median round: from the first Deliver to the last answer, over pipes, agents and workers. */
  readonly handling: Quantiles;
  /** Of rounds with a commit of their own: from its leaving to the journal's answer. */
  readonly commit: Quantiles;
  /** All else: sorting, checking, and releasing, in the root. */
  readonly root: Quantiles;
}

/** Of so many rounds, the first are left out: code is compiled in them. */
const WARM_UP = 0.2;

const BANK_CELL = new URL("../../tests/bank/cell.ts", import.meta.url).href;

/** One token round eight workers: each round handles one message and commits it. */
export async function ringRounds(
  workspace: Workspace,
  store: StoreKind,
  hops: number,
): Promise<RoundFigures> {
  const folders = workspace.next();
  const places = [0, 1, 2, 3, 4, 5, 6, 7];
  const four = (some: readonly number[]) =>
    Object.fromEntries(some.map((i) => [`worker/${i}`, [actor(`ring/${i}`, "ring", `ring/${(i + 1) % 8}`)]]));
  const cells = { vault: four(places.slice(0, 4)), branch: four(places.slice(4)) };
  const token: Token = { kind: "Token", left: hops };
  const probe = createRoundProbe();
  await playTree({
    ...{ folders, spawn: probe.spawn, world: tellOnce("ring/0", token) },
    tree: rallyTree({ delivery: "stepped", store, folders, cells }),
  });
  return figuresOf(probe.rounds, `a ring, ${store}`);
}

/**
 * The toy bank on its own store: `chains` transfers a round. Its eight accounts begin one after the other, each when the
 * tree is quiet.
 */
export async function bankRounds(
  workspace: Workspace,
  { chains, rounds }: { readonly chains: number; readonly rounds: number },
): Promise<RoundFigures> {
  const folders = workspace.next();
  const probe = createRoundProbe();
  await playTree({
    ...{ folders, spawn: probe.spawn, cellModule: BANK_CELL },
    world: bankWorld({ transfers: chains * rounds, chains }),
    tree: bankTree({
      delivery: "stepped",
      programFolder: folders.program,
      storePath: `${folders.store}/bank.sqlite`,
      runFolder: folders.run,
      timing: { heartbeatMs: 250, silenceMs: 10_000 },
    }),
  });
  return figuresOf(probe.rounds, `the bank with ${chains} chains`);
}

function figuresOf(all: readonly RoundTimes[], what: string): RoundFigures {
  const round: number[] = [], handling: number[] = [], commit: number[] = [], root: number[] = [];
  for (let i = Math.floor(WARM_UP * all.length); i + 1 < all.length; i++) {
    const { deliverMs, handledMs, commitMs, durableMs } = all[i];
    const us = (ms: number) => 1_000 * ms;
    const wholeMs = all[i + 1].deliverMs - deliverMs;
    const commitsMs = durableMs - commitMs;
    round.push(us(wholeMs));
    // a round that sent nothing is committed with the next
    if (Number.isNaN(commitsMs)) continue;
    handling.push(us(handledMs - deliverMs));
    commit.push(us(commitsMs));
    root.push(us(wholeMs - (handledMs - deliverMs) - commitsMs));
  }
  const seconds = round.reduce((sum, us) => sum + us, 0) / 1e6;
  return {
    round: quantiles(round, what),
    roundsPerSecond: round.length / seconds,
    handling: quantiles(handling, what),
    commit: quantiles(commit, what),
    root: quantiles(root, what),
  };
}

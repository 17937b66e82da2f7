import {
  type Behavior,
  type CommitPort,
  createInlineHost,
  type InlineHostOptions,
  MemoryCommit,
  type RunOptions,
} from "../../lib/runtime/mod.ts";
import { foldBank, hashOf } from "./bank_states.ts";
import { bankActors, type BankRules } from "./bank_tree.ts";
import { bankWorld, type BankWorldOptions } from "./bank_world.ts";
import { registry } from "./registry.ts";

type HostBounds = Pick<InlineHostOptions, "snapshotEvery" | "maxRoundsPerCommit">;

export interface InlineBankOptions extends BankRules, BankWorldOptions, HostBounds, RunOptions {
  /** @default {one in memory} */
  readonly commit?: CommitPort;
}

export interface InlineBankRun {
  readonly end: "done" | "stopped";
  /** Of the accounts' states: what a tree of the same rules and transfers must come to in stepped delivery. */
  readonly hash: string;
  /** Of this run. */
  readonly handled: number;
  readonly commits: number;
  /** Of the store, over all runs. */
  readonly rounds: number;
  readonly elapsedMs: number;
}

/** Runs the bank in this thread, or goes on where the store ends. */
export function runBankInline(options: InlineBankOptions): InlineBankRun {
  const { commit = MemoryCommit.create(), snapshotEvery = 200, maxRoundsPerCommit = 64 } = options;
  const actors = bankActors(options);
  let handled = 0, commits = 0;
  const host = createInlineHost({
    actors: Object.fromEntries(
      actors.map((spec): [string, Behavior] => [spec.address, registry.behavior(spec)]),
    ),
    world: bankWorld(options),
    ...{ commit, snapshotEvery, maxRoundsPerCommit },
    onCommitted: (batch) => {
      commits++;
      handled += batch.handled.length;
    },
  });
  const startMs = performance.now();
  const end = host.run(options);
  const elapsedMs = performance.now() - startMs;
  const { lastRound: rounds } = commit.resumePoint();
  return { end, hash: hashOf(foldBank(commit, actors)), handled, commits, rounds, elapsedMs };
}

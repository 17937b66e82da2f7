// deno-lint-ignore-file no-console
/**
 * The campaign "bank:stop": `stop.ts [--stops 6] [--transfers 60000] [--seed N]`. Banks in both deliveries are stopped at
 * random moments, by Ctrl-C to all their processes and by SIGTERM to the root, and started again until they are done. Each
 * stop must be an ordered one: exit code 0 in less than 5 s, no process left, everything handled committed and snapshotted,
 * the store free of faults; and the bank must come to the result of one that was never stopped. With a worker that is stuck
 * the stop may take what the budgets of the tree allow. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Rng } from "../../../lib/core/mod.ts";
import { runBankInline } from "../bank_inline.ts";
import { Campaign } from "../flood/campaign.ts";
import { playStops, type StopRun } from "./stop_play.ts";
import { playStuck, STUCK_CASES } from "./stop_stuck.ts";

export interface StopOptions {
  /** In each delivery. */
  readonly stops: number;
  /** Of each bank. */
  readonly transfers: number;
  readonly seed: number;
  /** Program folder, absolute. @default {this one} */
  readonly program?: string;
}

/** With fewer transfers a bank is done before anybody is stuck. */
const LEAST_STUCK = 12_000;

/** All of it, in `folder`. */
export async function stopAll(campaign: Campaign, options: StopOptions, folder: string): Promise<void> {
  const { stops, transfers, seed } = options;
  const undisturbed = { transfers, hash: hashOf(transfers) };
  const stuckTransfers = Math.max(LEAST_STUCK, Math.floor(transfers / 4));
  const undisturbedToo = { transfers: stuckTransfers, hash: hashOf(stuckTransfers) };
  const longest: number[] = [];
  for (const delivery of ["stepped", "free"] as const) {
    const run: StopRun = {
      ...{ campaign, delivery, longest, ...undisturbed },
      ...{ rng: Rng.create(`bank:stop/${seed}/${delivery}`), folder: `${folder}/${delivery}` },
      ...(options.program === undefined ? {} : { program: options.program }),
    };
    await playStops(run, stops);
    // a few stops are a short campaign: one worker of each kind then, else one in each cell
    for (const stuck of STUCK_CASES) {
      if (stops > 3 || !stuck.isExtra) await playStuck({ ...run, ...undisturbedToo }, stuck);
    }
  }
  console.log(
    `${2 * stops} stops of banks in order, the longest took ${Math.max(...longest).toFixed(0)} ms`,
  );
}

function hashOf(transfers: number): string {
  const { hash } = runBankInline({ transfers });
  console.log(`one undisturbed on one thread: ${transfers} transfers, ${hash}`);
  return hash;
}

if (import.meta.main) {
  const seed = Date.now() % 1_000_000;
  await Campaign.run(
    "bank:stop",
    () => Campaign.readNumbers(Deno.args, { stops: 6, transfers: 60_000, seed }),
    stopAll,
  );
}

// deno-lint-ignore-file no-console
/**
 * The campaign "bank:equal": the bank comes to the same states wherever its actors run and whatever the threads do, as long
 * as delivery is stepped; in free delivery its money and its messages are neither lost nor doubled. `USAGE` has the
 * options. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import type { DelayArgs } from "../wrappers/delay.ts";
import { runCommand } from "./command.ts";
import { Leg } from "./equal_leg.ts";
import { type EqualOptions, readOptions, USAGE } from "./equal_options.ts";
import { inlineInMemory, inlineOnStore, onTree, type TreeLegOptions } from "./equal_runs.ts";
import { copyPatched, UNSORTED } from "./equal_unsorted.ts";

/** What came of it so far. */
interface Campaign {
  readonly options: EqualOptions;
  readonly signal: AbortSignal;
  readonly legs: Leg[];
  readonly breaches: string[];
}

type TreeLeg = Pick<TreeLegOptions, "name" | "transfers" | "program" | "cpu"> & {
  readonly delivery: "stepped" | "free";
  readonly delays?: DelayArgs;
};

/** Prints a leg and judges it; its states are any where there is no reference. */
function note({ legs, breaches }: Campaign, leg: Leg, reference: Leg | null): Leg {
  console.log(Leg.describe(leg));
  legs.push(leg);
  for (const breach of Leg.breaches(leg, reference)) {
    console.log(`  BREACH ${breach}`);
    breaches.push(breach);
  }
  return leg;
}

/** One account per worker, so that each has a thread and delays of its own. */
function play({ signal }: Campaign, { delivery, delays, ...leg }: TreeLeg): Promise<Leg> {
  const tree = { delivery, accountsPerWorker: 1, ...(delays === undefined ? {} : { delays }) };
  return onTree({ ...leg, tree, deadlineMs: deadlineOf(leg.transfers, delays), signal });
}

/** Some five times what it should take on two cores: a run that hangs must end too. */
function deadlineOf(transfers: number, delays: DelayArgs | undefined): number {
  return 60_000 + transfers * (1 + (delays?.maxMs ?? 0) / 2);
}

async function stepped(campaign: Campaign): Promise<void> {
  const { transfers, delayMs, skipDelays, seed } = campaign.options;
  const reference = note(campaign, inlineInMemory("inline, in memory", transfers), null);
  note(campaign, await inlineOnStore("inline, on the store", transfers), reference);
  const leg = { transfers, delivery: "stepped" } as const;
  note(campaign, await play(campaign, { ...leg, name: "workers" }), reference);
  note(campaign, await play(campaign, { ...leg, name: "workers, CPU 0 only", cpu: "0" }), reference);
  if (skipDelays) return;
  const delays = { seed, maxMs: delayMs };
  note(
    campaign,
    await play(campaign, { ...leg, name: `workers, 0-${delayMs} ms delays`, delays }),
    reference,
  );
}

/** Its states are any; its audit is not. With delays, a tenth of the transfers. */
async function free(campaign: Campaign): Promise<void> {
  const { transfers, delayMs, skipDelays, seed } = campaign.options;
  const leg = { transfers, delivery: "free" } as const;
  note(campaign, await play(campaign, { ...leg, name: "free" }), null);
  if (skipDelays) return;
  const tenth = Math.ceil(transfers / 10), delays = { seed, maxMs: delayMs };
  const name = `free, 0-${delayMs} ms delays`;
  note(campaign, await play(campaign, { ...leg, name, transfers: tenth, delays }), null);
}

/** The same delays on the program as it is and on one without sorting: the one must not care, the other must. */
async function sabotage(campaign: Campaign, program: string): Promise<string> {
  const { unsortedRuns, unsortedTransfers: transfers, delayMs, seed } = campaign.options;
  await copyPatched(program, UNSORTED);
  const reference = note(campaign, inlineInMemory("inline, in memory", transfers), null);
  const sorted: Leg[] = [], unsorted: Leg[] = [];
  for (let run = 1; run <= unsortedRuns; run++) {
    const delays = { seed: `${seed}/${run}`, maxMs: delayMs };
    const leg = { transfers, delivery: "stepped", delays } as const;
    sorted.push(note(campaign, await play(campaign, { ...leg, name: `sorted, delays ${run}` }), reference));
    unsorted.push(
      note(campaign, await play(campaign, { ...leg, name: `unsorted, delays ${run}`, program }), null),
    );
  }
  campaign.breaches.push(...Leg.unsortedBreaches(unsorted, reference));
  const equal = sorted.filter((leg) => Leg.isSame(leg, reference)).length;
  const different = unsorted.filter(({ hash }) => hash !== reference.hash).length;
  return `sorted: ${equal} of ${unsortedRuns} equal, unsorted: ${different} of ${unsortedRuns} different`;
}

async function withScratch(work: (folder: string) => Promise<string>): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bank_equal_" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** True if nothing was found. */
async function campaign(options: EqualOptions, signal: AbortSignal): Promise<boolean> {
  const campaign: Campaign = { options, signal, legs: [], breaches: [] };
  const { legs, breaches } = campaign;
  const startMs = performance.now();
  console.log(`bank:equal ${JSON.stringify(options)}`);
  await stepped(campaign);
  await free(campaign);
  const shown = options.unsortedRuns === 0
    ? "no runs without sorting"
    : await withScratch((folder) => sabotage(campaign, folder));
  const transfers = legs.reduce((sum, leg) => sum + leg.transfers, 0);
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(0);
  console.log(`${legs.length} legs, ${transfers} transfers, ${seconds} s; ${shown}`);
  for (const breach of breaches) console.log(`BREACH ${breach}`);
  console.log(breaches.length === 0 ? "bank:equal passed" : `bank:equal FAILED: ${breaches.length} breaches`);
  return breaches.length === 0;
}

if (import.meta.main) await runCommand({ readOptions, usage: USAGE, campaign });

// deno-lint-ignore-file no-console
/**
 * The campaign "bank:soak": `soak.ts [--worker-restarts 1000] [--cell-restarts 200] [--seed N]`. A bank in free delivery,
 * always under load. First one worker dies again and again in the middle of a message, then a cell by kill -9. Memory,
 * threads and descriptors of all processes, and the locks that prove the ends of threads, must stay flat; nobody else may
 * die; the tree must count each restart; the last stop must be an ordered one and the store free of faults. Exit code 1 on
 * any breach, 2 on wrong options.
 *
 * @module
 */
import { Rng } from "../../../lib/core/mod.ts";
import { auditBank } from "../bank_audit.ts";
import { Campaign } from "../flood/campaign.ts";
import { SMALL_HEAPS } from "../flood/flood_tree.ts";
import { endOf, killAll, launchGroup } from "../flood/root_group.ts";
import { Samples } from "../flood/samples.ts";
import { QUICK_STOP_MS } from "../flood/stop_budget.ts";
import { PATIENT_TIMING, TIRELESS_FLAGS, type WrappedBankOptions } from "../flood/wrapped_bank.ts";
import { ACCOUNTS } from "../bank_tree.ts";
import { foldersOf, storeOf } from "./launch.ts";
import { SoakWatch } from "./soak_watch.ts";

export interface SoakOptions {
  readonly workerRestarts: number;
  readonly cellRestarts: number;
  readonly seed: number;
  /** Program folder, absolute. @default {this one} */
  readonly program?: string;
}

/** The worker that dies lives beside the journal; the cell that is killed has the other half of the accounts. */
const MORTAL = "worker/0", VICTIM = "branch";
/** How long a life may take to come, ms, on a machine with much else to do. */
const LIFE_MS = 30_000;
/** Each message takes so long, so that the load lasts and the store stays small. */
const SLOW = { kind: "slow", args: { perMessageMs: 20, forMs: 1e9 } } as const;

function bankOptions(folder: string, { workerRestarts: lives, program }: SoakOptions): WrappedBankOptions {
  const all = ACCOUNTS.map((address) =>
    [`worker/${address.slice(address.indexOf("/") + 1)}`, [SLOW]] as const
  );
  return {
    // more than there is time for
    transfers: 10_000_000,
    chains: 16,
    tree: {
      ...foldersOf(folder, program),
      ...{ delivery: "free", env: SMALL_HEAPS, maxHeapMib: 64, timing: PATIENT_TIMING },
      ...{ cellFlags: TIRELESS_FLAGS, rootFlags: TIRELESS_FLAGS },
    },
    wraps: {
      ...Object.fromEntries(all),
      [MORTAL]: [SLOW, { kind: "mortal", args: { lives, afterMs: 10 } }],
    },
  };
}

/** The whole campaign in `folder`. */
export async function soak(campaign: Campaign, options: SoakOptions, folder: string): Promise<void> {
  const watch = SoakWatch.create(MORTAL, VICTIM);
  const root = launchGroup({
    module: "tests/bank/flood/bank_root.ts",
    options: bankOptions(folder, options),
    env: SMALL_HEAPS,
    onNotice: (notice) => SoakWatch.onNotice(watch, notice),
    ...(options.program === undefined ? {} : { program: options.program }),
  });
  campaign.signal.addEventListener("abort", () => killAll(root));
  void root.exited.then(() => SoakWatch.end(watch));
  try {
    await soakWorker();
    await soakCell();
    await stop();
  } finally {
    killAll(root);
  }

  async function soakWorker(): Promise<void> {
    const { workerRestarts } = options;
    const samples: Samples = new Map();
    // every life of a short campaign, some 200 of a long one
    const every = Math.max(1, Math.floor(workerRestarts / 200));
    const startMs = performance.now();
    for (let life = 1; life <= workerRestarts + 1; life++) {
      await SoakWatch.worker(watch, life, LIFE_MS);
      if (life % every === 0) Samples.take(samples, root.pids);
    }
    judge(`${workerRestarts} restarts of ${MORTAL}`, startMs, samples);
    console.log(
      `locks held in its cell: at most ${watch.mostLocks}, ${watch.mostLocksOver} more than explained`,
    );
    if (watch.mostLocksOver > 0) Campaign.breach(campaign, "locks of lives that are over are still held");
  }

  async function soakCell(): Promise<void> {
    const rng = Rng.create(`bank:soak/${options.seed}`);
    const samples: Samples = new Map();
    const startMs = performance.now();
    watch.isCellPhase = true;
    for (let life = 1; life <= options.cellRestarts + 1; life++) {
      await SoakWatch.cell(watch, life, LIFE_MS);
      Samples.take(samples, root.pids);
      if (life > options.cellRestarts) break;
      await new Promise((resolve) => setTimeout(resolve, 50 * Rng.uniform(rng)));
      Deno.kill(root.pids.get(VICTIM)!, "SIGKILL");
    }
    judge(`${options.cellRestarts} kills of ${VICTIM}`, startMs, samples);
  }

  function judge(what: string, startMs: number, samples: Samples): void {
    console.log(`${what}, ${((performance.now() - startMs) / 1_000).toFixed(0)} s`);
    for (const line of Samples.describe(samples)) console.log(`  ${line}`);
    for (const breach of Samples.breaches(samples)) Campaign.breach(campaign, `${what}: not flat: ${breach}`);
  }

  async function stop(): Promise<void> {
    const startMs = performance.now();
    root.signal("SIGTERM");
    const { code, stderr, metrics } = await endOf(root, 2 * QUICK_STOP_MS);
    const tookMs = performance.now() - startMs;
    if (code !== 0) Campaign.breach(campaign, `The root ended with ${code}: ${stderr.slice(-2_000)}`);
    if (tookMs > QUICK_STOP_MS) Campaign.breach(campaign, `the stop took ${tookMs.toFixed(0)} ms`);
    for (const other of watch.others.slice(0, 5)) Campaign.breach(campaign, `nobody else may fail: ${other}`);
    const counted = JSON.stringify(metrics?.restarts);
    const expected = JSON.stringify({ [MORTAL]: options.workerRestarts, [VICTIM]: options.cellRestarts });
    if (counted !== expected) {
      Campaign.breach(campaign, `the tree counted ${counted} restarts, not ${expected}`);
    }
    const { faults, faultCount, rows, lives, underWay } = auditBank({ path: storeOf(folder) });
    for (const fault of faults) Campaign.breach(campaign, `store: ${fault}`);
    console.log(
      `stop: exit code ${code} after ${
        tookMs.toFixed(0)
      } ms; restarts counted ${counted}; ${rows} rows, ${lives} lives ` +
        `of writers, ${underWay} under way, ${faultCount} faults in the store`,
    );
  }
}

function readOptions(): SoakOptions {
  const defaults = { "worker-restarts": 1_000, "cell-restarts": 200, "seed": Date.now() % 1_000_000 };
  const read = Campaign.readNumbers(Deno.args, defaults);
  return { workerRestarts: read["worker-restarts"], cellRestarts: read["cell-restarts"], seed: read.seed };
}

if (import.meta.main) await Campaign.run("bank:soak", readOptions, soak);

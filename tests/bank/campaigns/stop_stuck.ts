// deno-lint-ignore-file no-console
import { Campaign } from "../flood/campaign.ts";
import { endOf, killAll } from "../flood/root_group.ts";
import { stopBudgetMs } from "../flood/stop_budget.ts";
import { STUCK_NOTE, type StuckArgs } from "../flood/stuck.ts";
import { type WrappedBankOptions, wrappedBankTree } from "../flood/wrapped_bank.ts";
import { foldersOf } from "./launch.ts";
import { finish, judgeEnd, judgeStore, launchBank, type StopRun } from "./stop_play.ts";

/** A worker that is stuck when the stop comes. */
export interface StuckCase {
  readonly how: StuckArgs["how"];
  readonly worker: string;
  /** Left out of short campaigns. */
  readonly isExtra: boolean;
}

/** Worker 1 lives beside the journal, worker 5 does not. */
export const STUCK_CASES: readonly StuckCase[] = [
  { how: "deaf", worker: "worker/5", isExtra: false },
  { how: "loop", worker: "worker/5", isExtra: false },
  { how: "deaf", worker: "worker/1", isExtra: true },
  { how: "loop", worker: "worker/1", isExtra: true },
];

/** What the stuck worker is given for its ordered stop, ms. */
const SHUTDOWN_MS = 1_500;

/** Stops a bank as soon as one of its workers is stuck, then lets it come to its end without that. */
export async function playStuck(run: StopRun, { how, worker }: StuckCase): Promise<void> {
  const { campaign, delivery } = run;
  const what = `${delivery} bank, ${worker} is stuck (${how})`;
  const folder = `${run.folder}/${how}_${worker.replace("/", "")}`;
  const bank: Pick<WrappedBankOptions, "wraps" | "shutdownMs"> = {
    wraps: { [worker]: [{ kind: "stuck", args: { how, afterMs: 200 } satisfies StuckArgs }] },
    shutdownMs: { [worker]: SHUTDOWN_MS },
  };
  const { cells, ...tree } = wrappedBankTree({
    ...bank,
    transfers: 1,
    tree: { delivery, ...foldersOf(folder) },
  });
  const budgetMs = stopBudgetMs({ cells, ...tree }, worker);
  const stuck = Promise.withResolvers<void>();
  const root = launchBank(run, folder, bank, (notice) => {
    if (notice.kind === "Note" && notice.note === STUCK_NOTE) stuck.resolve();
  });
  try {
    if (await Promise.race([stuck.promise, root.exited.then(() => true)])) {
      return Campaign.breach(campaign, `${what}: it ended before anybody was stuck`);
    }
    const startMs = performance.now();
    root.signalGroup("SIGINT");
    const end = await endOf(root, 3 * budgetMs);
    const tookMs = performance.now() - startMs;
    judgeEnd(campaign, what, end, root);
    console.log(`${what}: Ctrl-C took ${tookMs.toFixed(0)} ms, budget ${budgetMs} ms`);
    if (tookMs > budgetMs) {
      Campaign.breach(campaign, `${what}: the stop took ${tookMs.toFixed(0)} ms, its budget is ${budgetMs}`);
    }
    // or else it was not stuck
    if (how === "deaf" && tookMs < SHUTDOWN_MS) {
      Campaign.breach(campaign, `${what}: it was not given its ${SHUTDOWN_MS} ms`);
    }
    judgeStore(campaign, folder, notSnapshotted(run, cells, worker, how));
    await finish(run, folder);
  } finally {
    killAll(root);
  }
}

/**
 * Nobody of a round that was given up, and, where the whole cell had to be killed, nobody of it; else the stuck worker alone.
 * Workers stop right to left, so those after a loop have stopped before.
 */
function notSnapshotted(
  { delivery }: StopRun,
  cells: ReturnType<typeof wrappedBankTree>["cells"],
  worker: string,
  how: StuckCase["how"],
): string[] {
  const all = cells.flatMap(({ workers }) => workers);
  const cell = cells.find(({ workers }) => workers.some(({ id }) => id === worker))!;
  const lost = delivery === "stepped"
    ? all
    : how === "loop"
    ? cell.workers
    : all.filter(({ id }) => id === worker);
  return lost.flatMap(({ actors }) => actors.map(({ address }) => address));
}

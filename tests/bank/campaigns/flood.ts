// deno-lint-ignore-file no-console
/**
 * The campaign "bank:flood": `flood.ts [--seconds 60]`. Sources more than 100 times as fast as their sinks, in free
 * delivery on a tree of two cells. Memory must stay flat; nothing acknowledged may be lost; what is too much must go by the
 * written rule of its lane: orders wait at their source, and at last in the world; quotes are conflated, which is counted,
 * and the newest of each symbol arrives; commands of sources that come to a full mailbox are refused, which is counted, and
 * come again. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Campaign } from "../flood/campaign.ts";
import { auditFlood } from "../flood/flood_audit.ts";
import { floodTree, type FloodTreeOptions, SMALL_HEAPS } from "../flood/flood_tree.ts";
import { endOf, killAll, launchGroup, type RootGroup } from "../flood/root_group.ts";
import { Samples } from "../flood/samples.ts";
import { judgeFloodRun } from "./flood_judge.ts";
import { FloodSeen } from "./flood_seen.ts";
import { foldersOf, storeOf } from "./launch.ts";

/** Samples of a run: the last tenth has 12 of them. */
const SAMPLES = 120;
/** How long what is under way at the end of the flood may take, ms. */
const RUN_OFF_MS = 60_000;

export interface FloodOptions {
  readonly seconds: number;
  /** Program folder, absolute. @default {this one} */
  readonly program?: string;
}

/** Takes figures of all processes as long as the flood lasts. */
async function watch(root: RootGroup, seen: FloodSeen, seconds: number, workers: number): Promise<Samples> {
  const samples: Samples = new Map();
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  let isOver = false;
  const over = root.ended.then(() => void (isOver = true));
  while (seen.ready.size < workers && !isOver) await Promise.race([pause(20), over]);
  const endMs = performance.now() + 1_000 * seconds;
  while (performance.now() < endMs && !isOver) {
    Samples.take(samples, root.pids);
    await Promise.race([pause(1_000 * seconds / SAMPLES), over]);
  }
  return samples;
}

/** One flood in `folder`, judged. */
export async function flood(
  campaign: Campaign,
  { seconds, program }: FloodOptions,
  folder: string,
): Promise<void> {
  const seen = FloodSeen.create();
  const options: FloodTreeOptions = { seconds, ...foldersOf(folder, program) };
  const workers = floodTree(options).cells.flatMap((cell) => cell.workers).length;
  const root = launchGroup({
    module: "tests/bank/flood/root.ts",
    options,
    env: SMALL_HEAPS,
    onNotice: (notice) => FloodSeen.onNotice(seen, notice),
    ...(program === undefined ? {} : { program }),
  });
  campaign.signal.addEventListener("abort", () => killAll(root));
  try {
    const samples = await watch(root, seen, seconds, workers);
    const { code, stderr, elapsedMs } = await endOf(root, RUN_OFF_MS);
    console.log(`root: exit code ${code} after ${(elapsedMs / 1_000).toFixed(1)} s`);
    if (code !== 0) Campaign.breach(campaign, `The root ended with ${code}: ${stderr}`);
    for (const line of Samples.describe(samples)) console.log(line);
    for (const breach of Samples.breaches(samples)) Campaign.breach(campaign, `not flat: ${breach}`);
    judgeFloodRun(campaign, seen, auditFlood(storeOf(folder), seconds), seconds);
  } finally {
    killAll(root);
  }
}

if (import.meta.main) {
  await Campaign.run("bank:flood", () => Campaign.readNumbers(Deno.args, { seconds: 60 }), flood);
}

// deno-lint-ignore-file no-console
import { Rng, type RngState } from "../../../lib/core/mod.ts";
import { auditBank } from "../bank_audit.ts";
import { bankActors } from "../bank_tree.ts";
import { openBankStore } from "../bank_store.ts";
import { Campaign } from "../flood/campaign.ts";
import { endOf, killAll, launchGroup, type RootGroup } from "../flood/root_group.ts";
import { QUICK_STOP_MS } from "../flood/stop_budget.ts";
import type { WrappedBankOptions } from "../flood/wrapped_bank.ts";
import { foldersOf, type RootEnd, storeOf } from "./launch.ts";
import type { Notice } from "../../../lib/runtime/mod.ts";

/** Stops of banks in one delivery. */
export interface StopRun {
  readonly campaign: Campaign;
  readonly delivery: "stepped" | "free";
  readonly transfers: number;
  /** Of the accounts of a bank that was never stopped, in stepped delivery. */
  readonly hash: string;
  readonly rng: RngState;
  /** Folder of all banks of this run. */
  readonly folder: string;
  readonly program?: string;
  /** How long each ordered stop took, ms. Grows. */
  readonly longest: number[];
}

/** How a bank is stopped: Ctrl-C once or twice, or a service manager that knows the root alone. */
const WAYS = ["Ctrl-C", "SIGTERM to the root", "Ctrl-C twice"] as const;
type Way = typeof WAYS[number];

interface Stop {
  readonly way: Way;
  /** While the bank works, or while it starts. */
  readonly moment: "load" | "start";
}

/** A bank that is started again comes to its end, or hangs, ms. */
const FINISH_MS = 120_000;
/** The longest time to a stop, ms: from the readiness of the whole tree and, every second time, of its first cell. */
const LAST_MOMENT_MS = { load: 1_500, start: 1_000 } as const;
const WORKERS = 9;

/** Stops one bank again and again, then lets it come to its end; begins another if it came there before. */
export async function playStops(run: StopRun, stops: number): Promise<void> {
  let bank = 0, made = 0, underLoad = 0;
  while (made < stops) {
    const folder = `${run.folder}/${++bank}`;
    let rows: number | null = 0;
    while (made < stops && rows !== null) {
      const before: number = rows;
      rows = await stopOnce(run, folder, {
        way: WAYS[made % WAYS.length],
        moment: made % 2 === 0 ? "load" : "start",
      });
      if (rows === null) break;
      made++;
      if (rows > before) underLoad++;
    }
    await finish(run, folder);
  }
  console.log(`${run.delivery}: ${made} stops, ${underLoad} of them under load, ${bank} banks`);
  if (underLoad === 0) Campaign.breach(run.campaign, `no stop of a ${run.delivery} bank was under load`);
}

/** Starts the bank and stops it at a random moment; how many rows it has then, or null if it was done before. */
async function stopOnce(run: StopRun, folder: string, { way, moment }: Stop): Promise<number | null> {
  const { campaign, delivery, rng } = run;
  const momentMs = Math.round(LAST_MOMENT_MS[moment] * Rng.uniform(rng));
  const what = `${delivery}: ${way} ${momentMs} ms after ${
    moment === "load" ? "all were" : "a cell was"
  } ready`;
  const up = Promise.withResolvers<void>();
  let ready = 0;
  const root = launchBank(run, folder, {}, ({ kind }) => {
    if (kind === "WorkerReady") ready++;
    if (moment === "load" ? ready === WORKERS : kind === "CellReady") up.resolve();
  });
  try {
    const over = root.exited.then(() => true);
    await Promise.race([up.promise.then(() => pause(momentMs)), over]);
    if (await Promise.race([over, pause(0).then(() => false)])) return null;
    const startMs = performance.now();
    send(root, way);
    const end = await endOf(root, 6 * QUICK_STOP_MS);
    const tookMs = performance.now() - startMs;
    run.longest.push(tookMs);
    judgeEnd(campaign, what, end, root);
    if (tookMs >= QUICK_STOP_MS) Campaign.breach(campaign, `${what}: the stop took ${tookMs.toFixed(0)} ms`);
    const rows = judgeStore(campaign, folder);
    console.log(`${what}: took ${tookMs.toFixed(0)} ms, ${rows} rows in the store`);
    return rows;
  } finally {
    killAll(root);
  }
}

/** The bank of this run in `folder`, from where it stands. */
export function launchBank(
  { delivery, transfers, program, campaign }: StopRun,
  folder: string,
  bank: Pick<WrappedBankOptions, "wraps" | "shutdownMs">,
  onNotice: (notice: Notice) => void,
): RootGroup {
  campaign.signal.throwIfAborted();
  const root = launchGroup({
    module: "tests/bank/flood/bank_root.ts",
    options: { transfers, tree: { delivery, ...foldersOf(folder, program) }, ...bank },
    onNotice,
    ...(program === undefined ? {} : { program }),
  });
  campaign.signal.addEventListener("abort", () => killAll(root));
  return root;
}

function send(root: RootGroup, way: Way): void {
  if (way === "SIGTERM to the root") return root.signal("SIGTERM");
  root.signalGroup("SIGINT");
  if (way === "Ctrl-C twice") setTimeout(() => root.left().length > 0 && root.signalGroup("SIGINT"), 50);
}

/** Exit code 0, and nobody left. */
export function judgeEnd(
  campaign: Campaign,
  what: string,
  { code, signal, stderr }: RootEnd,
  root: RootGroup,
): void {
  if (code !== 0) {
    Campaign.breach(campaign, `${what}: ended with ${signal ?? code}: ${stderr.trim().slice(-500)}`);
  }
  const left = root.left();
  if (left.length > 0) Campaign.breach(campaign, `${what}: processes live on: ${left.join(", ")}`);
}

/** Nothing wrong in the store, and all snapshotted but actors of `but`. How many rows it has. */
export function judgeStore(campaign: Campaign, folder: string, but: readonly string[] = []): number {
  const { faults, rows } = auditBank({ path: storeOf(folder) });
  for (const fault of faults) Campaign.breach(campaign, `store: ${fault}`);
  const store = openBankStore(storeOf(folder));
  try {
    for (const { address } of bankActors({}).filter((actor) => !but.includes(actor.address))) {
      const { inputs } = store.load(address, 1);
      if (inputs.length > 0) {
        Campaign.breach(
          campaign,
          `${address} was stopped with ${inputs.length} inputs after its last snapshot`,
        );
      }
    }
  } finally {
    store.close();
  }
  return rows;
}

/** Starts a stopped bank for the last time: it must come to the result of one that was never stopped. */
export async function finish(run: StopRun, folder: string): Promise<void> {
  const { campaign, delivery, transfers } = run;
  const root = launchBank(run, folder, {}, () => {});
  try {
    judgeEnd(campaign, `${delivery} bank, resumed`, await endOf(root, FINISH_MS), root);
    const { faults, stateHash, lives } = auditBank({ path: storeOf(folder), transfers });
    for (const fault of faults) Campaign.breach(campaign, `store at the end: ${fault}`);
    if (delivery === "stepped" && stateHash !== run.hash) {
      Campaign.breach(campaign, `a stopped bank came to ${stateHash}, one that was not to ${run.hash}`);
    }
    console.log(
      `${delivery}: resumed and done, ${transfers} transfers, ${lives} lives of writers, ${stateHash}`,
    );
    await Deno.remove(folder, { recursive: true });
  } finally {
    killAll(root);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

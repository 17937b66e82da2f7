// deno-lint-ignore-file no-console
/**
 * The campaign "bank:flood": `flood.ts [--seconds 60]`. Sources more than 100 times as fast as their sinks, in free
 * delivery on a tree of two cells. Memory must stay flat; nothing acknowledged may be lost; what is too much must go by the
 * written rule of its lane: refused orders wait at their source, and at last in the world; conflated quotes are counted,
 * and the newest of each symbol arrives. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { type ActorStatus, DEFAULT_CAPACITIES, type Notice } from "../../../lib/runtime/mod.ts";
import { DEFAULT_LIMITS } from "../../../lib/runtime/group/group_limits.ts";
import { Campaign } from "../flood/campaign.ts";
import { auditFlood, type FloodReport, type FlowReport } from "../flood/flood_audit.ts";
import { FLOOD_FACTOR, SMALL_YOUNG } from "../flood/flood_tree.ts";
import { freeTicksPerSecond } from "../flood/flood_world.ts";
import { endOf, killAll, launchGroup, type RootGroup } from "../flood/root_group.ts";
import { Samples } from "../flood/samples.ts";
import { foldersOf, storeOf } from "./launch.ts";

/** What was seen of a flood while it lasted. Changed in place. */
interface Seen {
  /** The newest of each actor. */
  readonly actors: Map<string, ActorStatus>;
  /** The greatest of each actor. */
  readonly depth: Map<string, number>;
  readonly unsettled: Map<string, number>;
  readonly ready: Set<string>;
  readonly failures: string[];
}

const WORKERS = 9;
/** A source may pass its bound by what one handling sends: a tick's orders, a firing's quotes. */
const MOST_UNSETTLED = DEFAULT_LIMITS.maxUnsettled + 256;
/** Samples of a run: the last tenth has 12 of them. */
const SAMPLES = 120;

function onNotice(seen: Seen, notice: Notice): void {
  switch (notice.kind) {
    case "WorkerReady":
      return void seen.ready.add(notice.worker);
    case "WorkerFailed":
    case "CellFailed":
    case "DeadLetter":
      return void seen.failures.push(JSON.stringify(notice));
    case "Note":
      for (const actor of (notice.note as { readonly actors: readonly ActorStatus[] }).actors) {
        see(seen, actor);
      }
  }
}

function see({ actors, depth, unsettled }: Seen, actor: ActorStatus): void {
  const { address } = actor;
  actors.set(address, actor);
  depth.set(address, Math.max(depth.get(address) ?? 0, actor.depth));
  unsettled.set(address, Math.max(unsettled.get(address) ?? 0, actor.unsettled));
}

/** Takes figures of all processes as long as the flood lasts. */
async function watch(root: RootGroup, seen: Seen, seconds: number): Promise<Samples> {
  const samples: Samples = new Map();
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  let isOver = false;
  const over = root.ended.then(() => void (isOver = true));
  while (seen.ready.size < WORKERS && !isOver) await Promise.race([pause(20), over]);
  const endMs = performance.now() + 1_000 * seconds;
  while (performance.now() < endMs && !isOver) {
    Samples.take(samples, root.pids);
    await Promise.race([pause(1_000 * seconds / SAMPLES), over]);
  }
  return samples;
}

async function flood(
  campaign: Campaign,
  { seconds }: { readonly seconds: number },
  folder: string,
): Promise<void> {
  const seen: Seen = {
    ...{ actors: new Map(), depth: new Map(), unsettled: new Map(), ready: new Set(), failures: [] },
  };
  const root = launchGroup({
    module: "tests/bank/flood/root.ts",
    options: { seconds, ...foldersOf(folder) },
    env: SMALL_YOUNG,
    onNotice: (notice) => onNotice(seen, notice),
  });
  campaign.signal.addEventListener("abort", () => killAll(root));
  try {
    const samples = await watch(root, seen, seconds);
    const { code, stderr, elapsedMs } = await endOf(root, 120_000);
    console.log(`root: exit code ${code} after ${(elapsedMs / 1_000).toFixed(1)} s`);
    if (code !== 0) Campaign.breach(campaign, `The root ended with ${code}: ${stderr}`);
    for (const line of Samples.describe(samples)) console.log(line);
    for (const breach of Samples.breaches(samples)) Campaign.breach(campaign, `not flat: ${breach}`);
    judge(campaign, seen, auditFlood(storeOf(folder), seconds), seconds);
  } finally {
    killAll(root);
  }
}

function judge(campaign: Campaign, seen: Seen, report: FloodReport, seconds: number): void {
  for (const failure of seen.failures) Campaign.breach(campaign, `nothing may fail: ${failure}`);
  for (const fault of report.faults) Campaign.breach(campaign, `store: ${fault}`);
  const offered = freeTicksPerSecond(Date.now), taken = report.told / seconds;
  console.log(
    `world: would give ${offered.toFixed(0)} ticks/s, ${taken.toFixed(0)}/s were taken (1 of ${
      (offered / taken).toFixed(0)
    }), ${report.told} in all; ${report.underWay} under way at the end, ${report.faultCount} faults in the store`,
  );
  if (!(offered >= FLOOD_FACTOR * taken)) Campaign.breach(campaign, "the world was hardly held back");
  for (const flow of report.flows) judgeFlow(campaign, seen, flow);
}

function judgeFlow(campaign: Campaign, { actors, depth, unsettled }: Seen, flow: FlowReport): void {
  const { rule, source, sink, inputs, sent, handled, superseded } = flow;
  const conflated = (actors.get(source)?.conflated ?? 0) + (actors.get(sink)?.conflated ?? 0);
  const times = flow.sentPerSecond / flow.handledPerSecond;
  console.log(
    `${source}: ${inputs} inputs, ${sent} sent (${flow.sentPerSecond.toFixed(0)}/s${
      rule === "refuse" ? `, ${flow.freePerSecond.toFixed(0)}/s until it had to wait` : ""
    }), ${handled} handled (${flow.handledPerSecond.toFixed(0)}/s in the flood); ` +
      `${superseded} superseded in the store, ${conflated} counted as conflated; ` +
      `most unsettled ${unsettled.get(source)}, most waiting ${depth.get(source)} and ${depth.get(sink)}`,
  );
  if (rule === "conflate" && !(times >= FLOOD_FACTOR)) {
    Campaign.breach(campaign, `${source} sent only ${times.toFixed(1)} times as much as was handled`);
  }
  if (flow.sent !== flow.handled + flow.superseded) {
    Campaign.breach(campaign, `${source}: sent is not handled + left out`);
  }
  if (conflated !== flow.superseded) {
    Campaign.breach(campaign, `${source}: ${conflated} were counted as conflated, ${flow.superseded} were`);
  }
  const capacity = rule === "refuse" ? DEFAULT_CAPACITIES.orders : DEFAULT_CAPACITIES.data;
  if (!((depth.get(sink) ?? Infinity) <= capacity)) {
    Campaign.breach(campaign, `${sink} held more than ${capacity}`);
  }
  if (!((unsettled.get(source) ?? Infinity) <= MOST_UNSETTLED)) {
    Campaign.breach(campaign, `${source} had more than ${MOST_UNSETTLED} unsettled`);
  }
}

if (import.meta.main) {
  await Campaign.run("bank:flood", () => Campaign.readNumbers(Deno.args, { seconds: 60 }), flood);
}

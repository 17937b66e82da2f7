// deno-lint-ignore-file no-console
import type { TreeMetrics } from "../../../lib/runtime/mod.ts";
import { HARBOUR_JOURNAL, JOURNAL } from "../../../actors/paper_cells.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { STRIKE_WAYS } from "../wrappers/strike.ts";
import { KillRun } from "./kill_life.ts";
import type { Hook } from "./parts_hook.ts";
import { type Delivered, Journal } from "./parts_journal.ts";
import { type BusyWorker, planStrikes } from "./parts_plan.ts";
import { type PartsRun, type PartsScene, playParts, recoveryTable, resultOf, struckBy } from "./parts_run.ts";

/** What the undisturbed run came to, inline and in cells. */
export interface Reference {
  /** Folder of the run in cells. */
  readonly folder: string;
  readonly sha256: string;
  /** Of the canonical export. */
  readonly lines: readonly string[];
  readonly workers: readonly BusyWorker[];
  /** Addresses of actors, by worker. */
  readonly actorsOf: ReadonlyMap<string, string>;
}

/** Plays the market undisturbed on one thread and in cells: both must come to the same. */
export async function takeReference(it: Campaign, scene: PartsScene, hook: Hook): Promise<Reference> {
  const inline = { program: scene.program, folder: `${scene.folder}/inline`, databaseUrl: "" };
  await Deno.mkdir(inline.folder);
  await Deno.writeTextFile(`${scene.folder}/inline.yaml`, "cells: none\n");
  const args = [...scene.args, "--config", `${scene.folder}/inline.yaml`];
  const { stdout, stderr, code } = await KillRun.finish({ ...inline, args });
  if (code !== 0) throw new Error(`The inline run ended with exit code ${code}: ${stderr.slice(-2_000)}`);
  const sha256 = /^result ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? "";
  console.log(`inline, undisturbed: ${sha256}`);
  const { lines } = resultOf(inline.folder);
  const calm = await playParts(scene, "calm", new Map(), it.signal);
  tellBreaches(it, calm);
  expectResult(it, calm, { sha256, lines });
  const actorsOf = new Map((calm.metrics?.actors ?? []).map(({ worker, address }) => [worker, address]));
  const workers = busyWorkers(calm, actorsOf);
  const stores = audit(it, calm);
  console.log(
    `cells, undisturbed: ${sha256}, ${workers.length} workers, ${stores.main.handled} messages handled, ` +
      `${hook.delivered.size} notifications at the webhook, ${calm.seconds.toFixed(1)} s`,
  );
  hook.delivered.clear();
  return { folder: calm.folder, sha256, lines, workers, actorsOf };
}

function busyWorkers({ folder, metrics }: PartsRun, actorsOf: ReadonlyMap<string, string>): BusyWorker[] {
  const busy = Journal.busyIn(Journal.filesOf(folder));
  return (metrics?.workers ?? []).map(({ id }): BusyWorker => {
    const isJournal = id === JOURNAL || id === HARBOUR_JOURNAL;
    const at = isJournal ? "journal" : id.startsWith("port/") ? "port" : "actor";
    return {
      worker: id,
      at,
      ...busy.get(isJournal ? id : actorsOf.get(id) ?? "") ?? { handled: 0, burst: 0 },
    };
  });
}

export interface StruckOptions {
  readonly scene: PartsScene & { readonly limitMs?: number };
  readonly reference: Reference;
  readonly hook: Hook;
  readonly seed: string;
  readonly name: string;
  /** In how many ways each worker is struck. @default {all} */
  readonly ways?: number;
  /** Of the workers; null for all. @default {null} */
  readonly only?: readonly string[] | null;
}

/** Plays the market while every worker is struck in every way, and judges what came of it. */
export async function playStruck(
  it: Campaign,
  { scene, reference, hook, seed, name, ways, only = null }: StruckOptions,
): Promise<void> {
  const workers = reference.workers.filter(({ worker }) => only === null || only.includes(worker));
  const at = new Map(workers.map((worker) => [worker.worker, worker.at]));
  const plan = planStrikes(workers, seed, ways);
  const deeds = new Map([...plan].map(([worker, lives]) => [worker, struckBy(lives, at.get(worker)!)]));
  const run = await playParts(scene, name, deeds, it.signal);
  tellBreaches(it, run);
  expectResult(it, run, reference);
  const { main, harbour } = audit(it, run);
  const files = Journal.filesOf(run.folder), before = Journal.filesOf(reference.folder);
  for (const store of ["main", "harbour"] as const) {
    for (const [table, rows] of Object.entries(Journal.differences(files[store], before[store]))) {
      Campaign.breach(
        it,
        `${name}: ${rows} rows of ${table} in the ${store} store differ from the undisturbed run`,
      );
    }
  }
  const repeats = [...hook.delivered.values()].reduce((sum, count) => sum + count - 1, 0);
  const portStrikes = plan.get("port/webhook")?.length ?? 0;
  if (repeats > portStrikes) {
    Campaign.breach(
      it,
      `${name}: ${repeats} notifications came again, though the port died ${portStrikes} times`,
    );
  }
  const strikes = [...run.judge.ends.values()].flat();
  const byWay = STRIKE_WAYS.map((way) => `${way} ${strikes.filter((end) => end.way === way).length}`);
  console.log(
    `${name}: ${strikes.length} strikes on ${plan.size} workers (${byWay.join(", ")}), ${
      restartsOf(run.metrics)
    }; ` +
      `${main.handled} messages handled, ${harbour.handled} in the harbour's store; lost ${main.unhandled.length}, ` +
      `doubled ${
        main.faults["handled twice"] ?? 0
      }; webhook ${hook.delivered.size}, of them again ${repeats}; ` +
      `${run.seconds.toFixed(1)} s`,
  );
  for (const line of recoveryTable(run.judge.recoveries)) console.log(line);
  hook.delivered.clear();
}

function restartsOf(metrics: TreeMetrics | null): string {
  const restarts = Object.values(metrics?.restarts ?? {}).reduce((sum, count) => sum + count, 0);
  return `${restarts} restarts, ${metrics?.staleWrites ?? 0} stale writes refused`;
}

/** So many of one run tell enough. */
const TOLD = 20;

export function tellBreaches(it: Campaign, { name, judge: { breaches } }: PartsRun): void {
  for (const what of breaches.slice(0, TOLD)) Campaign.breach(it, `${name}: ${what}`);
  if (breaches.length > TOLD) Campaign.breach(it, `${name}: and ${breaches.length - TOLD} more`);
}

/** To the byte. */
export function expectResult(
  it: Campaign,
  { name, folder }: Pick<PartsRun, "name" | "folder">,
  expected: Pick<Reference, "sha256" | "lines">,
): void {
  const { sha256, lines } = resultOf(folder);
  const differing = lines.filter((line, i) => line !== expected.lines[i]).length +
    Math.max(0, expected.lines.length - lines.length);
  if (sha256 === expected.sha256 && differing === 0) return;
  Campaign.breach(it, `${name}: the result is ${sha256}, ${differing} lines differ from the inline run`);
}

/** Both stores: every message once, in order, none lost. */
function audit(
  it: Campaign,
  { name, folder }: PartsRun,
): { readonly main: Delivered; readonly harbour: Delivered } {
  const files = Journal.filesOf(folder);
  const main = Journal.deliveredIn(files.main), harbour = Journal.deliveredIn(files.harbour);
  for (const [store, { faults }] of [["main", main], ["harbour", harbour]] as const) {
    for (const [what, rows] of Object.entries(faults)) {
      Campaign.breach(it, `${name}: ${what} in the ${store} store: ${rows}`);
    }
  }
  if (main.unhandled.length > 0 || main.waiting.length > 0) {
    Campaign.breach(
      it,
      `${name}: ${main.unhandled.length} messages were lost (${main.unhandled.slice(0, 3).join(", ")}), ` +
        `${main.waiting.length} of them in the outbox`,
    );
  }
  // what the exchange did is the same in its own file and in ours; ours is longer by nothing
  const venue = {
    journal: "actor LIKE 'venue/%'",
    messages: "sender LIKE 'venue/%'",
    events: "actor LIKE 'venue/%'",
  };
  for (const [table, rows] of Object.entries(Journal.differences(files.main, files.harbour, venue))) {
    Campaign.breach(it, `${name}: ${rows} rows of ${table} differ between the harbour's store and ours`);
  }
  return { main, harbour };
}

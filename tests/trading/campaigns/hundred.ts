// deno-lint-ignore-file no-console
/**
 * The campaign "hundred": 100 symbols on generated candles, after a warm-up of 4,800 bars each. Prints the memory of root and
 * cells (proportional set size) at bar 500, the time from the start of the process until every worker is ready, and rounds a
 * second, for default cells and `cells: single`. `--symbols`, `--at-bar`, and the aims: `--pss-mib 1536 --ready-ms 10000`; an
 * aim that is missed is a breach. `--single 0` leaves the second out. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Notice } from "../../../lib/runtime/mod.ts";
import { launchProgram, type RunningRoot } from "../../bank/campaigns/launch.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { Memory } from "./hundred_memory.ts";

const DEFAULTS = { symbols: 100, "at-bar": 500, "pss-mib": 1_536, "ready-ms": 10_000, single: 1 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

const HOUR_MS = 3_600_000;
/** Where the simulated market begins. */
const FROM_MS = Date.UTC(2024, 0, 1);
/** Rounds are counted from here on. */
const WARM_BAR = 50;
const LOOK_MS = 20;

/** What a run was seen to do; wall time in ms. */
interface Seen {
  readonly launchedMs: number;
  /** By cell. */
  readonly pids: Map<string, number>;
  /** Of the first life of each worker. */
  readonly readyMs: Map<string, number>;
  restarts: number;
}

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  await play(it, options, { name: "default", folder: `${folder}/default`, config: "" });
  if (options.single === 0) return;
  await play(it, options, { name: "single", folder: `${folder}/single`, config: "cells: single\n" });
}

interface Stage {
  readonly name: string;
  readonly folder: string;
  readonly config: string;
}

async function play(it: Campaign, options: Options, stage: Stage): Promise<void> {
  const { root, seen } = await launch(options, stage);
  const stop = () => root.signal("SIGKILL");
  it.signal.addEventListener("abort", stop);
  let isOver = false;
  const ended = root.ended.finally(() => isOver = true);
  try {
    const path = `${stage.folder}/run.sqlite`;
    const warm = await position(path, WARM_BAR, () => isOver);
    const ready = Math.max(...seen.readyMs.values()) - seen.launchedMs;
    const first = Math.min(...seen.readyMs.values()) - seen.launchedMs;
    console.log(
      `${stage.name}: ${options.symbols} symbols, ${seen.readyMs.size} workers in ${seen.pids.size} cells; ` +
        `first worker ready after ${first} ms, all after ${ready} ms`,
    );
    const order = [...seen.readyMs].map(([worker, atMs]) => `${worker} ${atMs - seen.launchedMs}`);
    console.log(`  ready, ms: ${order.join(", ")}`);
    if (ready > options["ready-ms"]) {
      Campaign.breach(it, `${stage.name}: all were ready after ${ready} ms, not ${options["ready-ms"]}`);
    }
    const at = await position(path, options["at-bar"], () => isOver);
    tellMemory(it, options, { stage, root, seen });
    const seconds = (at.wallMs - warm.wallMs) / 1_000, rounds = at.rounds - warm.rounds;
    console.log(
      `  bars ${WARM_BAR} to ${options["at-bar"]}: ${seconds.toFixed(1)} s, ${rounds} rounds, ` +
        `${(rounds / seconds).toFixed(0)} rounds/s, ${seen.restarts} restarts`,
    );
    const end = await ended;
    if (end.code !== 0) {
      Campaign.breach(it, `${stage.name} ended with ${end.code}: ${end.stderr.slice(-2_000)}`);
    }
  } finally {
    it.signal.removeEventListener("abort", stop);
    if (!isOver) stop();
    await ended.catch(() => {});
  }
}

async function launch(
  { symbols, "at-bar": atBar }: Options,
  { folder, config }: Stage,
): Promise<{ readonly root: RunningRoot; readonly seen: Seen }> {
  await Deno.mkdir(folder);
  const feed = `feed: { simulated: { symbols: ${symbols}, bars: ${atBar + 10} } }\n`;
  await Deno.writeTextFile(`${folder}/market.yaml`, feed + config);
  const args = ["--config", `${folder}/market.yaml`, "--store", `${folder}/run.sqlite`];
  const seen: Seen = { launchedMs: Date.now(), pids: new Map(), readyMs: new Map(), restarts: 0 };
  const root = launchProgram({
    module: "tests/trading/root.ts",
    options: { args, wraps: {} },
    onNotice: (notice) => note(seen, notice),
  });
  return { root, seen };
}

function note(seen: Seen, notice: Notice): void {
  if (notice.kind === "CellReady") seen.pids.set(notice.cell, notice.pid);
  if (notice.kind === "WorkerReady" && !seen.readyMs.has(notice.worker)) {
    seen.readyMs.set(notice.worker, notice.atMs);
  }
  if (notice.kind === "Restarting") seen.restarts++;
}

/** Waits until the market is at the end of a bar. Rejects if the run ends before. */
async function position(path: string, bar: number, isOver: () => boolean) {
  const atMs = FROM_MS + bar * HOUR_MS;
  for (;;) {
    const seen = positionIn(path);
    if (seen !== null && seen.atMs >= atMs) return { wallMs: Date.now(), rounds: seen.rounds };
    if (isOver()) throw new Error(`The run ended before bar ${bar}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Null while there is no store. */
function positionIn(path: string): { readonly atMs: number; readonly rounds: number } | null {
  try {
    using db = new DatabaseSync(path, { readOnly: true });
    const row = db.prepare("SELECT at_ms AS atMs, last_round AS rounds FROM resume_point").get();
    return row === undefined ? null : { atMs: Number(row.atMs), rounds: Number(row.rounds) };
  } catch {
    // it is being made
    return null;
  }
}

function tellMemory(
  it: Campaign,
  options: Options,
  { stage: { name }, root, seen }: { readonly stage: Stage; readonly root: RunningRoot; readonly seen: Seen },
): void {
  const processes: [string, number][] = [["root", root.pid], ...seen.pids];
  const all = processes.map(([cell, pid]) => ({ cell, ...Memory.of(pid) }));
  for (const { cell, pssMib, rssMib, threads } of all) {
    console.log(
      `  ${cell.padEnd(10)} ${pssMib.toFixed(0)} MiB PSS, ${rssMib.toFixed(0)} RSS, ${threads} threads`,
    );
  }
  const sum = all.reduce((total, { pssMib }) => total + pssMib, 0);
  console.log(`  PSS of all at bar ${options["at-bar"]}: ${sum.toFixed(0)} MiB, aim ${options["pss-mib"]}`);
  if (sum > options["pss-mib"]) {
    Campaign.breach(it, `${name}: PSS is ${sum.toFixed(0)} MiB, not under ${options["pss-mib"]}`);
  }
}

if (import.meta.main) {
  await Campaign.run("hundred", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}

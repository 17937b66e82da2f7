// deno-lint-ignore-file no-console
/**
 * `deno run -A bench/peers/main.ts`: installs other people's backtesters in a scratch folder, gives all of them the same
 * candles and the same rules (README.md), holds every trade against the reference loop, and prints speed and memory.
 * Options: --scratch FOLDER, --peers NAME,NAME (default all; "none"), --sets minutes,hours, --bars N (cut every set),
 * --most-seconds S (a peer's longer run is cut to the first bars that fit; default 600). With --sweep, many settings over
 * the hours are compared instead, ours and vectorbt: --trials N (default 10000), --workers N (default 2). It ends with 1 where
 * a trade is left unexplained, or a peer that is installed cannot run.
 *
 * @module
 */
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { type CandleSet, exportHours, exportMinutes } from "./candle_sets.ts";
import { type Contender, CONTENDERS } from "./contender.ts";
import { installPeer } from "./install.ts";
import { type Peer, PEERS } from "./peers.ts";
import { type Limits, type Run, runContender, runPeer } from "./run_entrant.ts";
import {
  differenceLines,
  isExplained,
  type Standing,
  STANDING_HEADS,
  standingCells,
  standingOf,
} from "./standing.ts";
import { comparePeersBySweep } from "./sweep/sweep_peers.ts";
import { tableLines } from "./table.ts";

/** A peer, and the program that runs its script. */
interface Ready {
  readonly peer: Peer;
  readonly program: string;
}

const { values } = parseArgs({
  options: {
    scratch: { type: "string", default: `${tmpdir()}/bulkhead-peers` },
    peers: { type: "string", default: PEERS.map(({ name }) => name).join(",") },
    sets: { type: "string", default: "minutes,hours" },
    bars: { type: "string", default: "Infinity" },
    "most-seconds": { type: "string", default: "600" },
    sweep: { type: "boolean", default: false },
    trials: { type: "string", default: "10000" },
    workers: { type: "string", default: "2" },
  },
});
const limits: Limits = { scratch: values.scratch, mostS: Number(values["most-seconds"]) };
await Deno.mkdir(`${values.scratch}/data`, { recursive: true });

let failures = 0;
const ready = await install(values.sweep ? ["vectorbt"] : values.peers.split(","));
const sets = await exportSets(values.sweep ? ["hours"] : values.sets.split(","), Number(values.bars));
for (const set of sets) await (values.sweep ? sweep(set) : compare(set, ready));
console.log(`\n${failures === 0 ? "every trade is explained" : `${failures} failed`}`);
Deno.exit(failures === 0 ? 0 : 1);

async function install(names: readonly string[]): Promise<Ready[]> {
  const unknown = names.filter((name) => name !== "none" && !PEERS.some((peer) => peer.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `Cannot compare with ${unknown.join(", ")}: the peers are ${PEERS.map(({ name }) => name).join(", ")}`,
    );
  }
  console.log("Installed");
  const done: Ready[] = [];
  for (const peer of PEERS.filter(({ name }) => names.includes(name))) {
    const installed = await installPeer(peer, values.scratch);
    const how = installed.ok
      ? installed.wasThere ? "was there" : `in ${installed.seconds.toFixed(0)} s`
      : `not: ${installed.reason}`;
    const runnable = peer.script === null && installed.ok ? "; no program for it here yet" : "";
    console.log(`  ${peer.name} ${peer.version}: ${how}${runnable}`);
    if (installed.ok && peer.script !== null) done.push({ peer, program: installed.program });
  }
  return done;
}

async function exportSets(names: readonly string[], most: number): Promise<CandleSet[]> {
  const sets: CandleSet[] = [];
  if (names.includes("minutes")) sets.push(await exportMinutes(`${values.scratch}/data`, most));
  if (!names.includes("hours")) return sets;
  const hours = await exportHours(`${values.scratch}/data`, most);
  if ("candles" in hours) sets.push(hours);
  else console.log(`No ${hours.name}: ${hours.reason}`);
  return sets;
}

/** Runs the sweep over one set. */
async function sweep(set: CandleSet): Promise<void> {
  const python = ready[0]?.program ?? null, { scratch, mostS } = limits;
  const request = { trials: Number(values.trials), workers: Number(values.workers), python };
  failures += await comparePeersBySweep({ set, scratch, mostS, ...request });
}

/** Runs everybody over one set, one at a time, and prints the table. */
async function compare(set: CandleSet, peers: readonly Ready[]): Promise<void> {
  console.log(`\n${set.name}: ${set.candles.length} bars`);
  const standings: Standing[] = [];
  for (const contender of CONTENDERS) take(contender, await runContender(contender, set, limits));
  for (const { peer, program } of peers) take(peer, await runPeer(peer, program, set, limits));
  const lines = tableLines(STANDING_HEADS, standings.map((one) => standingCells(one, standings[0])));
  console.log(["", ...lines, ""].join("\n"));
  for (const { entrant } of standings) console.log(`${entrant.name} fills: ${entrant.convention}`);
  console.log("");
  for (const standing of standings) {
    for (const line of differenceLines(standing, set)) console.log(line);
    if (!isExplained(standing)) failures += 1;
  }

  function take(entrant: Contender | Peer, run: Run): void {
    if (run.ok) {
      standings.push(standingOf(entrant, run.outcome, run.wallS, set));
      const bestS = Math.min(...run.outcome.seconds).toFixed(4), note = run.note && ` (${run.note})`;
      console.log(`  ${entrant.name}: ${run.outcome.bars} bars in ${bestS} s${note}`);
      return;
    }
    console.log(`  ${run.reason}`);
    failures += 1;
  }
}

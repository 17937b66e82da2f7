// deno-lint-ignore-file no-console
/**
 * The campaign "kill": `kill.ts [--kills 100] [--ordered 20] [--bars 700] [--symbols 4] [--seed 1]`. A run on paper in cells
 * is killed by kill -9 of its root again and again, uniform over the length of its journal, and at least `--ordered` times
 * while an order is between its commit and the commit of its answer. What it comes to must be what the same market comes to
 * undisturbed on one thread, to the last byte; without de-duplication (a patch on a copy) it must not. With DATABASE_URL it
 * plays on PostgreSQL too. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Rng } from "../../../lib/core/mod.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { copyProgram, type Patch } from "../../program_copy.ts";
import { type KillAim, KillRun } from "./kill_life.ts";

const DEFAULTS = { kills: 100, ordered: 20, bars: 700, symbols: 8, seed: 1, sabotage: 25 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

const PARTS = [
  "deno.json",
  "deno.lock",
  "main.ts",
  "cli",
  "actors",
  "config",
  "lib",
  "migrations",
  "schemas",
];
/** The exchange handles what it is asked again for a second time. */
const DOUBLED: readonly Patch[] = [{
  file: "lib/runtime/worker/stepped_role.ts",
  find: "    if (SteppedActors.isDuplicate(host.actors, delivery)) {\n      const known",
  replace: "    if (round < 0) {\n      const known",
}];

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const args = await market(folder, options);
  const programs = { whole: `${folder}/whole`, doubled: `${folder}/doubled` };
  for (const path of Object.values(programs)) await Deno.mkdir(path);
  await copyProgram(programs.whole, PARTS, []);
  await copyProgram(programs.doubled, PARTS, DOUBLED);
  const inline = await runIn(folder, "inline", programs.whole, "", [
    ...args,
    "--config",
    `${folder}/inline.yaml`,
  ]);
  const reference = await play(it, inline, "inline, undisturbed");
  const tree = await runIn(folder, "tree", programs.whole, "", args);
  expectSame(it, "cells, undisturbed", await play(it, tree, "cells, undisturbed"), reference);
  const plan = { rounds: lastRoundOf(tree), orderRounds: KillRun.orderRounds(tree) };
  console.log(`${plan.rounds} rounds, ${plan.orderRounds.length} of them with orders`);
  const killed = await runIn(folder, "killed", programs.whole, "", args);
  expectSame(it, "SQLite", await playKilled(it, killed, options, plan), reference);
  const url = Deno.env.get("DATABASE_URL") ?? "";
  if (url !== "") {
    const run = await runIn(folder, "postgres", programs.whole, url, args);
    expectSame(it, "PostgreSQL", await playKilled(it, run, options, plan), reference);
  } else console.log("PostgreSQL: left out, as DATABASE_URL is not set");
  if (options.sabotage === 0) return;
  const doubled = await runIn(folder, "sabotage", programs.doubled, "", args);
  const half = { ...options, kills: options.sabotage, ordered: options.sabotage };
  const result = await playKilled({ ...it, breaches: [] }, doubled, half, plan);
  if (result === reference) {
    Campaign.breach(it, "without de-duplication it comes to the same: the kills show nothing");
  } else console.log(`without de-duplication: ${result === "" ? "the run breaks" : result}`);
}

async function market(folder: string, { bars, symbols, seed }: Options): Promise<string[]> {
  const feed = `feed: { simulated: { bars: ${bars}, symbols: ${symbols}, seed: ${seed} } }\n`;
  await Deno.writeTextFile(`${folder}/market.yaml`, feed);
  await Deno.writeTextFile(`${folder}/inline.yaml`, "cells: none\n");
  return ["--config", `${folder}/market.yaml`];
}

async function runIn(
  base: string,
  name: string,
  program: string,
  databaseUrl: string,
  args: string[],
): Promise<KillRun> {
  const folder = `${base}/runs/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  return { program, folder, databaseUrl, args };
}

/** The result's hash; "" if there is none. */
async function play(it: Campaign, run: KillRun, name: string): Promise<string> {
  const startMs = performance.now();
  const { code, stdout, stderr } = await KillRun.finish(run);
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  const result = /^result ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? "";
  console.log(`${name}: exit code ${code}, ${seconds} s, ${result}`);
  if (result === "") Campaign.breach(it, `${name} printed no result: ${stderr.slice(-2_000)}`);
  return result;
}

function expectSame(it: Campaign, name: string, result: string, reference: string): void {
  if (result !== reference) {
    Campaign.breach(it, `${name} came to ${result}, undisturbed on one thread to ${reference}`);
  }
}

function lastRoundOf(run: KillRun): number {
  const store = KillRun.open(run);
  const { lastRound } = store.resumePoint();
  store.close();
  return lastRound;
}

/** Where a run is to be killed: at rounds of its journal, and while orders are under way. */
interface Plan {
  /** Of the journal of an undisturbed run. */
  readonly rounds: number;
  readonly orderRounds: readonly number[];
}

/** Half of the kills are uniform over the journal, the others at orders drawn from it; in the order of the journal. */
function aims({ kills, ordered, seed }: Options, { rounds, orderRounds }: Plan): KillAim[] {
  const rng = Rng.create(`kill/${seed}`);
  const atOrders = Math.max(Math.floor(kills / 2), Math.min(kills, 2 * ordered));
  const list = Array.from(
    { length: kills },
    (_, i): KillAim =>
      i < atOrders
        ? { kind: "order", round: orderRounds[Rng.below(rng, orderRounds.length)] - 1 }
        : { kind: "round", round: 1 + Rng.below(rng, rounds - 1) },
  );
  return list.sort((a, b) => a.round - b.round);
}

async function playKilled(it: Campaign, run: KillRun, options: Options, plan: Plan): Promise<string> {
  const { kills, ordered } = options;
  const histogram = new Map<string, number>(), tenths = new Array<number>(10).fill(0);
  let done = 0, withOrder = 0;
  for (const aim of aims(options, plan)) {
    if (it.signal.aborted) throw it.signal.reason;
    const life = await KillRun.kill(run, aim);
    if (!life.isKilled) {
      if (life.code !== 0) {
        Campaign.breach(it, `a life ended with ${life.code}: ${life.stderr.slice(-2_000)}`);
      }
      break;
    }
    done++;
    if (life.underWay.length > 0) withOrder++;
    const kinds = life.underWay.length === 0
      ? "no order under way"
      : [...new Set(life.underWay)].sort().join(" + ");
    histogram.set(kinds, (histogram.get(kinds) ?? 0) + 1);
    tenths[Math.min(9, Math.floor(10 * life.lastRound / plan.rounds))]++;
  }
  console.log(
    `${done} kills, ${withOrder} with an order under way; by tenth of the journal: ${tenths.join(" ")}`,
  );
  for (const [kinds, count] of [...histogram].sort(([, a], [, b]) => b - a)) {
    console.log(`  ${count}  ${kinds}`);
  }
  if (done < 0.8 * kills) Campaign.breach(it, `only ${done} of ${kills} kills happened`);
  if (withOrder < ordered) {
    Campaign.breach(it, `only ${withOrder} kills met an order under way, not ${ordered}`);
  }
  return await play(it, run, `${done} kills`);
}

if (import.meta.main) {
  await Campaign.run("kill", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}

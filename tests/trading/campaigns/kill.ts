// deno-lint-ignore-file no-console
/**
 * The campaign "kill": `kill.ts [--kills 100] [--ordered 20] [--bars 700] [--symbols 8] [--seed 1] [--sabotage 25]`. A run on
 * paper in cells is killed by kill -9 of its root again and again, uniform over the length of its journal, and at least
 * `--ordered` times while an order is between its commit and the commit of its answer. What it comes to must be what the
 * same market comes to undisturbed on one thread, to the last byte; without de-duplication (patches on copies, `--sabotage`
 * kills each, 0 leaves them out; `--doubled 0` the longer one) it must not. Where TEST_DATABASE_URL names a server, as tools/with_postgres.sh does, it
 * plays on PostgreSQL too; `--postgres 1` insists on it, `--postgres 2` leaves it out. Exit code 1 on any breach, 2 on wrong
 * options.
 *
 * @module
 */
import { Rng } from "../../../lib/core/mod.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { StorePlace } from "./equal_place.ts";
import { copyProduct } from "../product_copy.ts";
import { DOUBLED, ORDERED_TWICE } from "./kill_doubled.ts";
import { type KillAim, KillRun } from "./kill_life.ts";

const DEFAULTS = {
  kills: 100,
  ordered: 20,
  bars: 700,
  symbols: 8,
  seed: 1,
  sabotage: 25,
  doubled: 1,
  postgres: 0,
};
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const args = await market(folder, options);
  const program = `${folder}/whole`;
  await Deno.mkdir(program);
  await copyProduct(program, []);
  const inline = await runIn(folder, "inline", program, "", [...args, "--config", `${folder}/inline.yaml`]);
  const judge = judgeOf(it);
  const reference = await play(judge, inline, "inline, undisturbed");
  if (reference === "") return;
  const tree = await runIn(folder, "tree", program, "", args);
  expectSame(it, "cells, undisturbed", await play(judge, tree, "cells, undisturbed"), reference);
  const plan = { rounds: lastRoundOf(tree), orderRounds: KillRun.orderRounds(tree) };
  console.log(`${plan.rounds} rounds, ${plan.orderRounds.length} of them with orders`);
  const killed = await runIn(folder, "killed", program, "", args);
  expectSame(it, "SQLite", (await playKilled(judge, killed, options, plan)).result, reference);
  await onPostgres(it, options, async (url) => {
    const run = await runIn(folder, "postgres", program, url, args);
    expectSame(it, "PostgreSQL", (await playKilled(judge, run, options, plan)).result, reference);
  });
  if (options.sabotage > 0) await sabotage(it, { folder, args, options, plan, reference });
}

async function onPostgres(
  it: Campaign,
  { postgres }: Options,
  act: (url: string) => Promise<void>,
): Promise<void> {
  const server = postgres === 2 ? "" : Deno.env.get("TEST_DATABASE_URL") ?? "";
  if (server === "") {
    const why = "PostgreSQL: left out, as TEST_DATABASE_URL is not set or --postgres is 2";
    return postgres === 1 ? Campaign.breach(it, why) : console.log(why);
  }
  const place = StorePlace.onServer(server, "kill");
  StorePlace.drop(place);
  await act(place.address);
  console.log(`${StorePlace.version(place)}\nrows: ${JSON.stringify(StorePlace.rowCounts(place))}`);
  StorePlace.drop(place);
}

interface Sabotage {
  readonly folder: string;
  readonly args: string[];
  readonly options: Options;
  readonly plan: Plan;
  readonly reference: string;
}

/** Draws of kills until one meets an answered order: with few kills, none may. */
const TRIES = 4;

/** Kills at orders only; without de-duplication they must show. */
async function sabotage(it: Campaign, { folder, args, options, plan, reference }: Sabotage): Promise<void> {
  const kills = options.sabotage;
  const all = options.doubled === 0 ? { ORDERED_TWICE } : { DOUBLED, ORDERED_TWICE };
  const tell = (what: string) => console.log(`  as it should be: ${what.slice(0, 300)}`);
  for (const [name, patches] of Object.entries(all)) {
    const program = `${folder}/${name}`;
    await Deno.mkdir(program);
    await copyProduct(program, patches);
    console.log(`sabotage ${name}`);
    let result = "", answered = 0;
    for (let i = 1; i <= TRIES && answered === 0; i++) {
      const run = await runIn(folder, `${name} ${i}`, program, "", args);
      const drawn = { ...options, kills, ordered: kills, seed: options.seed + i };
      ({ result, answered } = await playKilled({ signal: it.signal, breach: tell }, run, drawn, plan));
    }
    const what = result === "" ? "the run breaks" : result;
    console.log(
      `without de-duplication (${name}): ${what}; ${answered} orders were answered and asked again`,
    );
    if (answered === 0) Campaign.breach(it, `${name}: no kill met an answered order: they show nothing`);
    else if (result === reference) {
      Campaign.breach(it, `without de-duplication (${name}) it comes to the same: the kills show nothing`);
    }
  }
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

/** Who is told what is wrong. */
interface Judge {
  readonly signal: AbortSignal;
  readonly breach: (what: string) => void;
}

function judgeOf(it: Campaign): Judge {
  return { signal: it.signal, breach: (what) => Campaign.breach(it, what) };
}

/** The result's hash; "" if there is none. */
async function play({ breach }: Judge, run: KillRun, name: string): Promise<string> {
  const startMs = performance.now();
  const { code, stdout, stderr } = await KillRun.finish(run);
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  const result = /^result ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? "";
  console.log(`${name}: exit code ${code}, ${seconds} s, ${result}`);
  if (result === "") breach(`${name} printed no result: ${stderr.slice(-2_000)}`);
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

async function playKilled(
  judge: Judge,
  run: KillRun,
  options: Options,
  plan: Plan,
): Promise<{ readonly result: string; readonly answered: number }> {
  const { kills, ordered } = options;
  const histogram = new Map<string, number>(), tenths = new Array<number>(10).fill(0);
  let done = 0, withOrder = 0, answered = 0;
  for (const aim of aims(options, plan)) {
    judge.signal.throwIfAborted();
    const life = await KillRun.kill(run, aim);
    if (!life.isKilled) {
      if (life.code === 0) break;
      judge.breach(`after ${done} kills a life ended with ${life.code}: ${life.stderr.slice(-2_000)}`);
      return { result: "", answered };
    }
    done++;
    answered += life.answered;
    if (life.underWay.length > 0) withOrder++;
    const kinds = life.underWay.length === 0
      ? "no order under way"
      : [...new Set(life.underWay)].sort().join(" + ");
    histogram.set(kinds, (histogram.get(kinds) ?? 0) + 1);
    tenths[Math.min(9, Math.floor(10 * life.lastRound / plan.rounds))]++;
  }
  console.log(
    `${done} kills, ${withOrder} with an order under way (${answered} orders answered at the venue alone); ` +
      `by tenth of the journal: ${tenths.join(" ")}`,
  );
  for (const [kinds, count] of [...histogram].sort(([, a], [, b]) => b - a)) {
    console.log(`  ${count}  ${kinds}`);
  }
  if (done < 0.8 * kills) judge.breach(`only ${done} of ${kills} kills happened`);
  if (withOrder < ordered) {
    judge.breach(`only ${withOrder} kills met an order under way, not ${ordered}`);
  }
  return { result: await play(judge, run, `${done} kills`), answered };
}

if (import.meta.main) {
  await Campaign.run("kill", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}

// deno-lint-ignore-file no-console
/**
 * The campaign "two_processes": a second process on the account of one that lives is refused and never trades; after the
 * death of the first it may take over, and comes to the same. `--bars` and `--symbols` of the simulated market; `--postgres 1`
 * insists on a server in TEST_DATABASE_URL, `--postgres 2` leaves it out; `--sabotage 0` leaves out the runs without lease (a
 * patch on a copy), which must go wrong. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { StorePlace } from "./equal_place.ts";
import { copyProduct } from "../product_copy.ts";
import { Life, type LifeEnd, type RunningLife } from "./two_processes_life.ts";
import { UNLEASED } from "./two_processes_unleased.ts";

const DEFAULTS = { bars: 250, symbols: 8, seed: 1, postgres: 0, sabotage: 1 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

/** What a process that is refused may take, and how long one that is not may go on. */
const REFUSAL_MS = 60_000;
/** Longer than any lease. */
const TAKE_OVER_MS = 150_000;
const RUN_MS = 600_000;
/** Long enough to see that nobody refuses it. */
const UNLEASED_MS = 20_000;

/** Where two processes meet, and what they should come to. */
interface Meeting {
  readonly name: string;
  readonly first: Life;
  readonly second: Life;
  /** What the refusal must say. */
  readonly says: RegExp;
  /** "other": the second has another run folder, so it must wait for the end of the lease. */
  readonly holder: "same" | "other";
}

interface Stage {
  readonly it: Campaign;
  readonly folder: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly reference: string;
  readonly orders: number;
}

const BY_LOCK = /Cannot play .* as process \d+ plays it: stop it first/;
const BY_LEASE =
  /Cannot write store .* as one process at a time may: .* holds it since .*, until .* unless it renews it/;

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const { bars, symbols, seed } = options;
  const feed = `feed: { simulated: { bars: ${bars}, symbols: ${symbols}, seed: ${seed} } }\n`;
  await Deno.writeTextFile(`${folder}/market.yaml`, feed);
  await Deno.writeTextFile(`${folder}/inline.yaml`, "cells: none\n");
  const args = ["--config", `${folder}/market.yaml`];
  const program = await programOf(folder, "whole", []);
  const alone: Life = { program, folder: await sub(folder, "alone"), databaseUrl: "", args };
  const { stdout, stderr, seconds } = await Life.run(alone, RUN_MS);
  const reference = resultIn(stdout), orders = Life.ordersAt(Life.harbourOf(alone));
  console.log(`alone: ${reference}, ${orders} orders, ${seconds.toFixed(1)} s`);
  if (reference === "" || orders === 0) {
    return Campaign.breach(it, `the market gives no result with orders: ${stderr.slice(-2_000)}`);
  }
  const stage: Stage = { it, folder, program, args, reference, orders };
  await others(stage);
  await meet(stage, await sameFolder(stage));
  await meet(stage, await otherFolder(stage, "other folder, SQLite", ""));
  await onServer(options, stage);
  if (options.sabotage > 0) await sabotage(stage);
}

async function onServer({ postgres }: Options, stage: Stage): Promise<void> {
  const server = postgres === 2 ? "" : Deno.env.get("TEST_DATABASE_URL") ?? "";
  if (server === "") {
    const why = "PostgreSQL: left out, as TEST_DATABASE_URL is not set or --postgres is 2";
    return postgres === 1 ? Campaign.breach(stage.it, why) : console.log(why);
  }
  const place = StorePlace.onServer(server, "two_processes");
  StorePlace.drop(place);
  console.log(StorePlace.version(place));
  await meet(stage, await otherFolder(stage, "other folder, PostgreSQL", place.address));
  StorePlace.drop(place);
}

async function sameFolder({ folder, program, args }: Stage): Promise<Meeting> {
  const first: Life = { program, folder: await sub(folder, "same"), databaseUrl: "", args };
  return { name: "same folder, SQLite", first, second: first, says: BY_LOCK, holder: "same" };
}

/** Another run folder on the same store: on SQLite by another name of the file. */
async function otherFolder(
  { folder, program, args }: Stage,
  name: string,
  databaseUrl: string,
): Promise<Meeting> {
  const folders = [await sub(folder, `${name} 1`), await sub(folder, `${name} 2`)];
  if (databaseUrl === "") await Deno.symlink(`${folders[0]}/run.sqlite`, `${folders[1]}/run.sqlite`);
  const [first, second] = folders.map((own): Life => ({ program, folder: own, databaseUrl, args }));
  return { name, first, second, says: BY_LEASE, holder: "other" };
}

/** The first trades, a second is refused; the first is killed, the second takes over. */
async function meet(stage: Stage, meeting: Meeting): Promise<void> {
  const { it } = stage;
  const { name, first, second } = meeting;
  console.log(name);
  const running = Life.start(first);
  try {
    await Life.firstOrder(first, running);
    await tryTwice(stage, meeting, running);
    await running.kill();
    await takeOver(stage, meeting);
  } catch (error) {
    Campaign.breach(it, `${name}: ${error}`);
  } finally {
    await running.kill();
  }
  it.signal.throwIfAborted();
  const stray = second.folder === first.folder ? 0 : Life.ordersAt(Life.harbourOf(first));
  if (stray > stage.orders) Campaign.breach(it, `${name}: the first's exchange has ${stray} orders`);
}

/** While the first lives. */
async function tryTwice(stage: Stage, { name, first, second, says }: Meeting, running: RunningLife) {
  const { it } = stage;
  const before = Life.epochs(first);
  const refused = await Life.run(second, REFUSAL_MS);
  tell("second", refused);
  if (running.isOver()) Campaign.breach(it, `${name}: the first ended: ${(await running.ended).stderr}`);
  if (refused.code !== 2 || refused.isKilled) {
    Campaign.breach(it, `${name}: the second was not refused: exit code ${refused.code}`);
  }
  if (!says.test(refused.stderr)) Campaign.breach(it, `${name}: the second said ${refused.stderr}`);
  const after = Life.epochs(first);
  if (after !== before) Campaign.breach(it, `${name}: lives of writers were ${before}, then ${after}`);
  if (second.folder === first.folder) return;
  const orders = Life.ordersAt(Life.harbourOf(second));
  console.log(
    `  orders at the second's exchange: ${orders}; lives of writers as before: ${after === before}`,
  );
  if (orders > 0) Campaign.breach(it, `${name}: the second's exchange has ${orders} orders`);
}

/** After the death of the first; the exchange is the world, so its file goes over to who trades on it. */
async function takeOver({ it, reference, orders }: Stage, { name, first, second, holder }: Meeting) {
  const startMs = performance.now();
  if (holder === "other") await moveHarbour(first, second);
  let refusals = 0, end: LifeEnd;
  for (;;) {
    end = await Life.run(second, RUN_MS);
    if (end.code !== 2 || performance.now() - startMs > TAKE_OVER_MS) break;
    refusals++;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const result = resultIn(end.stdout);
  const waited = ((performance.now() - startMs) / 1_000 - end.seconds).toFixed(1);
  console.log(
    `  after kill -9 of the first: refused ${refusals} times in ${waited} s, then exit code ${end.code}, ${result}`,
  );
  if (holder === "same" && refusals > 0) {
    Campaign.breach(it, `${name}: the same holder had to wait ${waited} s`);
  }
  if (holder === "other" && refusals === 0) {
    Campaign.breach(it, `${name}: another holder did not wait for the end of the lease`);
  }
  if (result !== reference) {
    Campaign.breach(it, `${name}: it came to ${result}, alone to ${reference}: ${end.stderr.slice(-2_000)}`);
  }
  const asked = Life.ordersAt(Life.harbourOf(second));
  console.log(
    `  orders at the exchange: ${asked}, alone ${orders}; lives of writers: ${Life.epochs(second)}`,
  );
  if (asked !== orders) {
    Campaign.breach(it, `${name}: the exchange was asked for ${asked} orders, alone for ${orders}`);
  }
}

async function moveHarbour(first: Life, second: Life): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) {
    const to = Life.harbourOf(second) + end;
    await Deno.remove(to).catch(() => {});
    await Deno.copyFile(Life.harbourOf(first) + end, to).catch(() => {});
  }
}

/** A second that would begin anew, and one without cells, on the folder of one that lives: refused, the first none the worse. */
async function others({ it, folder, program, args, reference, orders }: Stage): Promise<void> {
  const first: Life = { program, folder: await sub(folder, "others"), databaseUrl: "", args };
  const running = Life.start(first);
  try {
    await Life.firstOrder(first, running);
    for (const more of [["--fresh"], ["--config", `${folder}/inline.yaml`]]) {
      const name = `second with ${more[0]} ${more[1]?.replace(/.*\//, "") ?? ""}`;
      const refused = await Life.run({ ...first, args: [...args, ...more] }, REFUSAL_MS);
      tell(name, refused);
      if (refused.code !== 2 || refused.isKilled) {
        Campaign.breach(it, `${name} was not refused: exit code ${refused.code}`);
      }
    }
    const { stdout, stderr, code } = await running.ended;
    const result = resultIn(stdout), asked = Life.ordersAt(Life.harbourOf(first));
    console.log(`  first: exit code ${code}, ${result}, ${asked} orders`);
    if (result !== reference || asked !== orders) {
      Campaign.breach(it, `the first came to ${result} after others were refused: ${stderr.slice(-2_000)}`);
    }
  } catch (error) {
    Campaign.breach(it, String(error));
  } finally {
    await running.kill();
  }
}

/** Without lease the second must not be refused: or the meetings show nothing. */
async function sabotage(stage: Stage): Promise<void> {
  const { it, folder } = stage;
  const program = await programOf(folder, "unleased", UNLEASED);
  const { first, second } = await otherFolder({ ...stage, program }, "without lease", "");
  const running = Life.start(first);
  try {
    await Life.firstOrder(first, running);
    const end = await Life.run(second, UNLEASED_MS);
    tell("without lease: second", end);
    console.log(
      `  first is over: ${running.isOver()}; orders at the second's exchange: ${
        Life.ordersAt(Life.harbourOf(second))
      }; lives of writers: ${Life.epochs(second)}`,
    );
    if (end.code === 2) Campaign.breach(it, "without lease the second is refused too: by what?");
  } finally {
    await running.kill();
  }
}

function tell(who: string, { code, isKilled, stderr, seconds }: LifeEnd): void {
  const how = isKilled ? "went on until it was killed" : `exit code ${code}`;
  const said = stderr.trim().split("\n").at(0)?.slice(0, 300) ?? "";
  console.log(`  ${who}: ${how}, ${seconds.toFixed(1)} s: ${said}`);
}

function resultIn(text: string): string {
  return /^result ([0-9a-f]{64})$/m.exec(text)?.[1] ?? "";
}

async function programOf(folder: string, name: string, patches: typeof UNLEASED): Promise<string> {
  const program = await sub(folder, `program ${name}`);
  await copyProduct(program, patches);
  return program;
}

async function sub(folder: string, name: string): Promise<string> {
  const path = `${folder}/${name.replaceAll(/[^a-z0-9]+/gi, "_")}`;
  await Deno.mkdir(path);
  return path;
}

if (import.meta.main) {
  await Campaign.run("two_processes", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}

// deno-lint-ignore-file no-console
/**
 * The campaign "equal": a paper run comes to the same result wherever its actors live, whatever the threads do, and whichever
 * database keeps it; and to the same journal, message by message. Markets: the demo (`--demo` bars), the BTC replay (`--btc`
 * bars from 2020-01-01) and, with 0-20 ms of delay before every message, the BTC replay from 2020-08-01 (`--delayed` bars,
 * as often as `--seeds`); 0 leaves a market out, and `--way` n plays one of the ways alone beside inline (1 cells, 2 one cell,
 * 3 CPU 0, 4 PostgreSQL). Without the sorting of deliveries (a patch on a copy) delayed runs must
 * differ (`--unsorted` of them, over `--unsorted-bars`). PostgreSQL is played where TEST_DATABASE_URL names a server, as
 * tools/with_postgres.sh does; `--postgres 1` insists on it, `--postgres 2` leaves it out. Exit code 1 on any breach, 2 on
 * wrong options.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Campaign } from "../../bank/flood/campaign.ts";
import { UNSORTED } from "../../bank/campaigns/equal_unsorted.ts";
import { copyProduct } from "../product_copy.ts";
import { Leg, type LegSpec } from "./equal_leg.ts";
import {
  btc,
  BTC_BARS,
  btcFromAugust,
  DELAYED_BARS,
  demo,
  DEMO_BARS,
  hasHistory,
  type MarketSpec,
} from "./equal_markets.ts";

const DEFAULTS = {
  demo: DEMO_BARS,
  btc: BTC_BARS,
  delayed: DELAYED_BARS,
  seeds: 2,
  seed: 1,
  unsorted: 3,
  "unsorted-bars": 100,
  postgres: 0,
  way: 0,
};
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

const PROGRAM = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
const MAX_DELAY_MS = 20;
/** A thread for each symbol, or few of them would have delays of their own. */
const THREADS = "actors: { symbols_per_worker: 1 }\n";

interface Stage {
  readonly it: Campaign;
  readonly folder: string;
  readonly serverUrl: string;
  legs: number;
}

type Way = Pick<LegSpec, "name" | "config"> & Partial<LegSpec>;

const INLINE: Way = { name: "inline", config: "cells: none\n" };
const WAYS: readonly Way[] = [
  { name: "cells", config: "" },
  { name: "cells: single", config: "cells: single\n" },
  { name: "cells on CPU 0 only", config: "", before: ["taskset", "-c", "0"] },
];

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const serverUrl = options.postgres === 2 ? "" : Deno.env.get("TEST_DATABASE_URL") ?? "";
  const stage: Stage = { it, folder, serverUrl, legs: 0 };
  if (serverUrl === "") {
    const why = "PostgreSQL: left out, as TEST_DATABASE_URL is not set or --postgres is 2";
    if (options.postgres === 1) Campaign.breach(it, why);
    else console.log(why);
  }
  if (options.demo > 0) await compare(stage, demo(options.demo), options);
  if (!hasHistory()) console.log("BTC: left out, as ../shared/data is not here");
  else {
    if (options.btc > 0) await compare(stage, btc(options.btc), options);
    if (options.delayed > 0) await delay(stage, btcFromAugust(options.delayed), options);
  }
  if (options.unsorted > 0) await sabotage(stage, options);
  console.log(`${stage.legs} legs`);
}

/** The same market in every way, or in the one that is asked for. */
async function compare(stage: Stage, market: MarketSpec, { way: only }: Options): Promise<void> {
  const { serverUrl } = stage;
  const onServer: Way[] = serverUrl === "" ? [] : [{ name: "cells on PostgreSQL", config: "", serverUrl }];
  const inline = await play(stage, market, INLINE, null);
  for (const [i, way] of [...WAYS, ...onServer].entries()) {
    if (only === 0 || only === i + 1) await play(stage, market, way, inline);
  }
}

async function delay(stage: Stage, market: MarketSpec, { seeds, seed }: Options): Promise<void> {
  const inline = await play(stage, market, INLINE, null);
  for (let i = 0; i < seeds; i++) await play(stage, market, delayedWay(`${seed + i}`), inline);
}

/** The same delays on the program as it is and on one without sorting: the one must not care, the other must. */
async function sabotage(stage: Stage, options: Options): Promise<void> {
  const program = `${stage.folder}/unsorted`;
  await Deno.mkdir(program);
  await copyProduct(program, UNSORTED);
  const market = demo(options["unsorted-bars"], 8);
  const inline = await play(stage, market, INLINE, null);
  let results = 0, journals = 0;
  for (let i = 0; i < options.unsorted; i++) {
    const way = delayedWay(`${options.seed}/${i}`);
    await play(stage, market, way, inline);
    const unsorted = await play(stage, market, { ...way, name: `unsorted, ${way.name}`, program }, null);
    if (unsorted.wrong !== "") continue;
    if (unsorted.result !== inline.result) results++;
    if (unsorted.journal !== inline.journal) journals++;
  }
  console.log(
    `without sorting: ${journals} of ${options.unsorted} journals differ, ${results} results`,
  );
  if (journals === 0) Campaign.breach(stage.it, "without sorting it comes to the same: delays show nothing");
}

function delayedWay(seed: string): Way {
  const wraps = [{ kind: "delay", args: { seed, maxMs: MAX_DELAY_MS } }];
  return { name: `delays 0-${MAX_DELAY_MS} ms, seed ${seed}`, config: THREADS, wraps };
}

/** Plays and prints a leg; judges it where there is an inline leg to judge it by, and that one by what is known of it. */
async function play(stage: Stage, market: MarketSpec, way: Way, inline: Leg | null): Promise<Leg> {
  const { it } = stage;
  const folder = `${stage.folder}/leg${++stage.legs}`;
  await Deno.mkdir(folder);
  const spec: LegSpec = {
    ...{ program: PROGRAM, serverUrl: "", folder, deadlineMs: deadlineOf(market, way) },
    ...way,
    args: market.args,
    config: market.config + way.config,
  };
  if (way === INLINE) console.log(market.name);
  const leg = await Leg.play(spec, it.signal);
  console.log(`  ${Leg.describe(leg, inline)}`);
  if (way === INLINE || leg.store === "PostgreSQL") {
    const rows = Object.entries(leg.rows).map(([table, n]) => `${table} ${n}`).join(", ");
    console.log(`    ${leg.version}\n    rows: ${rows}\n    journal ${leg.journal}`);
  }
  await Deno.remove(folder, { recursive: true });
  if (inline !== null) { for (const breach of Leg.breaches(leg, inline)) Campaign.breach(it, breach); }
  else if (way === INLINE && (leg.wrong !== "" || !leg.result.startsWith(market.expected))) {
    Campaign.breach(it, leg.wrong || `${market.name}: ${leg.result} is not ${market.expected}`);
  }
  return leg;
}

/** Some five times what it should take: a run that hangs must end too. */
function deadlineOf({ symbolBars }: MarketSpec, { wraps }: Way): number {
  return 120_000 + symbolBars * (wraps === undefined ? 200 : 1_500);
}

if (import.meta.main) {
  await Campaign.run("equal", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}

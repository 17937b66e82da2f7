// deno-lint-ignore-file no-console
import { Campaign } from "../../bank/flood/campaign.ts";
import { nakedTimes, percentiles, readyTimes } from "../free/naked_time.ts";
import { Town, type TownPlace } from "../free/town.ts";
import { auditTown } from "../free/town_audit.ts";

/** Of I1, ms; the default of protection.max_naked_ms. */
const MAX_NAKED_MS = 5_000;
/** Reconciliation sees a difference twice before it acts, ms. */
const SETTLE_MS = 12_000;

/** What is done to a town. Gives a line of counters. */
export type Part = (it: Campaign, town: Town) => Promise<string>;

/** A market, and where it is traded. */
export interface PartPlace {
  /** Its files are there; it is made. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly symbols: number;
  readonly seed: number;
  /** Folder of another copy of the program. */
  readonly program?: string;
}

async function townPlace({ symbols, seed, ...place }: PartPlace): Promise<TownPlace> {
  const { folder } = place;
  await Deno.mkdir(folder, { recursive: true });
  const config = [
    `feed: { bars_per_second: 10, simulated: { bars: 50000, symbols: ${symbols}, seed: ${seed} } }`,
    // entries rest for three seconds, so that there is something to fill
    "system: { execution: { entry_type: limit, entry_ttl_minutes: 0.05 } }",
    "reconcile: { every_ms: 2000 }",
    "notify: { console: { min_level: critical } }",
    // what is looked at here is in the files
    "admin: { enabled: false }",
  ];
  await Deno.writeTextFile(`${folder}/town.yaml`, config.join("\n") + "\n");
  return { ...place, args: ["--config", "town.yaml"] };
}

/** Plays a part in a town of its own, and compares what both sides say in the end; its naked times, ms. */
export async function playPart(it: Campaign, at: PartPlace, name: string, part: Part): Promise<number[]> {
  const startMs = Date.now();
  const place = await townPlace(at);
  const town = await Town.start(place);
  try {
    const line = await part(it, town);
    await Town.rest(town, SETTLE_MS);
    const { metrics } = await Town.stop(town);
    console.log(
      `${name}: ${line}; ${
        ((Date.now() - startMs) / 1_000).toFixed(0)
      } s, stale writes refused ${metrics?.staleWrites}`,
    );
    return judge(it, name, town);
  } catch (error) {
    tellTrouble(town);
    throw error;
  } finally {
    if (!town.hasEnded) {
      Town.signal(town, "root", "SIGKILL");
      await town.ended;
    }
  }
}

/** What the tree said of itself last, for whoever must find out why a part could not be played to its end. */
function tellTrouble({ notices }: Town): void {
  const trouble = notices.filter(({ kind }) =>
    ["WorkerFailed", "CellFailed", "Store", "Judged"].includes(kind)
  );
  for (const notice of trouble.slice(-12)) console.log(`  ${JSON.stringify(notice).slice(0, 600)}`);
}

/** What the exchange saw, and whether the book says the same. */
function judge(it: Campaign, name: string, town: Town): number[] {
  const audit = auditTown(town.place, town.harbour);
  for (const fault of audit.faults) Campaign.breach(it, `${name}: ${fault}`);
  const readyAtMs = [...readyTimes(town.notices), ...town.thawedAtMs].sort((a, b) => a - b);
  const times = nakedTimes(town.truths, readyAtMs);
  for (const { symbol, countedMs } of times) {
    if (countedMs > MAX_NAKED_MS) Campaign.breach(it, `${name}: ${symbol} was naked for ${countedMs} ms`);
  }
  const naked = times.map(({ countedMs }) => countedMs);
  console.log(
    `  ${audit.orders} orders, ${audit.entries} entries accepted, ${audit.fills} fills; in the end ` +
      `${audit.positions} positions and ${audit.openOrders} orders open, ${audit.faults.length} differences`,
  );
  const whole = percentiles(times.map(({ wholeMs }) => wholeMs));
  console.log(`  naked ${percentiles(naked)}, as the exchange saw it ${whole}`);
  return naked;
}

import { Campaign } from "../../bank/flood/campaign.ts";
import { HarbourFile } from "../free/harbour_file.ts";
import { Town } from "../free/town.ts";

/** Nothing of before the outage may still be on its way after this, ms. */
const AT_ONCE_MS = 2_500;

/** PostgreSQL is stopped as by a crash, and started again. */
export async function stopDatabase(it: Campaign, town: Town, ctl: string, outageMs: number): Promise<string> {
  // without a store nothing is entered, and stops fill as ever: there should be positions to protect
  const soMs = Date.now() + Math.min(90_000, 2 * outageMs);
  await Town.until(town, "there are positions", 180_000, () => {
    const { covered, resting } = town.standing;
    return covered > 0 && resting > 0 && (covered > 2 || Date.now() > soMs);
  });
  const control = async (action: "stop" | "start") => {
    const { success } = await new Deno.Command(ctl, { args: [action], stdout: "null", stderr: "null" })
      .output();
    if (!success) throw new Error(`Cannot ${action} the server`);
  };
  const stoppedMs = Date.now();
  await control("stop");
  let startedMs = Infinity, loggedBytes = 0, deeds: Deeds;
  try {
    deeds = await meddleWhileAway(town, stoppedMs + outageMs);
    loggedBytes = logBytes(town);
  } finally {
    startedMs = Date.now();
    await control("start");
  }
  await Town.until(town, "the emergency logs are merged", 30_000, () => logBytes(town) === 0);
  const mergedMs = Date.now() - startedMs;
  const early = entriesBetween(town, stoppedMs + AT_ONCE_MS, startedMs);
  if (early > 0) Campaign.breach(it, `${early} entries were sent while there was no store`);
  if (loggedBytes === 0) Campaign.breach(it, "no emergency log was written");
  await Town.until(
    town,
    "entries are sent again",
    120_000,
    () => entriesBetween(town, startedMs, Infinity) > 0,
  );
  return `PostgreSQL away for ${
    outageMs / 1_000
  } s: ${deeds.lost} stops lost and ${deeds.filled} entries filled meanwhile, 0 entries ` +
    `sent later than ${AT_ONCE_MS} ms after its end, ${loggedBytes} bytes of emergency logs merged after ${mergedMs} ms`;
}

/** What happened at the exchange while nobody could write. */
interface Deeds {
  readonly lost: number;
  readonly filled: number;
}

async function meddleWhileAway(town: Town, endMs: number): Promise<Deeds> {
  let lost = 0, filled = 0;
  if (await Town.meddle(town, "FillEntry", false) !== "") filled++;
  for (let i = 0; Date.now() < endMs - 4_000; i++) {
    if (await Town.meddle(town, "LoseStop", i % 2 === 1) !== "") lost++;
    await Town.wait(town, 1_000);
    await Town.until(town, "every position is covered again", 10_000, () => town.standing.naked === 0);
    await Town.wait(town, 500);
  }
  await Town.until(
    town,
    "the outage is over",
    Math.max(1, endMs - Date.now()) + 1_000,
    () => Date.now() >= endMs,
  );
  return { lost, filled };
}

function entriesBetween({ harbour }: Town, fromMs: number, toMs: number): number {
  return HarbourFile.sentOrders(harbour)
    .filter(({ isEntry, atMs }) => isEntry && atMs > fromMs && atMs < toMs).length;
}

function logBytes({ place: { folder } }: Town): number {
  const logs = `${folder}/run/paper.run/emergency`;
  return [...Deno.readDirSync(logs)].reduce(
    (sum, { name }) => sum + Deno.statSync(`${logs}/${name}`).size,
    0,
  );
}

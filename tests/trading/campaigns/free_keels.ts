import { Campaign } from "../../bank/flood/campaign.ts";
import { percentiles } from "../free/naked_time.ts";
import { Town } from "../free/town.ts";

const GUARDS = ["journal", "risk", "execution", "reconciliation", "guardian"];

/** The keel is killed again and again; meanwhile entries and stops fill at the exchange. */
export async function killKeels(it: Campaign, town: Town, count: number): Promise<string> {
  const back: number[] = [];
  const done = { entries: 0, stops: 0, lost: 0 };
  for (let i = 0; i < count; i++) {
    if (it.signal.aborted) throw it.signal.reason;
    const soMs = Date.now() + 20_000;
    await Town.until(town, "there is a position", 180_000, () => {
      const { covered, resting } = town.standing;
      return covered > 0 && (resting > 0 || Date.now() > soMs);
    });
    const firstNotice = town.notices.length;
    const startMs = Date.now();
    Town.signal(town, "keel", "SIGKILL");
    if (await Town.meddle(town, "FillEntry", false) !== "") done.entries++;
    if (i % 3 === 2) {
      if (await Town.meddle(town, "LoseStop", i % 2 === 0) !== "") done.lost++;
    } else if (await Town.meddle(town, "FillStop", false) !== "") done.stops++;
    await Town.until(town, "the keel is back", 30_000, () => {
      const isGone = town.notices.slice(firstNotice).some((notice) =>
        notice.kind === "CellGone" && notice.cell === "keel"
      );
      return isGone && GUARDS.every((id) => town.workers.get(id)!.readySinceMs > 0);
    });
    back.push(Math.max(...GUARDS.map((id) => town.workers.get(id)!.readySinceMs)) - startMs);
    await Town.until(town, "every position is covered again", 10_000, () => town.standing.naked === 0);
    await Town.wait(town, 2_000);
  }
  if (count >= 6 && done.stops === 0) Campaign.breach(it, "no stop filled while the keel was away");
  return `${count} kills of the keel, while it was away ${done.entries} entries and ${done.stops} stops filled and ` +
    `${done.lost} stops were lost; ready again after ${percentiles(back)}`;
}

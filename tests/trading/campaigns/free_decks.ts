import type { Message } from "../../../lib/runtime/mod.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { CATCH_FIRE } from "../free/fuse.ts";
import { percentiles } from "../free/naked_time.ts";
import { Town } from "../free/town.ts";

const FIRES = ["sync_loop", "heap", "kill"] as const;
/** Aim of the issue, ms. */
const BACK_MS = 2_000;
/** Longer than the restart period of this campaign's tree, or its backoff would be measured. */
const APART_MS = 10_500;
const WORKER = "symbols-1";

/** The deck dies again and again; while it is away, a stop is lost at the exchange and an entry is filled. */
export async function burnDecks(it: Campaign, town: Town, count: number): Promise<string> {
  const back: number[] = [], since: number[] = [];
  const done = { lost: 0, lostSilently: 0, filled: 0, filledSilently: 0 };
  for (let i = 0; i < count; i++) {
    if (it.signal.aborted) throw it.signal.reason;
    const how = FIRES[i % FIRES.length]!;
    await isWorthwhile(town);
    const firstNotice = town.notices.length;
    const startMs = Date.now();
    await burn(town, how);
    const isSilent = i % 2 === 1;
    if (await Town.meddle(town, "FillEntry", isSilent) !== "") {
      isSilent ? done.filledSilently++ : done.filled++;
    }
    if (await Town.meddle(town, "LoseStop", isSilent) !== "") isSilent ? done.lostSilently++ : done.lost++;
    await Town.until(town, `the deck is back after ${how}`, 20_000, () => isBack(town, firstNotice));
    const goneMs = town.notices.slice(firstNotice).find((notice) =>
      notice.kind === "CellGone" && notice.cell === "deck-1"
    )!.atMs;
    const readyMs = Math.max(...[WORKER, "feed"].map((id) =>
      town.workers.get(id)!.readySinceMs
    ));
    back.push(readyMs - goneMs);
    since.push(readyMs - startMs);
    if (readyMs - goneMs > BACK_MS) Campaign.breach(it, `the deck took ${readyMs - goneMs} ms after ${how}`);
    await Town.until(town, "every position is covered again", 10_000, () => town.standing.naked === 0);
    await Town.wait(town, APART_MS);
  }
  return `${count} deaths of the deck (${
    FIRES.join(", ")
  }), stops lost ${done.lost} (untold ${done.lostSilently}), ` +
    `entries filled ${done.filled} (untold ${done.filledSilently}); back after its end ${
      percentiles(back)
    }, ` +
    `after the fault ${percentiles(since)}`;
}

/** There is a stop to lose, and, if it does not take too long, an entry to fill. */
async function isWorthwhile(town: Town): Promise<void> {
  const soMs = Date.now() + 20_000;
  await Town.until(town, "there is a position", 180_000, () => {
    const { covered, resting } = town.standing;
    return covered > 0 && (resting > 0 || Date.now() > soMs);
  });
}

async function burn(town: Town, how: typeof FIRES[number]): Promise<void> {
  if (how === "kill") return Town.signal(town, "deck-1", "SIGKILL");
  const { incarnation } = town.workers.get(WORKER)!;
  await Town.tell(town, "symbol/paper/ALFA/USDT:USDT", { kind: CATCH_FIRE, how, incarnation } as Message);
}

function isBack(town: Town, firstNotice: number): boolean {
  const isGone = town.notices.slice(firstNotice).some((notice) =>
    notice.kind === "CellGone" && notice.cell === "deck-1"
  );
  return isGone && [WORKER, "feed"].every((id) => town.workers.get(id)!.readySinceMs > 0);
}

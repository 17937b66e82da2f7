import { DatabaseSync } from "node:sqlite";
import { Campaign } from "../../bank/flood/campaign.ts";
import { HarbourFile } from "../free/harbour_file.ts";
import { Town } from "../free/town.ts";

const TRIES = 200;
/** Longer than what is on its way between processes takes, ms. */
const ARRIVAL_MS = 300;

/** Keel and root stand still with an order committed and not yet at the exchange, and go on when its time is over. */
export async function freezeKeel(it: Campaign, town: Town, frozenMs: number): Promise<string> {
  const db = new DatabaseSync(`${town.place.folder}/run.sqlite`, { readOnly: true });
  try {
    for (let tries = 1; tries <= TRIES; tries++) {
      const caught = await freezeAtOrder(it, town, db);
      if (caught === null) continue;
      await new Promise((resolve) => setTimeout(resolve, frozenMs));
      thaw(town);
      await Town.until(
        town,
        "the order has been answered",
        30_000,
        () => HarbourFile.hasHandled(town.harbour, EXECUTION, caught.seq),
      );
      const sent = HarbourFile.sentOrders(town.harbour).find(({ clientId }) => clientId === caught.clientId);
      if (sent?.code !== "-1021") {
        Campaign.breach(
          it,
          `the order was sent ${frozenMs} ms late and answered ${sent?.answer} ${sent?.code}`,
        );
      }
      await Town.until(town, "all are ready again", 60_000, () => Town.isReady(town, ""));
      await Town.until(town, "every position is covered again", 15_000, () => town.standing.naked === 0);
      return `frozen for ${
        frozenMs / 1_000
      } s between commit and send (try ${tries}): ${sent?.clientId} was refused by ` +
        `${sent?.code}, ${sent!.atMs - sent!.sentAtMs} ms after its time`;
    }
    Campaign.breach(it, `no order was caught between commit and send in ${TRIES} tries`);
    return "nothing was frozen";
  } finally {
    db.close();
  }
}

const EXECUTION = "execution/paper";

interface Caught {
  readonly seq: number;
  readonly clientId: string;
}

/** Stops both as soon as an order is committed; null if it was sent all the same, and they go on. */
async function freezeAtOrder(it: Campaign, town: Town, db: DatabaseSync): Promise<Caught | null> {
  const latest = db.prepare(
    "SELECT coalesce(max(seq), 0) AS seq FROM messages WHERE sender = ? AND kind = 'SubmitOrder'",
  );
  const before = Number(latest.get(EXECUTION)!.seq);
  const endMs = Date.now() + 120_000;
  let seq = before;
  while (seq === before) {
    if (it.signal.aborted) throw it.signal.reason;
    if (Date.now() > endMs) throw new Error("No order was sent for two minutes");
    for (let i = 0; i < 50 && seq === before; i++) seq = Number(latest.get(EXECUTION)!.seq);
    if (seq === before) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  Town.signal(town, "root", "SIGSTOP");
  Town.signal(town, "keel", "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
  if (!HarbourFile.hasHandled(town.harbour, EXECUTION, seq)) {
    const row = db.prepare("SELECT body FROM messages WHERE sender = ? AND seq = ?").get(EXECUTION, seq);
    return { seq, clientId: JSON.parse(String(row!.body)).order.clientId };
  }
  thaw(town);
  await Town.until(town, "all are ready again", 60_000, () => Town.isReady(town, ""));
  return null;
}

function thaw(town: Town): void {
  town.thawedAtMs.push(Date.now());
  for (const cell of ["keel", "root"]) Town.signal(town, cell, "SIGCONT");
}

import { DatabaseSync } from "node:sqlite";
import { ADDRESS } from "../../../actors/addresses.ts";
import { Rng } from "../../../lib/core/mod.ts";

/** A notification that its receiver cannot handle. */
export interface PoisonLetter {
  readonly actor: string;
  readonly kind: string;
  readonly messageId: string;
}

/** What a run with poison notifications shows. */
export interface LettersSeen {
  readonly breaches: readonly string[];
  /** Notifications that the channels took, all of them. */
  readonly delivered: number;
}

const CHANNELS = ["console", "webhook"] as const;

export const Letters = { choose, judge };

/**
 * One notification on its way to both channels, and a later one on its way to the notifier: so what is left out first shifts
 * no number of the others. All from the middle of the run.
 */
function choose(path: string, seed: string): PoisonLetter[] {
  const rng = Rng.create(`parts/letters/${seed}`);
  return reading(path, (db) => {
    const told = db.prepare(
      "SELECT sender, seq FROM messages WHERE recipient = ? AND kind = 'Notify' ORDER BY seq",
    )
      .all(ADDRESS.notifier).map(({ sender, seq }) => `${sender}#${seq}`);
    const quarter = Math.floor(told.length / 4);
    if (quarter < 2) {
      throw new RangeError(`Cannot poison one of ${told.length} notifications: play more bars`);
    }
    const early = told[quarter + Rng.below(rng, quarter)], late = told[2 * quarter + Rng.below(rng, quarter)];
    const deliveries = CHANNELS.map((channel): PoisonLetter => {
      const actor = ADDRESS.port(channel);
      const row = db.prepare(
        "SELECT sender, seq FROM messages WHERE recipient = ? AND kind = 'Deliver' AND body ->> 'id' = ? ORDER BY seq",
      ).get(actor, early);
      if (row === undefined) throw new RangeError(`Cannot poison ${early} as it never went to ${actor}`);
      return { actor, kind: "Deliver", messageId: `${row.sender}#${row.seq}` };
    });
    return [...deliveries, { actor: ADDRESS.notifier, kind: "Notify", messageId: late }];
  });
}

/**
 * Each is journalled as handled, without a step. What a port left out was delivered when it was sent again, what the
 * notifier left out never; all else was delivered as in the undisturbed run.
 */
function judge(path: string, letters: readonly PoisonLetter[], undisturbed: string): LettersSeen {
  return reading(path, (db) => {
    const breaches: string[] = [];
    const skipped = db.prepare("SELECT actor, input_no, sender, seq FROM journal WHERE quarantined = 1")
      .all();
    for (const { actor, messageId } of letters) {
      const row = skipped.find((it) => it.actor === actor && `${it.sender}#${it.seq}` === messageId);
      if (row === undefined) {
        breaches.push(`${messageId} to ${actor} was not left out`);
        continue;
      }
      const told = db.prepare(
        "SELECT count(*) AS n FROM events WHERE actor = ? AND input_no = ? AND kind = 'Quarantined'",
      ).get(actor, row.input_no)!.n;
      if (told !== 1) breaches.push(`${told} events tell that ${messageId} to ${actor} was left out, not 1`);
    }
    if (skipped.length !== letters.length) {
      breaches.push(`${skipped.length} messages were left out, not ${letters.length}`);
    }
    const lost = letters.filter(({ actor }) => actor === ADDRESS.notifier).map(({ messageId }) => messageId);
    const delivered = reading(undisturbed, deliveredBy), now = deliveredBy(db);
    for (const channel of CHANNELS) {
      const ids = now.get(channel) ?? new Set();
      const missing = [...delivered.get(channel) ?? []].filter((id) => !ids.has(id));
      if (missing.join() === lost.join()) continue;
      breaches.push(`${channel} never took ${missing.join(", ") || "none"}, expected ${lost.join(", ")}`);
    }
    return { breaches, delivered: [...now.values()].reduce((sum, { size }) => sum + size, 0) };
  });
}

/** Ids of the notifications that each channel took. */
function deliveredBy(db: DatabaseSync): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  const rows = db.prepare(
    "SELECT body ->> 'channel' AS channel, body ->> 'id' AS id FROM messages WHERE kind = 'NotificationDelivered' ORDER BY seq",
  ).all();
  for (const { channel, id } of rows) {
    const known = ids.get(String(channel)) ?? new Set();
    ids.set(String(channel), known.add(String(id)));
  }
  return ids;
}

function reading<T>(path: string, read: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

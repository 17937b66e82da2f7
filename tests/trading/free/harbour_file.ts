import { DatabaseSync } from "node:sqlite";
import { decodeState } from "../../../lib/core/mod.ts";
import type { VenueCommand, VenueEvent } from "../../../lib/trader/mod.ts";
import type { MeddledState, Truth } from "./meddled_venue.ts";

/** The exchange's own journal, read beside it. */
export interface HarbourFile {
  readonly path: string;
  db: DatabaseSync | null;
  lastEvent: number;
}

/** An order that the exchange was sent, and what it said to it at once. */
export interface SentOrder {
  readonly clientId: string;
  readonly symbol: string;
  readonly from: string;
  readonly isEntry: boolean;
  readonly sentAtMs: number;
  /** When it was handled. */
  readonly atMs: number;
  readonly answer: "OrderAccepted" | "OrderRejected";
  readonly code: string;
}

export const HarbourFile = { open, news, fillIds, sentOrders, hasHandled, state, close };

/** The file may not be there yet. */
function open(path: string): HarbourFile {
  return { path, db: null, lastEvent: 0 };
}

function close({ db }: HarbourFile): void {
  db?.close();
}

function dbOf(file: HarbourFile): DatabaseSync | null {
  if (file.db !== null) return file.db;
  try {
    file.db = new DatabaseSync(file.path, { readOnly: true });
    file.db.exec("PRAGMA busy_timeout = 5000");
  } catch {
    return null;
  }
  return file.db;
}

/** What it has written down since it was asked last. */
function news(file: HarbourFile): Truth[] {
  const db = dbOf(file);
  if (db === null) return [];
  try {
    const rows = db.prepare("SELECT id, body FROM events WHERE id > ? ORDER BY id").all(file.lastEvent);
    if (rows.length > 0) file.lastEvent = Number(rows.at(-1)!.id);
    return rows.map(({ body }) => decodeState(String(body)) as Truth);
  } catch (error) {
    // made, and not yet filled with tables
    if (/no such table/.test(String(error))) return [];
    throw error;
  }
}

/** Ids of every fill the exchange has made, told or not. */
function fillIds(file: HarbourFile): Set<string> {
  const rows = dbOf(file)!.prepare("SELECT body FROM messages WHERE kind = 'OrderFilled'").all();
  const told = rows.map(({ body }) =>
    decodeState(String(body)) as Extract<VenueEvent, { kind: "OrderFilled" }>
  );
  const hidden = dbOf(file)!.prepare("SELECT body FROM events WHERE kind = 'Hidden'").all()
    .flatMap(({ body }) => (decodeState(String(body)) as Extract<Truth, { kind: "Hidden" }>).fillIds);
  return new Set([...told.map(({ fill }) => fill.fillId), ...hidden]);
}

/** Every order it was sent, in the order handled. */
function sentOrders(file: HarbourFile): SentOrder[] {
  const rows = dbOf(file)!.prepare(
    `SELECT m.sender AS sender, m.body AS body, j.at_ms AS at_ms, a.kind AS answer, a.body AS answer_body
    FROM messages m JOIN journal j ON j.sender = m.sender AND j.seq = m.seq AND j.actor = m.recipient
    JOIN messages a ON a.caused_by = m.sender || '#' || m.seq AND a.recipient = m.sender
    WHERE m.kind = 'SubmitOrder' AND a.kind IN ('OrderAccepted', 'OrderRejected') ORDER BY j.input_no`,
  ).all();
  return rows.map(({ sender, body, at_ms, answer, answer_body }) => {
    const { order, sentAtMs } = decodeState(String(body)) as Extract<VenueCommand, { kind: "SubmitOrder" }>;
    return {
      clientId: order.clientId,
      symbol: order.symbol,
      from: String(sender),
      isEntry: !order.reduceOnly && !order.closePosition,
      sentAtMs,
      atMs: Number(at_ms),
      answer: answer as SentOrder["answer"],
      code: (decodeState(String(answer_body)) as { readonly code?: string }).code ?? "",
    };
  });
}

/** Whether it has handled a message. */
function hasHandled(file: HarbourFile, sender: string, seq: number): boolean {
  const row = dbOf(file)!.prepare(
    "SELECT 1 FROM journal WHERE actor = 'venue/paper' AND sender = ? AND seq = ?",
  )
    .get(sender, seq);
  return row !== undefined;
}

/** What it was when it was stopped in order. */
function state(file: HarbourFile): MeddledState {
  const row = dbOf(file)!.prepare("SELECT state FROM actor_snapshots WHERE actor = 'venue/paper'").get();
  return decodeState(String(row!.state)) as MeddledState;
}

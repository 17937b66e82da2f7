import { decodeState } from "../core/mod.ts";
import type { Message } from "../runtime/mod.ts";
import { type BodyRow, toDecision } from "./decisions.ts";
import { checkLimit } from "./limits.ts";
import type { StoredEvent } from "./queries.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** See StoreQueries.lastEventId. */
export function readLastEventId(sql: Sql): number {
  return sql.get<{ id: number }>("SELECT coalesce(max(id), 0) AS id FROM events")!.id;
}

interface EventRow extends Omit<StoredEvent, "body"> {
  readonly body: string | null;
  readonly decision: string | null;
}

const SELECT_EVENTS =
  `SELECT e.id, e.actor, e.kind, e.at_ms AS atMs, j.wall_ms AS wallMs, e.body, d.body AS decision
  FROM events e LEFT JOIN journal j ON j.actor = e.actor AND j.input_no = e.input_no
    LEFT JOIN decisions d ON d.event_id = e.id`;

/**
 * See StoreQueries.eventsAfter. No id becomes visible after a higher one: an id is the highest plus one, taken inside a
 * transaction beside which no other writes (Sql.transaction), and on a server the lock that says so is freed after the
 * transaction can be seen.
 */
export function readEventsAfter(
  sql: Sql,
  id: number,
  limit: number,
  kinds?: readonly string[],
): StoredEvent[] {
  return readEvents(sql, { limit: checkLimit(limit), kinds, after: id, order: "ASC" });
}

/** See StoreQueries.latestEvents. */
export function readLatestEvents(sql: Sql, limit: number, kinds?: readonly string[]): StoredEvent[] {
  return readEvents(sql, { limit: checkLimit(limit), kinds, after: 0, order: "DESC" });
}

interface Wanted {
  readonly limit: number;
  readonly kinds: readonly string[] | undefined;
  readonly after: number;
  readonly order: "ASC" | "DESC";
}

function readEvents(sql: Sql, { limit, kinds, after, order }: Wanted): StoredEvent[] {
  const sorted = `ORDER BY id ${order} LIMIT ?`;
  if (kinds === undefined) {
    return sql.all<EventRow>(`${SELECT_EVENTS} WHERE e.id > ? ORDER BY e.id ${order} LIMIT ?`, after, limit)
      .map(toStoredEvent);
  }
  if (kinds.length === 0) return [];
  // one seek for each kind: in one condition, all rows of all of them would be sorted
  const ids = kinds.map(() =>
    `SELECT id FROM (SELECT id FROM events WHERE kind = ? AND id > ? ${sorted}) AS one`
  );
  const values: SqlValue[] = kinds.flatMap((kind) => [kind, after, limit]);
  const text = `${SELECT_EVENTS} WHERE e.id IN (SELECT id FROM (${
    ids.join(" UNION ALL ")
  }) AS all_kinds ${sorted})
    ORDER BY e.id ${order}`;
  return sql.all<EventRow>(text, ...values, limit).map(toStoredEvent);
}

function toStoredEvent({ decision, body, ...row }: EventRow): StoredEvent {
  return { ...row, body: bodyOf(row.kind, body, decision) };
}

function bodyOf(kind: string, body: string | null, decision: string | null): Message {
  if (body !== null) return decodeState(body) as Message;
  if (decision === null) throw new Error(`Cannot read an event of kind ${kind} as its body must be stored`);
  const made = { kind, decision: toDecision({ body: decision } satisfies BodyRow) };
  return made;
}

import { createHasher } from "../core/mod.ts";
import { type CanonicalLine, canonicalLine, compareLines, type TraderEvent } from "../trader/mod.ts";
import { StoreRefused } from "./errors.ts";
import { type FillRow, SELECT_FILLS, toFillBooked } from "./fills.ts";
import { type CashFlowRow, SELECT_CASH_FLOWS, toCashFlow } from "./ledger.ts";
import { ORDER_COLUMNS, type OrderRow, toOrder } from "./orders.ts";
import type { ResultHash } from "./port.ts";
import { readPrunedDecisions } from "./retention/marks.ts";
import type { Sql } from "./sql.ts";

/**
 * All lines of the canonical export in order; memory holds one instant's lines at a time. Throws StoreRefused where
 * decisions were pruned.
 */
export function* canonicalLines(sql: Sql): Generator<CanonicalLine> {
  refusePruned(sql);
  const sources = [decisionLines(sql), fillLines(sql), ledgerLines(sql), orderLines(sql)];
  try {
    const heads = sources.map((source) => source.next());
    while (true) {
      const atMs = Math.min(...heads.map((head) => head.done ? Infinity : head.value.atMs));
      if (atMs === Infinity) return;
      const instant: CanonicalLine[] = [];
      sources.forEach((source, i) => {
        let head = heads[i];
        for (; !head.done && head.value.atMs === atMs; head = source.next()) instant.push(head.value);
        heads[i] = head;
      });
      // sorted here, not by SQL: ids compare by UTF-16 code unit, in SQLite by UTF-8 byte
      yield* instant.sort(compareLines);
    }
  } finally {
    for (const source of sources) source.return(undefined);
  }
}

function refusePruned(sql: Sql): void {
  const count = readPrunedDecisions(sql).reduce((sum, [, pruned]) => sum + pruned, 0);
  if (count === 0) return;
  throw new StoreRefused(
    `Cannot export store ${sql.dialect.place} as all its decisions must be there: retention has deleted ${count} of them; ` +
      `compare runs that keep everything`,
  );
}

/** The lines' texts. */
export function* canonicalTexts(sql: Sql): Generator<string> {
  for (const { text } of canonicalLines(sql)) yield text;
}

/** Hash and counts of the canonical export. */
export function resultHash(sql: Sql): ResultHash {
  const hasher = createHasher();
  const byKind = { decision: 0, fill: 0, ledger: 0, order: 0 };
  let lines = 0;
  for (const { kind, text } of canonicalLines(sql)) {
    hasher.update(text + "\n");
    byKind[kind]++;
    lines++;
  }
  return { sha256: hasher.hex(), lines, byKind };
}

type LineSource = Generator<CanonicalLine, undefined>;

function* decisionLines(sql: Sql): LineSource {
  const rows = sql.iterate<{ id: string; atMs: number; text: string }>(
    "SELECT id, at_ms AS atMs, body AS text FROM decisions ORDER BY at_ms",
  );
  for (const row of rows) yield { kind: "decision", ...row };
}

function* fillLines(sql: Sql): LineSource {
  for (const row of sql.iterate<FillRow>(`${SELECT_FILLS} ORDER BY at_ms`)) yield lineOf(toFillBooked(row));
}

function* ledgerLines(sql: Sql): LineSource {
  for (const row of sql.iterate<CashFlowRow>(`${SELECT_CASH_FLOWS} ORDER BY at_ms`)) {
    yield lineOf({ kind: "CashFlowBooked", flow: toCashFlow(row) });
  }
}

function* orderLines(sql: Sql): LineSource {
  for (const row of sql.iterate<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM orders ORDER BY created_at`)) {
    yield lineOf({ kind: "OrderChanged", order: toOrder(row) });
  }
}

function lineOf(event: TraderEvent): CanonicalLine {
  const line = canonicalLine(event);
  if (line === null) throw new Error(`Cannot export ${event.kind} as it must have a canonical line`);
  return line;
}

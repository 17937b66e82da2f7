import { canonicalLine, type DecisionRecord, type Verdict } from "../trader/mod.ts";
import { checkLimit } from "./limits.ts";
import type { Projector } from "./projection.ts";
import type { DecisionQuery, DecisionRow } from "./queries.ts";
import { readPrunedDecisions } from "./retention/marks.ts";
import type { Sql, SqlValue } from "./sql.ts";

export const projectDecision: Projector<"DecisionMade"> = ({ sql }, event, { id }) => {
  const it = event.decision;
  sql.run(
    `INSERT INTO decisions (event_id, id, at_ms, symbol, verdict, reason, regime, strategy, intent_id, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, it.id, it.atMs, it.symbol, it.verdict, it.reason, it.regime, it.strategy],
    ...[it.intent?.id ?? null, canonicalLine(event)!.text],
  );
};

/** The text of a decision. */
export interface BodyRow {
  readonly body: string;
}

/** The decision of a symbol on the bar that closed then, or null. */
export function readDecision(sql: Sql, symbol: string, barCloseMs: number): DecisionRecord | null {
  const row = sql.get<BodyRow>("SELECT body FROM decisions WHERE id = ?", `${symbol}:${barCloseMs}`);
  return row === undefined ? null : toDecision(row);
}

/** Close of the latest bar decided on; 0 for none. */
export function readLastDecisionMs(sql: Sql): number {
  const row = sql.get<{ at_ms: number | null }>("SELECT max(at_ms) AS at_ms FROM decisions");
  return row?.at_ms ?? 0;
}

/** Decisions of a symbol with fromMs <= atMs < toMs, by time. */
export function* readDecisions(
  sql: Sql,
  symbol: string,
  fromMs: number,
  toMs: number,
): Generator<DecisionRecord> {
  const rows = sql.iterate<BodyRow>(
    "SELECT body FROM decisions WHERE symbol = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms",
    ...[symbol, fromMs, toMs],
  );
  for (const row of rows) yield toDecision(row);
}

/** The decision of a row. */
export function toDecision({ body }: BodyRow): DecisionRecord {
  const { record: _, ...decision } = JSON.parse(body) as DecisionRecord & { readonly record: string };
  return decision;
}

/** Symbols that have decisions, ascending. One seek for each: the table may be long. */
export function readSymbols(sql: Sql): string[] {
  const rows = sql.all<{ symbol: string }>(
    `WITH RECURSIVE known(symbol) AS (
      SELECT min(symbol) FROM decisions
      UNION ALL SELECT (SELECT min(symbol) FROM decisions WHERE symbol > known.symbol) FROM known WHERE symbol IS NOT NULL
    )
    SELECT symbol FROM known WHERE symbol IS NOT NULL ORDER BY symbol`,
  );
  return rows.map(({ symbol }) => symbol);
}

/** As the partial index decisions_by_verdict has it, to the letter. */
const IS_TRADED = "verdict <> 'no_trade'";

/** How many decisions ended in each verdict, pruned ones counted. */
export function countDecisions(sql: Sql): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { no_trade: 0, holding: 0, approved: 0, denied: 0 };
  const rows = sql.all<{ verdict: Verdict; count: number }>(
    `SELECT verdict, count(*) AS count FROM decisions WHERE ${IS_TRADED} GROUP BY verdict`,
  );
  counts.no_trade = sql.get<{ count: number }>("SELECT count(*) AS count FROM decisions")!.count;
  for (const { verdict, count } of rows) {
    counts[verdict] = count;
    counts.no_trade -= count;
  }
  for (const [verdict, count] of readPrunedDecisions(sql)) counts[verdict] += count;
  return counts;
}

/** See StoreQueries.decisionsPage. */
export function readDecisionsPage(sql: Sql, query: DecisionQuery): DecisionRow[] {
  const { symbol, verdict, beforeMs, limit } = query;
  const conditions: string[] = [], values: SqlValue[] = [];
  const add = (condition: string, value: SqlValue) => {
    conditions.push(condition);
    values.push(value);
  };
  if (symbol !== undefined) add("symbol = ?", symbol);
  if (verdict !== undefined) {
    add(verdict === "no_trade" ? "verdict = ?" : `${IS_TRADED} AND verdict = ?`, verdict);
  }
  if (beforeMs !== undefined) add("at_ms < ?", beforeMs);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return sql.all<DecisionRow>(
    `SELECT id, at_ms AS atMs, symbol, verdict, reason, regime, strategy, intent_id AS intentId FROM decisions ${where}
    ORDER BY at_ms DESC, event_id DESC LIMIT ?`,
    ...values,
    checkLimit(limit),
  ).map((row) => ({ ...row }));
}

/** What the decision that let an intent through says about trades that follow from it. */
export interface EntryContext {
  readonly system: string;
  readonly strategy: string;
  readonly regime: string;
  /** One R in 1e-8 of the settle currency, as integer text; null if it was not sized. */
  readonly riskMoney: string | null;
}

/** The context of an entry, or undefined where no approving decision is stored (a position taken over, a liquidation). */
export function readEntryContext(sql: Sql, intentId: string): EntryContext | undefined {
  const row = sql.get<BodyRow>(
    "SELECT body FROM decisions WHERE intent_id = ? AND verdict = 'approved'",
    intentId,
  );
  if (row === undefined) return undefined;
  const { system, strategy, regime, sizing } = JSON.parse(row.body);
  return { system, strategy, regime, riskMoney: sizing?.riskMoney ?? null };
}

import { canonicalLine, type DecisionRecord, type Verdict } from "../trader/mod.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

export const projectDecision: Projector<"DecisionMade"> = ({ sql }, event, { id }) => {
  const it = event.decision;
  sql.run(
    `INSERT INTO decisions (event_id, id, at_ms, symbol, verdict, reason, regime, strategy, intent_id, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, it.id, it.atMs, it.symbol, it.verdict, it.reason, it.regime, it.strategy],
    ...[it.intent?.id ?? null, canonicalLine(event)!.text],
  );
};

interface BodyRow {
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

function toDecision({ body }: BodyRow): DecisionRecord {
  const { record: _, ...decision } = JSON.parse(body) as DecisionRecord & { readonly record: string };
  return decision;
}

/** Symbols that have decisions, ascending. */
export function readSymbols(sql: Sql): string[] {
  const rows = sql.all<{ symbol: string }>("SELECT DISTINCT symbol FROM decisions ORDER BY symbol");
  return rows.map(({ symbol }) => symbol);
}

/** How many decisions ended in each verdict. */
export function countDecisions(sql: Sql): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { no_trade: 0, holding: 0, approved: 0, denied: 0 };
  const rows = sql.all<{ verdict: Verdict; count: number }>(
    "SELECT verdict, count(*) AS count FROM decisions GROUP BY verdict",
  );
  for (const { verdict, count } of rows) counts[verdict] = count;
  return counts;
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

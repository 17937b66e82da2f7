import type { Verdict } from "../../trader/mod.ts";
import type { Sql } from "../sql.ts";

/** What the table `pruned` counts; see migrations/0007_retention.sql. */
export type PrunedPart = "inputs" | "events" | "decisions" | "equity";

/** How far a part was pruned; 0 where nothing of it was. */
export function readPruned(sql: Sql, part: PrunedPart, name = ""): number {
  const row = sql.get<{ amount: number }>(
    "SELECT amount FROM pruned WHERE part = ? AND name = ?",
    part,
    name,
  );
  return row?.amount ?? 0;
}

/** Notes how far a part was pruned. */
export function writePruned(sql: Sql, part: PrunedPart, name: string, amount: number): void {
  sql.run(
    `INSERT INTO pruned (part, name, amount) VALUES (?, ?, ?)
    ON CONFLICT (part, name) DO UPDATE SET amount = excluded.amount`,
    ...[part, name, amount],
  );
}

/** How many decisions of each verdict are gone; none where all are there. */
export function readPrunedDecisions(sql: Sql): [Verdict, number][] {
  const rows = sql.all<{ name: Verdict; amount: number }>(
    "SELECT name, amount FROM pruned WHERE part = 'decisions' ORDER BY name",
  );
  return rows.map(({ name, amount }) => [name, amount]);
}

/** Up to which input each actor's journal is gone. */
export function readPrunedInputs(sql: Sql): Map<string, number> {
  const rows = sql.all<{ name: string; amount: number }>(
    "SELECT name, amount FROM pruned WHERE part = 'inputs'",
  );
  return new Map(rows.map(({ name, amount }) => [name, amount]));
}

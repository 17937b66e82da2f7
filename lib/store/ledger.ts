import type { CashFlow, Money } from "../domain/mod.ts";
import type { EventOf } from "./port.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

export const projectCashFlow: Projector<"CashFlowBooked"> = ({ sql }, { flow }, { id }) => {
  sql.run(
    "INSERT INTO cash_flows (event_id, id, kind, symbol, amount, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
    ...[id, flow.id, flow.kind, flow.symbol, String(flow.amount), flow.atMs],
  );
};

export const projectFunding: Projector<"FundingBooked"> = ({ sql }, event, { id }) => {
  sql.run(
    "INSERT INTO funding (event_id, symbol, rate, price, position_steps, amount, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ...[id, event.symbol, event.rate, event.price, event.positionSteps, String(event.amount), event.atMs],
  );
};

/** Columns of a ledger row, named as in CashFlow. */
export interface CashFlowRow extends Omit<CashFlow, "amount"> {
  readonly amount: string;
}

/** Selects CashFlowRow; the order follows. */
export const SELECT_CASH_FLOWS = "SELECT id, kind, symbol, amount, at_ms AS atMs FROM cash_flows";

/** The cash flow of a row. */
export function toCashFlow(row: CashFlowRow): CashFlow {
  return { ...row, amount: BigInt(row.amount) };
}

/** The ledger in the order booked. */
export function readCashFlows(sql: Sql): CashFlow[] {
  return sql.all<CashFlowRow>(`${SELECT_CASH_FLOWS} ORDER BY event_id`).map(toCashFlow);
}

/** Exact sum of the ledger. Added up here: SQLite's sum() is exact to 64 bits only. */
export function readLedgerBalance(sql: Sql): Money {
  let balance = 0n;
  for (const { amount } of sql.iterate<{ amount: string }>("SELECT amount FROM cash_flows")) {
    balance += BigInt(amount);
  }
  return balance;
}

interface FundingRow extends Omit<EventOf<"FundingBooked">, "kind" | "amount"> {
  readonly amount: string;
}

/** Funding in the order booked. */
export function readFunding(sql: Sql): EventOf<"FundingBooked">[] {
  const rows = sql.all<FundingRow>(
    `SELECT symbol, rate, price, position_steps AS positionSteps, amount, at_ms AS atMs FROM funding ORDER BY event_id`,
  );
  return rows.map((row) => ({ ...row, kind: "FundingBooked", amount: BigInt(row.amount) }));
}

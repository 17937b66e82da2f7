import {
  type CashFlow,
  type CashFlowKind,
  liquidationPrice,
  type Money,
  Position,
} from "../../domain/mod.ts";
import { changeLatch } from "./latching.ts";
import type { PortfolioOut, PortfolioSpec, PortfolioState } from "./state.ts";

/** Books a line of the ledger: the wallet moves by it. */
export function bookFlow(
  state: PortfolioState,
  kind: CashFlowKind,
  cause: string,
  symbol: string | null,
  amount: Money,
  atMs: number,
  out: PortfolioOut,
): void {
  state.book.wallet += amount;
  if (!out.recorder.on) return;
  const flow: CashFlow = { id: `${kind}:${cause}`, kind, symbol, amount, atMs };
  out.recorder.record({ kind: "CashFlowBooked", flow });
}

/** Compares the ledger with the venue's wallet, where that is known; a difference keeps entries off. */
export function checkWallet(
  state: PortfolioState,
  symbol: string,
  venues: Money | null,
  atMs: number,
  out: PortfolioOut,
): void {
  if (venues === null || state.book.wallet === venues) return;
  const cause = `wallet is ${state.book.wallet} in the ledger and ${venues} at the venue`;
  changeLatch(state, { scope: symbol, name: "unreconciled", cause }, true, atMs, out);
}

/** Records a holding as it is now. */
export function recordPosition(
  spec: PortfolioSpec,
  state: PortfolioState,
  index: number,
  atMs: number,
  out: PortfolioOut,
): void {
  if (!out.recorder.on) return;
  const holding = state.book.holdings[index]!, it = spec.instruments[index]!;
  out.recorder.record({
    kind: "PositionChanged",
    symbol: spec.symbols[index]!,
    qtySteps: Position.signedSteps(holding),
    averagePrice: Position.averagePrice(it, holding),
    stopTicks: holding.stopTicks === 0 ? null : holding.stopTicks,
    liquidationPrice: holding.qtySteps === 0 ? 0 : liquidationPrice(it, holding),
    atMs,
  });
}

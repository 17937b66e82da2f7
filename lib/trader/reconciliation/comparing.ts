import { legOfClientId, Money, type Order } from "../../domain/mod.ts";
import { PORTFOLIO_SCOPE } from "../../risk/mod.ts";
import { type Cover, coverOf, isCovered } from "../guardian/cover.ts";
import type { BookReported } from "../notice.ts";
import type {
  AccountReported,
  Difference,
  DifferenceKind,
  ReconciliationSpec,
  RiskReported,
} from "./state.ts";

/** The three sides of a pass. */
export interface Sides {
  readonly book: BookReported;
  readonly risk: RiskReported;
  readonly account: AccountReported;
}

/** Everything in which they differ, symbol by symbol. */
export function differencesOf(spec: ReconciliationSpec, sides: Sides): Difference[] {
  const { account } = sides;
  const found: Difference[] = [];
  for (const symbol of spec.symbols) {
    const cover = coverOf({ systemTag: spec.systemTag, symbol }, account.positions, account.openOrders);
    comparePosition(symbol, cover, sides, found);
    compareOrders(spec, symbol, cover, sides, found);
    if (cover.side !== 0 && !isCovered(cover)) {
      const wanted = sides.book.stops.find((stop) => stop.symbol === symbol);
      const ours = wanted === undefined ? "" : `${wanted.steps} at ${wanted.stopTicks}`;
      const venues = `${cover.stopSteps} of ${cover.qtySteps}`;
      found.push({ what: "missing protection", symbol, clientId: "", ours, venues });
    }
  }
  for (const { symbol, side, qtySteps } of account.positions) {
    if (spec.symbols.includes(symbol) || qtySteps === 0) continue;
    const venues = String(side * qtySteps);
    found.push({ what: "foreign position", symbol, clientId: "", ours: "", venues });
  }
  compareBalance(spec, sides, found);
  return found;
}

/** Differences of a position: the book is to follow the venue, wallet and all. */
export const isOfPosition = (what: DifferenceKind): boolean =>
  what === "unknown position" || what === "phantom position" || what === "quantity mismatch" ||
  what === "side mismatch";

function comparePosition(
  symbol: string,
  cover: Cover,
  { book }: Sides,
  found: Difference[],
): void {
  const ours = book.positions.find((position) => position.symbol === symbol)?.steps ?? 0;
  const venues = cover.side * cover.qtySteps;
  if (ours === venues) return;
  const what: DifferenceKind = ours === 0
    ? "unknown position"
    : venues === 0
    ? "phantom position"
    : ours * venues < 0
    ? "side mismatch"
    : "quantity mismatch";
  found.push({ what, symbol, clientId: "", ours: String(ours), venues: String(venues) });
}

function compareOrders(
  { systemTag }: ReconciliationSpec,
  symbol: string,
  cover: Cover,
  { book, account }: Sides,
  found: Difference[],
): void {
  const isAtVenue = (order: Order) => account.openOrders.some((open) => open.clientId === order.clientId);
  for (const order of book.orders) {
    // what is submitted or unknown is execution's own to ask about
    const isAtRest = order.status === "acknowledged" || order.status === "partially_filled";
    if (order.symbol !== symbol || !isAtRest || isAtVenue(order)) continue;
    const ours = `${order.leg} ${order.status}`;
    found.push({ what: "lost order", symbol, clientId: order.clientId, ours, venues: "" });
  }
  for (const { symbol: of, clientId, type, qtySteps } of account.openOrders) {
    if (of !== symbol || book.orders.some((order) => order.clientId === clientId)) continue;
    const leg = legOfClientId(systemTag, clientId);
    // without our prefix it is somebody else's; the guardian's own are orphans only where they protect nothing
    if (leg === null || (leg === "guard" && !cover.strays.includes(clientId))) continue;
    found.push({ what: "orphan order", symbol, clientId, ours: "", venues: `${leg} ${type} ${qtySteps}` });
  }
}

function compareBalance(spec: ReconciliationSpec, { risk, account }: Sides, found: Difference[]): void {
  // the ledger has no opening balance before entries start, and a position that differs takes its money along
  if (risk.latches.some((latch) => latch.name === "starting")) return;
  if (found.some((difference) => isOfPosition(difference.what))) return;
  const drift = account.walletBalance - risk.walletBalance;
  if (Money.abs(drift) <= Money.parse(spec.reconcile.balance_tolerance)) return;
  const [ours, venues] = [Money.format(risk.walletBalance), Money.format(account.walletBalance)];
  found.push({ what: "balance drift", symbol: PORTFOLIO_SCOPE, clientId: "", ours, venues });
}

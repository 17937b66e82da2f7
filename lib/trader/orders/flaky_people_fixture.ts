import { Rng } from "../../core/mod.ts";
import { type Approval, clientOrderId, type OrderRequest, Side } from "../../domain/mod.ts";
import type { ExecutionCommand, RepairCommand } from "../notice.ts";
import { SYMBOL } from "./bench_fixture.ts";
import { chance, type Game, handle, hear, later, send, tell } from "./flaky_game_fixture.ts";
import { bookTrade, cancel, type FlakyVenue, isLive, moveMarket, report } from "./flaky_venue_fixture.ts";
import { Orders } from "./reducer.ts";
import { findOpen, openOrders } from "./state.ts";

/** Approved steps of each intent. */
export const APPROVED_STEPS = 900;

/** Steps of the position that live orders of some types at the venue would take off. */
export function coveredSteps(
  { orders, positionSteps }: FlakyVenue,
  types: readonly OrderRequest["type"][],
): number {
  let covered = 0;
  for (const order of orders.values()) {
    const { side, type, reduceOnly, qtySteps } = order.request;
    const protects = reduceOnly && side * positionSteps < 0 && types.includes(type);
    if (protects && isLive(order)) covered += qtySteps - order.filledSteps;
  }
  return Math.min(covered, Math.abs(positionSteps));
}

/** Steps of the position that nothing at the venue would take off. */
export const nakedSteps = (venue: FlakyVenue): number =>
  Math.abs(venue.positionSteps) - coveredSteps(venue, ["stop_market", "market"]);

/** The price moves four times a second. */
export function runMarket(game: Game): void {
  const { venue, weather, rng } = game;
  const ticks = Math.round(Rng.normal(rng) * 25);
  for (const event of moveMarket(venue, ticks, game.nowMs + weather.skewMs, weather, rng)) tell(game, event);
  later(game, 250, () => runMarket(game));
}

/** Risk: enters, moves stops, closes; once in a while where it makes no sense. `wants` ends it. */
export function runRisk(game: Game, wants: () => boolean): void {
  if (!wants()) return;
  const command = wish(game);
  if (command !== null) {
    handle(game, (out) => Orders.command(game.spec, game.state, command, game.nowMs, out));
  }
  later(game, 300 + Rng.below(game.rng, 2500), () => runRisk(game, wants));
}

function wish(game: Game): ExecutionCommand | null {
  const { state: { desks: [desk] }, nowMs: atMs, venue } = game;
  if (desk.campaign === null || chance(game, 3)) {
    return { kind: "EnterPosition", approval: approvalAt(game), atMs };
  }
  const { side } = desk.campaign.approval.intent;
  if (chance(game, 30)) {
    // sometimes beyond the price, which the venue refuses
    const stopTicks = venue.priceTicks - side * (Rng.below(game.rng, 120) - 5);
    return { kind: "MoveStop", symbol: SYMBOL, stopTicks, reason: "test", atMs };
  }
  return chance(game, 12) ? { kind: "ClosePosition", symbol: SYMBOL, reason: "test", atMs } : null;
}

/** Risk sizes no entry beyond the venue's largest order, and the guardian sends none. */
const largest = ({ weather }: Game): number => weather.maxSteps ?? Infinity;

function approvalAt(game: Game): Approval {
  const side: Side = chance(game, 50) ? 1 : -1;
  const anchorTicks = game.venue.priceTicks;
  const targets = [{ ticks: anchorTicks + side * 90, sharePct: 50 }, {
    ticks: anchorTicks + side * 180,
    sharePct: 50,
  }];
  const id = `test:${SYMBOL}:${game.count++}:rule:${Side.position(side)}`;
  const why = { system: "test", symbol: SYMBOL, rule: "rule", regime: "TREND", barCloseMs: 0 };
  const stopTicks = anchorTicks - side * 100;
  const intent = { id, side, ...why, anchorTicks, stopTicks, targets, leverage: 1, score: 0.5 };
  return { intent, qtySteps: Math.min(APPROVED_STEPS, largest(game)), leverage: 2, riskMoney: 1n };
}

/** The store fails for some seconds now and then. */
export function runStore(game: Game): void {
  if (!game.isBad) return;
  const health = (kind: "StoreDegraded" | "StoreRecovered") =>
    handle(
      game,
      (out) => Orders.storeHealth(game.spec, game.state, { kind, atMs: game.nowMs }, game.nowMs, out),
    );
  health("StoreDegraded");
  later(game, 1000 + Rng.below(game.rng, 6000), () => health("StoreRecovered"));
  later(game, 20_000 + Rng.below(game.rng, 60_000), () => runStore(game));
}

/** The whole is told to stop now and then, and is back some seconds later. */
export function runStop(game: Game): void {
  if (!game.isBad) return;
  const { spec } = game;
  const stop = { kind: "CancelEntries", reason: "ordered stop" } as const;
  handle(game, (out) => Orders.cancelEntries(spec, game.state, stop, game.nowMs, out));
  later(
    game,
    1000 + Rng.below(game.rng, 4000),
    () => handle(game, (out) => Orders.resume(spec, game.state, game.nowMs, out)),
  );
  later(game, 20_000 + Rng.below(game.rng, 40_000), () => runStop(game));
}

/** Somebody else with access to the account: cancels orders and trades, but for what was flattened. */
export function runHand(game: Game): void {
  if (!game.isBad) return;
  const { venue, weather, rng } = game;
  const atMs = game.nowMs + weather.skewMs;
  const live = [...venue.orders.values()].filter(isLive);
  if (live.length > 0 && chance(game, 60)) {
    tell(game, cancel(venue, live[Rng.below(rng, live.length)].request.clientId, atMs));
  } else if (!game.state.desks[0].flattening?.isFlat) {
    const side: Side = chance(game, 50) ? 1 : -1;
    tell(game, bookTrade(venue, "by-hand", side, 1 + Rng.below(rng, 1200), atMs, true));
  }
  later(game, 10_000 + Rng.below(rng, 30_000), () => runHand(game));
}

/** What reconciliation saw at its last pass, so that it acts on nothing that is merely on its way. */
interface Sight {
  readonly lost: ReadonlySet<string>;
  readonly orphans: ReadonlySet<string>;
  readonly difference: string;
}

/** Reconciliation and guardian in small: every 3 s the truth is compared with the book. */
export function runReconciliation(game: Game, last: Sight, did: (what: string) => void): void {
  const { state, venue, nowMs: atMs } = game;
  const [desk] = state.desks;
  const own = openOrders(state);
  const atRest = own.filter(({ status }) => status === "acknowledged" || status === "partially_filled");
  const lost = atRest.map((order) => order.clientId).filter((id) => !isLiveAt(venue, id));
  const orphans = [...venue.orders.values()].filter(isLive).map((order) => order.request.clientId)
    .filter((id) => findOpen(state, id) === null);
  const isUnsettled = own.some(({ status }) => status === "submitted" || status === "unknown");
  const difference = `${desk.positionSteps}/${venue.positionSteps}/${isUnsettled}`;
  const differs = !isUnsettled && desk.positionSteps !== venue.positionSteps &&
    difference === last.difference;
  for (const id of lost) {
    if (!last.lost.has(id)) continue;
    did("lost order");
    hear(game, report(venue, id, atMs + game.weather.skewMs));
  }
  for (const clientId of orphans) {
    if (!last.orphans.has(clientId)) continue;
    did("orphan");
    send(game, { kind: "CancelOrder", symbol: SYMBOL, clientId });
  }
  if (differs) repairPosition(game, did);
  else if (nakedSteps(venue) > 0 && desk.positionSteps !== 0) guard(game, did);
  const sight = { lost: new Set(lost), orphans: new Set(orphans), difference };
  later(game, 3000, () => runReconciliation(game, sight, did));
}

const isLiveAt = ({ orders }: FlakyVenue, id: string): boolean => {
  const order = orders.get(id);
  return order !== undefined && isLive(order);
};

function repairPosition(game: Game, did: (what: string) => void): void {
  const { venue, nowMs: atMs } = game;
  const base = { reason: "test", walletBalance: 0n, atMs };
  if (venue.positionSteps === 0) {
    did("close book");
    return repair(game, { kind: "CloseBook", symbol: SYMBOL, ...base });
  }
  did("adopt position");
  const side: Side = venue.positionSteps > 0 ? 1 : -1;
  const qtySteps = Math.abs(venue.positionSteps);
  const position = { symbol: SYMBOL, side, qtySteps, cost: 1n, isolatedMargin: 1n };
  repair(game, { kind: "AdoptPosition", position, stopTicks: venue.priceTicks - side * 150, ...base });
}

/** A naked position gets a stop of the guardian's, of which execution is told now, or too late. */
function guard(game: Game, did: (what: string) => void): void {
  const { venue, nowMs: atMs } = game;
  if (chance(game, 50)) {
    did("repair stop");
    return repair(game, { kind: "RepairStop", symbol: SYMBOL, reason: "test", atMs });
  }
  did("guard");
  const side: Side = venue.positionSteps > 0 ? -1 : 1;
  const intentId = `guard:${SYMBOL}:${atMs}`;
  const isStop = chance(game, 70);
  const order: OrderRequest = {
    ...{ clientId: clientOrderId("TT", "guard", 0, "run", intentId), symbol: SYMBOL, side },
    ...{
      type: isStop ? "stop_market" : "market",
      qtySteps: Math.min(Math.abs(venue.positionSteps), largest(game)),
    },
    ...{
      limitTicks: null,
      triggerTicks: isStop ? venue.priceTicks + side * 150 : null,
      reduceOnly: true,
      closePosition: false,
    },
  };
  const adopt = () => repair(game, { kind: "AdoptOrder", order, leg: "guard", attempt: 0, intentId, atMs });
  later(game, game.isBad && chance(game, 20) ? 3000 : 0, adopt);
  const command = { kind: "SubmitOrder", order, sentAtMs: atMs, recvWindowMs: 2000 } as const;
  game.judge.submitted(game, command);
  send(game, command);
}

function repair(game: Game, command: Exclude<RepairCommand, { kind: "QueryBook" }>): void {
  handle(game, (out) => Orders.repair(game.spec, game.state, command, game.nowMs, out));
}

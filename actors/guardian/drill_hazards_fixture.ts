import { Rng } from "../../lib/core/mod.ts";
import {
  type Approval,
  Instrument,
  Money,
  type OrderRequest,
  Position,
  type Side,
} from "../../lib/domain/mod.ts";
import { Latches, PORTFOLIO_SCOPE } from "../../lib/risk/mod.ts";
import type { VenueCommand } from "../../lib/trader/mod.ts";
import {
  byHand,
  type Drill,
  instrumentOf,
  isOurs,
  ordersOf,
  portfolioOf,
  SYMBOLS,
  TRADED,
} from "./drill_fixture.ts";
import { at, kill, revive, send } from "./drill_net_fixture.ts";

const { uniform, below } = Rng;

/** Things that happen about every so many seconds each. */
const HAZARDS: readonly (readonly [everyS: number, happen: (drill: Drill) => void])[] = [
  [4, enter],
  [10, moveStop],
  [30, close],
  [9, cancelAnOrder],
  [25, handTrade],
  [40, handStop],
  [45, ghostOrder],
  [60, deposit],
  [20, (drill) => restart(drill, "execution", 20_000)],
  [25, (drill) => restart(drill, "guardian", 4000)],
  [40, (drill) => restart(drill, "reconciliation", 15_000)],
  [60, (drill) => restart(drill, "risk", 5000)],
  [50, cut],
];

/** What may happen in a second of market time, decided by the drill's dice. */
export function rollHazards(drill: Drill): void {
  for (const [everyS, happen] of HAZARDS) {
    if (uniform(drill.rng) >= 1 / everyS) continue;
    at(drill.net, drill.net.nowMs + below(drill.rng, 1000), () => happen(drill));
  }
}

const pick = <T>(drill: Drill, from: readonly T[]): T | undefined => from[below(drill.rng, from.length || 1)];
const sideOf = (drill: Drill): Side => (uniform(drill.rng) < 0.5 ? 1 : -1);
const priceOf = (drill: Drill, symbol: string) =>
  drill.exchange.lastPrice[SYMBOLS.indexOf(symbol as "A/USDT:USDT")];

/** What a strategy and risk would do: an approval for a symbol that is free and without latches. */
function enter(drill: Drill): void {
  const symbol = pick(drill, TRADED)!, index = TRADED.indexOf(symbol);
  const { latches } = portfolioOf(drill);
  const desk = ordersOf(drill).desks[index];
  const isFree = desk.campaign === null && desk.positionSteps === 0 && drill.net.down.risk === undefined;
  const price = priceOf(drill, symbol);
  if (!isFree || price === 0 || latches.some((latch) => Latches.holds(latch, symbol, "test"))) return;
  const it = instrumentOf(symbol), side = sideOf(drill);
  const ticks = (pct: number) => Instrument.ticksNearest(it, price * (1 + (side * pct) / 100));
  const id = `drill:${symbol}:${drill.net.nowMs}:rule:${side === 1 ? "long" : "short"}`;
  const approval: Approval = {
    intent: {
      ...{ id, system: "drill", symbol, side, rule: "rule", regime: "TREND", barCloseMs: drill.net.nowMs },
      ...{
        anchorTicks: ticks(0),
        stopTicks: ticks(-0.15 - 0.6 * uniform(drill.rng)),
        leverage: 2,
        score: 0.5,
      },
      targets: [{ ticks: ticks(0.3 + uniform(drill.rng)), sharePct: 50 }, {
        ticks: ticks(1.5),
        sharePct: 50,
      }],
    },
    ...{ qtySteps: 300 + below(drill.rng, 1500), leverage: 2, riskMoney: 1n },
  };
  drill.net.count("entries");
  send(drill.net, "risk", "execution", { kind: "EnterPosition", approval, atMs: drill.net.nowMs } as never);
}

function moveStop(drill: Drill): void {
  const symbol = pick(drill, TRADED)!, campaign = ordersOf(drill).desks[TRADED.indexOf(symbol)].campaign;
  if (campaign === null || priceOf(drill, symbol) === 0) return;
  const { side } = campaign.approval.intent;
  const stopTicks = Instrument.ticksNearest(
    instrumentOf(symbol),
    priceOf(drill, symbol) * (1 - side * 0.002 * uniform(drill.rng)),
  );
  drill.net.count("stops moved");
  const body = { kind: "MoveStop", symbol, stopTicks, reason: "drill", atMs: drill.net.nowMs };
  send(drill.net, "risk", "execution", body as never);
}

function close(drill: Drill): void {
  const symbol = pick(drill, TRADED)!;
  const body = { kind: "ClosePosition", symbol, reason: "drill", atMs: drill.net.nowMs };
  send(drill.net, "risk", "execution", body as never);
}

/** Somebody cancels an order of the account, stops before others, and no entry's news is spared. */
function cancelAnOrder(drill: Drill): void {
  const orders = drill.exchange.orders.flat().map((order) => order.request);
  const stops = orders.filter((order) => order.type === "stop_market");
  const order = pick(drill, stops.length > 0 && uniform(drill.rng) < 0.8 ? stops : orders);
  if (order === undefined) return;
  drill.net.count(order.type === "stop_market" ? "stops cancelled by hand" : "orders cancelled by hand");
  byHand(drill, { kind: "CancelOrder", symbol: order.symbol, clientId: order.clientId });
}

/** The owner trades: in an own symbol, or in one that this run does not trade. */
function handTrade(drill: Drill): void {
  const symbol = pick(drill, SYMBOLS)!;
  const index = SYMBOLS.indexOf(symbol);
  const held = drill.exchange.positions[index];
  const isClose = held.qtySteps > 0 && uniform(drill.rng) < 0.5;
  const side = isClose ? (-held.side as Side) : sideOf(drill);
  const qtySteps = isClose ? held.qtySteps : 200 + below(drill.rng, 1500);
  if (drill.exchange.leverage[index] === 0) byHand(drill, { kind: "ConfigureSymbol", symbol, leverage: 2 });
  drill.net.count("hand trades");
  byHand(
    drill,
    submit(drill, { symbol, side, type: "market", qtySteps, triggerTicks: null, reduceOnly: isClose }),
  );
}

/** A stop of the owner's: it protects as well as ours. */
function handStop(drill: Drill): void {
  const index = below(drill.rng, TRADED.length), symbol = TRADED[index];
  const { side, qtySteps } = drill.exchange.positions[index];
  if (qtySteps === 0) return;
  const ticks = Instrument.ticksNearest(instrumentOf(symbol), priceOf(drill, symbol) * (1 - side * 0.004));
  drill.net.count("hand stops");
  const order = { symbol, side: -side as Side, type: "stop_market", qtySteps, triggerTicks: ticks } as const;
  byHand(drill, submit(drill, { ...order, reduceOnly: true }));
}

/** An order with our tag that the book has never heard of, as from a life whose journal is gone. */
function ghostOrder(drill: Drill): void {
  const index = below(drill.rng, TRADED.length), symbol = TRADED[index];
  const { side, qtySteps } = drill.exchange.positions[index];
  if (qtySteps === 0) return;
  const ticks = Instrument.ticksNearest(instrumentOf(symbol), priceOf(drill, symbol) * (1 + side * 0.02));
  drill.net.count("ghost orders");
  const clientId = `TTA${drill.net.seq.toString(36)}GHOST`;
  const order = {
    symbol,
    side: -side as Side,
    type: "take_profit_market",
    qtySteps,
    triggerTicks: ticks,
  } as const;
  byHand(drill, submit(drill, { ...order, reduceOnly: true }, clientId));
}

function submit(
  drill: Drill,
  order: Omit<OrderRequest, "clientId" | "limitTicks" | "closePosition">,
  clientId = `hand-${drill.net.seq++}`,
): VenueCommand {
  const sentAtMs = drill.net.nowMs;
  const request: OrderRequest = { ...order, clientId, limitTicks: null, closePosition: false };
  return { kind: "SubmitOrder", order: request, sentAtMs, recvWindowMs: 5000 };
}

/** Money comes in that no ledger knows of; after a while an operator books it, where nothing else is open. */
function deposit(drill: Drill): void {
  if (uniform(drill.rng) < 0.7) return;
  drill.net.count("deposits");
  drill.exchange.walletBalance += Money.parse("7");
}

/** An operator looks at a wallet that keeps entries off, and books what is not explained once positions agree. */
export function operate(drill: Drill): void {
  const { book, latches } = portfolioOf(drill);
  const isPaused = latches.some(({ scope, name }) => scope === PORTFOLIO_SCOPE && name === "unreconciled");
  const { walletBalance, positions, isolatedMargin } = drill.exchange;
  const isAgreed = TRADED.every((_, i) => {
    const venues = Position.signedSteps(positions[i]);
    return venues === ordersOf(drill).desks[i].positionSteps &&
      venues === Position.signedSteps(book.holdings[i]);
  });
  if (!isPaused || book.wallet === walletBalance || !isAgreed || drill.net.down.risk !== undefined) return;
  drill.net.count("drifts booked by an operator");
  const symbol = TRADED[0], { stopTicks } = book.holdings[0];
  const held = { symbol, ...positions[0], isolatedMargin: isolatedMargin[0] };
  const position = held.qtySteps === 0 ? null : held;
  const what = { symbol, intentId: "", position, stopTicks, walletBalance, atMs: drill.net.nowMs };
  send(drill.net, "operator", "risk", { kind: "PositionRepaired", ...what } as never);
}

function restart(drill: Drill, name: string, longestMs: number): void {
  if (drill.net.down[name] !== undefined) return;
  drill.net.count(`restarts of ${name}`);
  kill(drill.net, name);
  at(drill.net, drill.net.nowMs + 200 + below(drill.rng, longestMs), () => revive(drill.net, name));
}

function cut(drill: Drill): void {
  const name = pick(drill, ["guardian", "reconciliation", "execution"])!;
  drill.net.count("cuts");
  drill.net.cutUntilMs[name] = drill.net.nowMs + 1000 + below(drill.rng, 7000);
}

/** No hazard any more: everybody is up, the way to the venue is clear, and no hand has an order left. */
export function calm(drill: Drill): void {
  for (const { request: { symbol, clientId } } of drill.exchange.orders.flat()) {
    if (!isOurs(clientId)) byHand(drill, { kind: "CancelOrder", symbol, clientId });
  }
  for (const name of Object.keys(drill.net.down)) revive(drill.net, name);
  Object.assign(drill.net.weather, { lost: 0, doubled: 0, delayed: 0 });
  for (const name of Object.keys(drill.net.cutUntilMs)) drill.net.cutUntilMs[name] = 0;
}

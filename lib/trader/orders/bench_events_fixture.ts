import type { OrderRequest, Side } from "../../domain/mod.ts";
import type { ReportedStatus, VenueEvent } from "../market_step.ts";
import type { StoreHealth } from "../notice.ts";
import type { OperatorOrder } from "../operating.ts";
import type { createListRecorder } from "../recorder.ts";
import type { OrdersSpec, OrdersState } from "./state.ts";

export const SYMBOL = "TEST/USDT:USDT";

/** What a bench is made of. */
export interface Inner {
  readonly spec: OrdersSpec;
  readonly side: Side;
  readonly targets: readonly (readonly [number, number])[];
  readonly state: OrdersState;
  readonly sent: Record<string, OrderRequest>;
  /** The venue's side of it: steps left of each order, and the position. */
  readonly leaves: Record<string, number>;
  /** The fill of each order that was told last. */
  readonly told: Record<string, VenueEvent>;
  position: number;
  fills: number;
  nowMs: number;
  readonly recorder: ReturnType<typeof createListRecorder>;
  readonly waits: boolean;
}

/** `degraded` and `recovered`. */
export const healthOf = (verb: "degraded" | "recovered", atMs: number): StoreHealth => ({
  ...{ kind: verb === "degraded" ? "StoreDegraded" : "StoreRecovered", atMs },
});

/** `flatten ID`, `rearm`, `take-back REASON`. */
export function operatorOrderOf(verb: string, [word = "test"]: string[], atMs: number): OperatorOrder {
  const about = { symbols: [SYMBOL], reason: word, atMs };
  if (verb === "flatten") return { kind: "FlattenSymbols", flattenId: word, ...about };
  return { kind: verb === "rearm" ? "RearmSymbols" : "TakeBackEntries", ...about };
}

/** What the venue reports by a line such as `filled entry.0 300`. */
export function eventOf(bench: Inner, verb: string, rest: string[]): VenueEvent {
  const [first, second] = rest;
  const about = { symbol: SYMBOL, clientId: bench.sent[first]?.clientId ?? first, atMs: bench.nowMs };
  switch (verb) {
    case "leverage":
      return { kind: "SymbolConfigured", symbol: SYMBOL, leverage: Number(first), atMs: bench.nowMs };
    case "accepted":
      return { kind: "OrderAccepted", ...about };
    case "rejected":
      return { kind: "OrderRejected", ...about, code: second, reason: "no" };
    case "cancelled":
      return { kind: "OrderCancelled", ...about, filledSteps: Number(second ?? filledOf(bench, first)) };
    case "expired":
      return {
        kind: "OrderExpired",
        ...about,
        reason: "nothing to reduce",
        filledSteps: filledOf(bench, first),
      };
    case "cancel-rejected":
      return { kind: "CancelRejected", ...about, reason: "unknown order" };
    case "price":
      return {
        kind: "PriceQuoted",
        symbol: SYMBOL,
        price: Number(first),
        purpose: bench.state.desks[0].campaign?.approval.intent.id ?? "",
        atMs: bench.nowMs,
      };
    case "filled":
      return bench.told[first] = fillOf(bench, rest);
    case "again":
      return bench.told[first];
    case "liquidated":
      return liquidationOf(bench);
    case "funding":
      return {
        kind: "FundingSettled",
        ...{ symbol: SYMBOL, amount: -1n, rate: 1e-4, price: 1000, positionSteps: Number(first) },
        ...{ isolatedMargin: 0n, walletBalance: 0n, atMs: bench.nowMs },
      };
    case "account":
      return accountOf(bench, rest);
    case "old-account":
      return { ...accountOf(bench, rest), atMs: 0 } as VenueEvent;
    case "reported":
      return reportOf(bench, rest);
    case "unknown":
      return { kind: "OrderUnknown", ...about };
    default:
      throw new Error(`There is no line "${verb}"`);
  }
}

/** `reported NAME STATUS [STEPS...]`: the venue's order with the fills it had after those that we were told of. */
function reportOf(bench: Inner, [name, status, ...steps]: string[]): VenueEvent {
  const fills = steps.map((each) => fillOf(bench, [name, each])).map((event) =>
    (event as Extract<VenueEvent, { kind: "OrderFilled" }>).fill
  );
  const { clientId } = bench.sent[name];
  const filledSteps = filledOf(bench, name);
  return {
    ...{ kind: "OrderReported", symbol: SYMBOL, clientId, status: status as ReportedStatus },
    ...{ filledSteps, fills, atMs: bench.nowMs },
  };
}

/** Steps the venue has filled of an order. */
const filledOf = ({ sent, leaves }: Inner, name: string): number =>
  (sent[name]?.qtySteps ?? 0) - (leaves[name] ?? 0);

/**
 * `filled NAME STEPS [POSITION [complete]]`: the position after it is the venue's own unless told; the last steps make it
 * complete, or the word for it.
 */
function fillOf(bench: Inner, [name, steps, position, complete]: string[]): VenueEvent {
  const order = bench.sent[name];
  const side = order?.side ?? 1;
  bench.position += side * Number(steps);
  bench.leaves[name] -= Number(steps);
  bench.fills += 1;
  return {
    kind: "OrderFilled",
    fill: {
      fillId: String(bench.fills),
      clientId: order?.clientId ?? name,
      symbol: SYMBOL,
      side,
      priceTicks: 10_000,
      qtySteps: Number(steps),
      liquidity: "taker",
      fee: 0n,
      realizedPnl: 0n,
      atMs: bench.nowMs,
      positionStepsAfter: position === undefined ? bench.position : Number(position),
    },
    complete: complete !== undefined || !(bench.leaves[name] > 0),
    isolatedMargin: 0n,
    walletBalance: 0n,
  };
}

function liquidationOf(bench: Inner): VenueEvent {
  const qtySteps = Math.abs(bench.position);
  bench.position = 0;
  const { side, nowMs: atMs } = bench;
  const money = { price: 900, lost: 1n, walletBalance: 0n };
  return { kind: "PositionLiquidated", symbol: SYMBOL, side, qtySteps, ...money, atMs };
}

/** `account POSITION [NAMES...]`: what the venue holds, and its open orders; `old-account` is of the beginning. */
function accountOf(bench: Inner, [position, ...names]: string[]): VenueEvent {
  const signed = Number(position);
  const held = { symbol: SYMBOL, qtySteps: Math.abs(signed), cost: 1n, isolatedMargin: 1n };
  return {
    kind: "AccountReported",
    walletBalance: 5n,
    positions: signed === 0 ? [] : [{ ...held, side: signed > 0 ? 1 : -1 }],
    openOrders: names.map((name) => ({
      ...(bench.sent[name] ?? { ...Object.values(bench.sent)[0], clientId: name, symbol: SYMBOL }),
      filledSteps: 0,
    })),
    atMs: bench.nowMs,
  };
}

import { z } from "zod";
import type * as views from "../views.ts";
import { decimal, isoTime, paged, view } from "./view_schema.ts";

const number = z.number();
const text = z.string();
const side = z.enum(["long", "short"]);
const direction = z.enum(["buy", "sell"]);

export const latch = view<views.LatchView>(
  "Latch",
  z.object({ scope: text, name: text, cause: text, since: isoTime.nullable() }),
);

/** Whether entries are on, and if not, in which degree. */
export const state = view<views.SummaryView["state"]>(
  "State",
  z.enum(["ON", "GUARDED", "RISK_OFF", "CRISIS", "HALTED"]),
);

export const summary = view<views.SummaryView>(
  "Summary",
  z.object({
    mode: text.describe("paper, shadow, testnet or live"),
    control: z.enum(["auto", "manual"]),
    state,
    latches: z.array(latch),
    account: text,
    venue: text,
    currency: text,
    equity: decimal,
    wallet: decimal,
    pnlToday: decimal,
    pnlTotal: decimal,
    drawdownPct: number,
    drawdownR: number,
    openRiskR: number,
    positions: z.int(),
    closedTrades: z.int(),
    marketTime: isoTime.nullable(),
    barsPerSecond: number.nullable(),
    runId: text,
    startedAt: isoTime,
  }),
);

export const position = view<views.PositionView>(
  "Position",
  z.object({
    symbol: text,
    side,
    qty: decimal,
    averagePrice: decimal,
    lastPrice: decimal.nullable(),
    stopPrice: decimal.nullable(),
    liquidationPrice: decimal.nullable(),
    liquidationDistancePct: number.nullable(),
    unrealizedPnl: decimal,
    unrealizedR: number.nullable(),
    roiOnMarginPct: number.nullable().describe("Profit in percent of the margin put up"),
    priceMovePct: number.nullable().describe("The price's own move since entry"),
    strategy: text,
    regimeAtEntry: text,
    protection: text,
    openedAt: isoTime.nullable(),
    isPaused: z.boolean(),
  }),
);

const order = view<views.OrderView>(
  "Order",
  z.object({
    clientId: text,
    symbol: text,
    side: direction,
    type: text,
    leg: text,
    price: decimal.nullable(),
    triggerPrice: decimal.nullable(),
    qty: decimal,
    filledQty: decimal,
    status: text,
    reduceOnly: z.boolean(),
    reason: text,
    intentId: text,
    createdAt: isoTime,
    updatedAt: isoTime,
  }),
);
export const orders = paged("Orders", order);

const trade = view<views.TradeView>(
  "Trade",
  z.object({
    id: text,
    system: text,
    symbol: text,
    side,
    strategy: text,
    regimeAtEntry: text,
    openedAt: isoTime,
    closedAt: isoTime,
    qty: decimal,
    entryPrice: number,
    exitPrice: number,
    initialStop: decimal,
    realizedPnl: decimal,
    fees: decimal,
    funding: decimal,
    netPnl: decimal,
    r: number,
    exits: z.array(text),
    reasons: z.array(text),
  }),
);

const fill = view<views.FillView>(
  "Fill",
  z.object({
    fillId: text,
    clientId: text,
    symbol: text,
    side: direction,
    price: decimal,
    qty: decimal,
    liquidity: text,
    fee: decimal,
    realizedPnl: decimal,
    leg: text,
    intentId: text,
    at: isoTime,
  }),
);
export const trades = z.union([paged("Trades", trade), paged("Fills", fill)]);

export const equityPoint = view<views.EquityPointView>(
  "EquityPoint",
  z.object({ at: isoTime, equity: number, wallet: number, drawdownPct: number }),
);

export const pnlDay = view<views.PnlDayView>(
  "PnlDay",
  z.object({
    date: z.iso.date(),
    realized: decimal,
    unrealized: decimal,
    fees: decimal,
    funding: decimal,
    equity: decimal,
    sumR: number,
    drawdownR: number,
    drawdownPct: number,
    roundTrips: z.int(),
  }),
);

export const performance = view<views.PerformanceView>(
  "Performance",
  z.object({
    from: isoTime.nullable(),
    to: isoTime.nullable(),
    trades: z.int(),
    winRatePct: number.nullable(),
    profitFactor: number.nullable(),
    expectancyR: number.nullable(),
    maxDrawdownR: number.nullable(),
    makerPct: number.nullable(),
    slippageBps: number.nullable(),
    netPnl: decimal,
  }),
);

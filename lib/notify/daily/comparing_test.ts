import assert from "node:assert/strict";
import { Order, type OrderRequest, type Side } from "../../domain/mod.ts";
import type { ReportedOrder } from "../../trader/mod.ts";
import { differencesOf } from "./attention.ts";
import { type ComparedSides, compareSides } from "./comparing.ts";

const A = "A/USDT:USDT", B = "B/USDT:USDT";
const UNITS = { currency: "USDT", instruments: [] };

const request = (clientId: string, given: Partial<OrderRequest> = {}): OrderRequest => ({
  ...{ clientId, symbol: A, side: -1, type: "stop_market", qtySteps: 900, limitTicks: null },
  ...{ triggerTicks: 9_500, reduceOnly: true, closePosition: false },
  ...given,
});
const ours = (clientId: string, given: Partial<Order> = {}): Order => ({
  ...{ ...Order.create(request(clientId, given), "i", "stop", 0, 1), status: "acknowledged" },
  ...given,
});
const theirs = (clientId: string, given: Partial<ReportedOrder> = {}): ReportedOrder => ({
  ...{ ...request(clientId, given), filledSteps: 0 },
  ...given,
});
const held = (symbol: string, qtySteps: number, side: Side = 1) => ({
  ...{ symbol, side, qtySteps, cost: 1n, isolatedMargin: 1n },
});
const STOP = { symbol: A, intentId: "i", side: 1, stopTicks: 9_500, steps: 900 } as const;
const TARGET = { type: "take_profit_market", triggerTicks: 12_000, qtySteps: 450 } as const;

interface Given {
  readonly steps?: number;
  readonly orders?: readonly Order[];
  readonly positions?: ComparedSides["account"]["positions"];
  readonly openOrders?: readonly ReportedOrder[];
  readonly stops?: ComparedSides["book"]["stops"];
}

/** Differences of a pass, in the order of the report: "what id: ours | theirs". */
function told({ steps = 900, orders = [ours("TTS0")], stops = [STOP], ...venue }: Given): string[] {
  const { positions = [held(A, 900)], openOrders = [theirs("TTS0")] } = venue;
  const rows = compareSides({
    book: {
      ...{ kind: "BookReported", orders, stops, atMs: 1 },
      positions: [{ symbol: A, steps }, { symbol: B, steps: 0 }],
    },
    account: { kind: "AccountReported", walletBalance: 1n, positions, openOrders, atMs: 1 },
    systemTag: "TT",
  }, UNITS);
  return (["positions", "orders", "stops"] as const).flatMap((name) =>
    differencesOf(rows[name]).map(({ id, book, venue }) =>
      `${name} ${id}: ${book || "nothing"} | ${venue || "nothing"}`
    )
  );
}

const STOP_TEXT = "sell 900 steps at 9500 ticks", TARGET_TEXT = "sell 450 steps take profit at 12000 ticks";
const NAKED = "stops : 900 steps wanted at 9500 ticks | 0 steps covered of 900 steps";

Deno.test("compareSides() tells what differs of positions, orders and stops, and nothing else", () => {
  const cases: [name: string, given: Given, differences: string[]][] = [
    ["all the same", {}, []],
    ["the venue has less", { positions: [held(A, 800)] }, [
      "positions : long 900 steps | long 800 steps",
    ]],
    ["the other side", { positions: [held(A, 900, -1)], openOrders: [theirs("TTS0", { side: 1 })] }, [
      "positions : long 900 steps | short 900 steps",
      `stops TTS0: ${STOP_TEXT} | buy 900 steps at 9500 ticks`,
    ]],
    ["a position of nobody", { steps: 0, orders: [], stops: [], openOrders: [] }, [
      "positions : nothing | long 900 steps",
      "stops : nothing | 0 steps covered of 900 steps",
    ]],
    ["one that is not traded here", { positions: [held(A, 900), held("X", 5)] }, [
      "positions : nothing | long 5 steps",
    ]],
    ["a stop is gone", { openOrders: [] }, [`stops TTS0: ${STOP_TEXT} | nothing`, NAKED]],
    ["a stop is at another price", { openOrders: [theirs("TTS0", { triggerTicks: 9_400 })] }, [
      `stops TTS0: ${STOP_TEXT} | sell 900 steps at 9400 ticks`,
    ]],
    ["a target is gone", { orders: [ours("TTS0"), ours("TTA0", TARGET)] }, [
      `orders TTA0: ${TARGET_TEXT} | nothing`,
    ]],
    ["an order of nobody", { openOrders: [theirs("TTS0"), theirs("TTA0", TARGET)] }, [
      `orders TTA0: nothing | ${TARGET_TEXT}`,
    ]],
    ["filled in part at one of them", {
      orders: [ours("TTS0"), ours("TTA0", TARGET)],
      openOrders: [theirs("TTS0"), theirs("TTA0", { ...TARGET, filledSteps: 5 })],
    }, [`orders TTA0: ${TARGET_TEXT} | ${TARGET_TEXT}, 5 steps filled`]],
    ["an order on its way", { orders: [ours("TTS0"), ours("TTA0", { ...TARGET, status: "submitted" })] }, []],
    ["a stop on its way", { orders: [ours("TTS0", { status: "submitted" })], openOrders: [] }, [NAKED]],
    ["the guardian's stop", { orders: [], openOrders: [theirs("TTG0")] }, []],
    ["the guardian's, of no position", { openOrders: [theirs("TTS0"), theirs("TTG0", { symbol: B })] }, [
      `stops TTG0: nothing | ${STOP_TEXT}`,
    ]],
    ["a stop of all there is", {
      orders: [ours("TTS0", { closePosition: true })],
      openOrders: [theirs("TTS0", { closePosition: true, qtySteps: 0 })],
    }, []],
    ["an exit on its way", {
      orders: [],
      openOrders: [theirs("TTX0", { type: "market", triggerTicks: null })],
    }, ["orders TTX0: nothing | sell 900 steps at the market"]],
  ];
  for (const [name, given, differences] of cases) assert.deepEqual(told(given), differences, name);
});

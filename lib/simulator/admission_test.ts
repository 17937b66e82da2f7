import { strictEqual } from "node:assert/strict";
import type { OrderRequest } from "../domain/mod.ts";
import { PHASE } from "../trader/mod.ts";
import {
  type BarText,
  candlesOf,
  fundingOf,
  HOUR_MS,
  type Play,
  play,
  START_MS,
  SYMBOL,
  tapeOf,
  testInstrument,
} from "./exchange_fixture.ts";
import { unwrap } from "../core/mod.ts";
import { Tape } from "./tape.ts";

const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

interface Case {
  readonly name: string;
  /** Expected code, or null where the order is taken. */
  readonly code: string | null;
  readonly order: Partial<OrderRequest>;
  /** Signed steps held when the order arrives. */
  readonly held?: number;
  readonly leverage?: number;
  readonly wallet?: string;
  /** Orders accepted before. */
  readonly before?: readonly Partial<OrderRequest>[];
}

const SELL_STOP: Partial<OrderRequest> = { type: "stop_market", side: -1, triggerTicks: 490_000 };
const CLOSING: Partial<OrderRequest> = { ...SELL_STOP, closePosition: true, qtySteps: 0 };
const CLOSING_TARGET: Partial<OrderRequest> = {
  ...CLOSING,
  type: "take_profit_market",
  triggerTicks: 510_000,
};

/** The last price is 50,000; the wallet 10,000; the leverage 10; one step at that price is worth 50 USDT. */
const CASES: readonly Case[] = [
  { name: "an unknown symbol", code: "-1121", order: { symbol: "NONE/USDT:USDT" } },
  { name: "a client id of 36 characters", code: null, order: { clientId: "a".repeat(36) } },
  { name: "a client id of 37 characters", code: "-4015", order: { clientId: "a".repeat(37) } },
  { name: "a client id with a space", code: "-4015", order: { clientId: "a b" } },
  {
    name: "the client id of an open order",
    code: "-4116",
    order: { clientId: "twice" },
    before: [{ clientId: "twice", qtySteps: 10 }],
  },
  {
    name: "closePosition with reduceOnly",
    code: "-1106",
    held: 10,
    order: { ...CLOSING, reduceOnly: true },
  },
  {
    name: "closePosition on a market order",
    code: "-4136",
    held: 10,
    order: { side: -1, closePosition: true, qtySteps: 0 },
  },
  { name: "closePosition with a quantity", code: "-4137", held: 10, order: { ...CLOSING, qtySteps: 10 } },
  { name: "closePosition without a position", code: "-2022", order: CLOSING },
  {
    name: "a second closePosition stop in the direction",
    code: "-4130",
    held: 10,
    order: { ...CLOSING, triggerTicks: 480_000 },
    before: [CLOSING],
  },
  {
    name: "a closePosition stop beside a closePosition target",
    code: null,
    held: 10,
    order: CLOSING,
    before: [CLOSING_TARGET],
  },
  { name: "a limit without its price", code: "-1102", order: { type: "limit" } },
  { name: "a limit at zero", code: "-1102", order: { type: "limit", limitTicks: 0 } },
  { name: "a limit between ticks", code: "-1102", order: { type: "limit", limitTicks: 499_999.5 } },
  { name: "a stop without its trigger", code: "-1102", order: { type: "stop_market" } },
  { name: "a market order with a limit", code: "-1106", order: { limitTicks: 500_000 } },
  {
    name: "a limit with a trigger",
    code: "-1106",
    order: { type: "limit", limitTicks: 500_000, triggerTicks: 1 },
  },
  { name: "an order before ConfigureSymbol", code: "-4028", leverage: 0, order: {} },
  { name: "no quantity", code: "-4003", order: { qtySteps: 0 } },
  { name: "a quantity between steps", code: "-4003", order: { qtySteps: 2.5 } },
  { name: "less than the least quantity", code: "-4004", order: { qtySteps: 1 } },
  { name: "the least quantity", code: null, order: { qtySteps: 2 } },
  { name: "more than the greatest quantity", code: "-4005", order: { qtySteps: 1_000_001 } },
  { name: "reduce-only without a position", code: "-2022", order: { side: -1, reduceOnly: true } },
  { name: "reduce-only on the position's side", code: "-2022", held: 10, order: { reduceOnly: true } },
  {
    name: "reduce-only larger than the position",
    code: null,
    held: 10,
    order: { side: -1, reduceOnly: true },
  },
  // stop buy >=, stop sell <=, take-profit buy <=, take-profit sell >=: at the trigger is too late
  {
    name: "a stop sell at the price",
    code: "-2021",
    held: 10,
    order: { ...SELL_STOP, triggerTicks: 500_000, reduceOnly: true },
  },
  {
    name: "a stop sell a tick below the price",
    code: null,
    held: 10,
    order: { ...SELL_STOP, triggerTicks: 499_999, reduceOnly: true },
  },
  { name: "a stop buy at the price", code: "-2021", order: { type: "stop_market", triggerTicks: 500_000 } },
  {
    name: "a take-profit sell at the price",
    code: "-2021",
    held: 10,
    order: { ...SELL_STOP, type: "take_profit_market", triggerTicks: 500_000, reduceOnly: true },
  },
  {
    name: "a take-profit buy above the price",
    code: "-2021",
    order: { type: "take_profit_market", triggerTicks: 500_001 },
  },
  // 2 steps x 25,000 ticks x 0.0001 = 5 USDT, the least
  {
    name: "an entry worth the least notional",
    code: null,
    order: { type: "limit", limitTicks: 25_000, qtySteps: 2 },
  },
  {
    name: "an entry worth less than the least notional",
    code: "-4164",
    order: { type: "limit", limitTicks: 24_999, qtySteps: 2 },
  },
  {
    name: "a reduce-only order below the least notional",
    code: null,
    held: -10,
    order: { type: "limit", limitTicks: 24_999, qtySteps: 2, reduceOnly: true },
  },
  // 125x holds to 50,000 USDT of notional
  {
    name: "a notional at the top of its bracket",
    code: null,
    leverage: 125,
    wallet: "100000",
    order: { qtySteps: 1000 },
  },
  {
    name: "a notional in a bracket of less leverage",
    code: "-4028",
    leverage: 125,
    wallet: "100000",
    order: { qtySteps: 1001 },
  },
  {
    name: "a notional that only with an open entry leaves its bracket",
    code: "-4028",
    leverage: 125,
    wallet: "100000",
    order: { qtySteps: 501 },
    before: [{ qtySteps: 500 }],
  },
  {
    name: "a notional that only with the position leaves its bracket",
    code: "-4028",
    leverage: 125,
    wallet: "100000",
    held: 500,
    order: { qtySteps: 501 },
  },
  {
    name: "a notional beyond the last bracket",
    code: "-4028",
    leverage: 1,
    wallet: "100000000",
    order: { qtySteps: 200_001 },
  },
  // 1 unit at 50,000 with 10x: 5,000 + 25 of fee
  { name: "an entry with just enough margin", code: null, wallet: "5025", order: {} },
  { name: "an entry a unit short of margin", code: "-2019", wallet: "5024.99999999", order: {} },
  {
    name: "an entry whose margin an open entry holds back",
    code: "-2019",
    order: {},
    before: [{ type: "limit", limitTicks: 499_000 }],
  },
  {
    name: "an entry whose margin the position has",
    code: "-2019",
    held: 1000,
    order: {},
  },
  {
    name: "a stop as an entry, which holds back margin too",
    code: "-2019",
    wallet: "5024",
    order: { type: "stop_market", triggerTicks: 500_001 },
  },
];

function prepared(c: Case): Play {
  const game = play(tapeOf([QUIET, QUIET]), { wallet: c.wallet ?? "10000", leverage: c.leverage ?? 10 });
  game.to(0, PHASE.open);
  if (c.held !== undefined) {
    game.order({ clientId: "held", side: c.held > 0 ? 1 : -1, qtySteps: Math.abs(c.held) });
  }
  game.to(0, PHASE.close);
  for (const [i, order] of (c.before ?? []).entries()) {
    strictEqual(game.order({ clientId: `before${i}`, ...order }).kind, "OrderAccepted");
  }
  return game;
}

for (const c of CASES) {
  Deno.test(`refusalOf() answers ${c.code ?? "nothing"} to ${c.name}`, () => {
    const answer = prepared(c).order({ clientId: "x", ...c.order });
    strictEqual(answer.kind === "OrderRejected" ? answer.code : null, c.code, JSON.stringify(answer));
  });
}

Deno.test("refusalOf() takes no orders for a symbol that has not begun or has ended", () => {
  const symbol = (name: string, bars: number, from: number) => ({
    instrument: testInstrument(name),
    candles: candlesOf(Array<BarText>(bars).fill(QUIET), START_MS + from * HOUR_MS),
    funding: fundingOf([]),
  });
  const tape = unwrap(
    Tape.create({
      timeframeMs: HOUR_MS,
      fromMs: START_MS,
      toMs: START_MS + 4 * HOUR_MS,
      symbols: [symbol(SYMBOL, 4, 0), symbol("EARLY/USDT:USDT", 1, 0), symbol("LATE/USDT:USDT", 2, 2)],
    }),
    "tape",
  );
  const game = play(tape);
  for (const name of ["EARLY/USDT:USDT", "LATE/USDT:USDT"]) {
    game.send({ kind: "ConfigureSymbol", symbol: name, leverage: 2 });
  }
  const code = (name: string) => {
    const answer = game.order({ symbol: name, qtySteps: 2 });
    return answer.kind === "OrderRejected" ? answer.code : null;
  };
  strictEqual(code(SYMBOL), "-4141", "before the first instant");
  game.to(0, PHASE.open);
  strictEqual(code("LATE/USDT:USDT"), "-4141");
  strictEqual(code("EARLY/USDT:USDT"), null);
  game.to(1, PHASE.open);
  strictEqual(code("EARLY/USDT:USDT"), "-4141");
  game.to(2, PHASE.open);
  strictEqual(code("LATE/USDT:USDT"), null);
});

import assert from "node:assert/strict";
import { Order } from "../domain/mod.ts";
import { type CanonicalLine, canonicalLine, compareLines } from "./canonical.ts";
import type { TraderEvent } from "./events.ts";

const ORDER = Order.create(
  {
    clientId: "TTS0ABC",
    symbol: "A/USDT:USDT",
    side: -1,
    type: "stop_market",
    qtySteps: 4504,
    limitTicks: null,
    triggerTicks: 9589,
    reduceOnly: true,
    closePosition: false,
  },
  "intent",
  "stop",
  0,
  1000,
);

const FILL: TraderEvent = {
  kind: "FillBooked",
  fill: {
    fillId: "17",
    clientId: "TTS0ABC",
    symbol: "A/USDT:USDT",
    side: -1,
    priceTicks: 9588,
    qtySteps: 4504,
    liquidity: "taker",
    fee: 218_714_240n,
    realizedPnl: -5_585_000_000n,
    atMs: 2000,
    positionStepsAfter: 0,
  },
  intentId: "intent",
  leg: "stop",
};

const FLOW: TraderEvent = {
  kind: "CashFlowBooked",
  flow: { id: "fee:17", kind: "fee", symbol: null, amount: -218_714_240n, atMs: 2000 },
};

const textOf = (event: TraderEvent) => canonicalLine(event)?.text;

Deno.test("canonicalLine() writes an order with integers as texts, keys sorted", () => {
  assert.equal(
    textOf({ kind: "OrderChanged", order: Order.advance(ORDER, "submitted", 1500) }),
    '{"attempt":0,"clientId":"TTS0ABC","closePosition":false,"createdAtMs":1000,"filledSteps":"0","intentId":"intent",' +
      '"leg":"stop","limitTicks":null,"qtySteps":"4504","reason":"","record":"order","reduceOnly":true,"side":"sell",' +
      '"status":"submitted","symbol":"A/USDT:USDT","triggerTicks":"9589","type":"stop_market","updatedAtMs":1500}',
  );
});

Deno.test("canonicalLine() writes a fill with the venue's own amounts", () => {
  assert.equal(
    textOf(FILL),
    '{"atMs":2000,"clientId":"TTS0ABC","fee":"218714240","fillId":"17","intentId":"intent","leg":"stop",' +
      '"liquidity":"taker","positionStepsAfter":"0","priceTicks":"9588","qtySteps":"4504","realizedPnl":"-5585000000",' +
      '"record":"fill","side":"sell","symbol":"A/USDT:USDT"}',
  );
});

Deno.test("canonicalLine() writes a ledger line under its own kind", () => {
  const text =
    '{"amount":"-218714240","atMs":2000,"id":"fee:17","kind":"fee","record":"ledger","symbol":null}';
  assert.equal(textOf(FLOW), text);
});

Deno.test("canonicalLine() writes a decision whole; floats in their shortest form, what is not known as null", () => {
  const decision = {
    id: "A/USDT:USDT:3000",
    ...{ atMs: 3000, system: "test", symbol: "A/USDT:USDT", historyFromMs: 0, historySource: "" },
    ...{
      regime: "RANGE",
      confidence: 0.1 + 0.2,
      rawRegime: "RANGE",
      contraryBars: 0,
      strategy: "range_reversion",
    },
    features: { rsi: null, adx: 20 },
    checks: [{ name: "regime.range.adx", value: 20, limit: 25.5, pass: true }],
    ...{ intent: null, riskChecks: [], sizing: null, verdict: "no_trade", reason: "no_signal" } as const,
  };
  assert.equal(
    textOf({ kind: "DecisionMade", decision }),
    '{"atMs":3000,"checks":[{"limit":25.5,"name":"regime.range.adx","pass":true,"value":20}],' +
      '"confidence":0.30000000000000004,"contraryBars":0,"features":{"adx":20,"rsi":null},"historyFromMs":0,' +
      '"historySource":"","id":"A/USDT:USDT:3000","intent":null,"rawRegime":"RANGE","reason":"no_signal",' +
      '"record":"decision","regime":"RANGE","riskChecks":[],"sizing":null,"strategy":"range_reversion",' +
      '"symbol":"A/USDT:USDT","system":"test","verdict":"no_trade"}',
  );
});

Deno.test("canonicalLine() names and dates a line by what it tells of", () => {
  const keys = ({ kind, id, atMs }: CanonicalLine) => [kind, id, atMs];
  const order = { kind: "OrderChanged", order: Order.advance(ORDER, "submitted", 1500) } as const;
  // an order keeps its place in the export however often it changes
  assert.deepEqual(keys(canonicalLine(order)!), ["order", "TTS0ABC", 1000]);
  assert.deepEqual(keys(canonicalLine(FILL)!), ["fill", "17", 2000]);
  assert.deepEqual(keys(canonicalLine(FLOW)!), ["ledger", "fee:17", 2000]);
});

Deno.test("canonicalLine() leaves out what is no part of the result", () => {
  const others: readonly TraderEvent[] = [
    { kind: "LatchChanged", scope: "portfolio", latch: "kill", on: true, cause: "", atMs: 0 },
    { kind: "Heartbeat", wallet: 1n, equity: 1n, openRisk: 0n, positions: 0, atMs: 0 },
    { kind: "CommandRefused", symbol: "A", command: "MoveStop", why: "", atMs: 0 },
  ];
  assert.deepEqual(others.map(canonicalLine), [null, null, null]);
});

Deno.test("compareLines() sorts by time, kind, then id by code unit", () => {
  const line = (atMs: number, kind: CanonicalLine["kind"], id: string): CanonicalLine => ({
    atMs,
    kind,
    id,
    text: "",
  });
  const sorted = [
    line(1, "order", "a"),
    line(2, "decision", "z"),
    line(2, "fill", "10"),
    line(2, "fill", "9"),
    line(2, "ledger", "B"),
    line(2, "ledger", "a"),
  ];
  assert.deepEqual(sorted.toReversed().sort(compareLines), sorted);
  assert.equal(compareLines(sorted[0], { ...sorted[0] }), 0);
});

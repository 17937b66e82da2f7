import { deepStrictEqual, match, ok, throws } from "node:assert/strict";
import { unwrap } from "../core/mod.ts";
import { Money, parseInstrument } from "../domain/mod.ts";
import type { RoundTrip } from "./events.ts";
import { toTradeLogLine, tradeLogJsonSchema, tradeLogLine } from "./trade_log_schema.ts";

/** Tick 0.5, step 0.01. */
const INSTRUMENT = unwrap(
  parseInstrument("TEST/USDT:USDT", {
    ...{ id: "TESTUSDT", quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.5" },
    ...{ stepSize: "0.01", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
    tiers: [{ floor: "0", cap: "1000", maintMarginRate: "0.01", maintAmount: "0", maxLeverage: "10" }],
  }),
  "test instrument",
);

const TRIP: RoundTrip = {
  id: "rr:TEST:1",
  system: "regime-router",
  symbol: "TEST/USDT:USDT",
  side: "short",
  strategy: "range_reversion",
  regimeAtEntry: "RANGE",
  openedAtMs: Date.UTC(2024, 0, 2, 3),
  closedAtMs: Date.UTC(2024, 0, 2, 9, 30),
  qtySteps: 125,
  entryPrice: 100.25,
  exitPrice: 98,
  initialStopTicks: 205,
  realizedPnl: Money.parse("2.8125"),
  fees: Money.parse("0.12"),
  funding: Money.parse("-0.00000001"),
  netPnl: Money.parse("2.69249999"),
  riskMoney: Money.parse("2.8125"),
  r: 0.957,
  exits: ["target1", "stop"],
  reasons: ["reversion.excursion"],
};

Deno.test("toTradeLogLine() writes decimals, ISO times and money to the last unit", () => {
  deepStrictEqual(toTradeLogLine(TRIP, INSTRUMENT), {
    id: "rr:TEST:1",
    system: "regime-router",
    symbol: "TEST/USDT:USDT",
    side: "short",
    strategy_used: "range_reversion",
    regime_at_entry: "RANGE",
    open: "2024-01-02T03:00:00.000Z",
    close: "2024-01-02T09:30:00.000Z",
    size: 1.25,
    entry_price: 100.25,
    exit_price: 98,
    initial_stop: 102.5,
    fees: "0.12",
    funding: "-0.00000001",
    realized_pnl: "2.8125",
    pnl: "2.69249999",
    risk: "2.8125",
    r: 0.957,
    exits: ["target1", "stop"],
    reasons: ["reversion.excursion"],
  });
});

const WRONG_TRIPS: readonly (readonly [string, Partial<RoundTrip>, RegExp])[] = [
  ["no quantity", { qtySteps: 0 }, /size/],
  ["a price that is no number", { exitPrice: NaN }, /exit_price/],
  ["an R without a risk", { r: Infinity }, /"r"/],
  ["an exit nobody knows", { exits: ["moon"] }, /exits/],
  ["no exit", { exits: [] }, /exits/],
  ["no strategy", { strategy: "" }, /strategy_used/],
];
for (const [name, change, path] of WRONG_TRIPS) {
  Deno.test(`toTradeLogLine() throws on a record with ${name}`, () => {
    throws(() => toTradeLogLine({ ...TRIP, ...change }, INSTRUMENT), path);
  });
}

const WRONG_LINES: readonly (readonly [string, Record<string, unknown>])[] = [
  ["a key too many", { note: "x" }],
  ["a key too few", { pnl: undefined }],
  ["money as a number", { fees: 0.12 }],
  ["money finer than its unit", { fees: "0.123456789" }],
  ["money in scientific notation", { fees: "1e-7" }],
  ["a time without a zone", { open: "2024-01-02T03:00:00" }],
  ["a time that is no day", { open: "2024-02-30T03:00:00Z" }],
  ["a side that is none", { side: "flat" }],
];
for (const [name, change] of WRONG_LINES) {
  Deno.test(`tradeLogLine refuses ${name}`, () => {
    const line = toTradeLogLine(TRIP, INSTRUMENT);
    ok(tradeLogLine.safeParse(line).success);
    ok(!tradeLogLine.safeParse({ ...line, ...change }).success);
  });
}

Deno.test("tradeLogJsonSchema() asks for every key of a line and forbids others", () => {
  const schema = tradeLogJsonSchema() as {
    $schema: string;
    required: string[];
    additionalProperties: unknown;
  };
  match(schema.$schema, /json-schema\.org/);
  deepStrictEqual([...schema.required].sort(), Object.keys(toTradeLogLine(TRIP, INSTRUMENT)).sort());
  deepStrictEqual(schema.additionalProperties, false);
});

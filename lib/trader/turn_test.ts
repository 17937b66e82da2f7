import assert from "node:assert/strict";
import { TimerTable } from "./timer_table.ts";
import { unwrap } from "../core/mod.ts";
import { type Approval, type Fill, parseInstrument } from "../domain/mod.ts";
import { CandleColumns } from "../market/mod.ts";
import { type MarketStep, PHASE, type VenueCommand, type VenueEvent } from "./market_step.ts";
import { Orders } from "./orders/reducer.ts";
import { openOrders } from "./orders/state.ts";
import { createListRecorder } from "./recorder.ts";
import { systemConfig } from "./schema.ts";
import { traderSpec } from "./trader_spec.ts";
import { createTrader, startTrader, type Trader, turn } from "./turn.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2024, 0, 1);
const A = "A/USDT:USDT";
const B = "B/USDT:USDT";

const instrumentOf = (symbol: string) =>
  unwrap(
    parseInstrument(symbol, {
      id: symbol,
      ...{
        quote: "USDT",
        settle: "USDT",
        linear: true,
        contractSize: "1",
        tickSize: "0.1",
        stepSize: "0.001",
      },
      ...{ makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
      tiers: [{ floor: "0", cap: "1000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
    }),
    "test instrument",
  );

/** A venue that agrees to everything and fills nothing; `heard` is all it was told, in order. */
function agreeableMarket(heard: string[]): MarketStep {
  const names = new Map<string, string>();
  const answer = (command: VenueCommand, atMs: number): VenueEvent => {
    switch (command.kind) {
      case "ConfigureSymbol":
        return { kind: "SymbolConfigured", symbol: command.symbol, leverage: command.leverage, atMs };
      case "SubmitOrder": {
        const { symbol, clientId } = command.order;
        names.set(clientId, `${symbol[0]} entry.${clientId[3]}`);
        return { kind: "OrderAccepted", symbol, clientId, atMs };
      }
      case "CancelOrder":
        return {
          kind: "OrderCancelled",
          symbol: command.symbol,
          clientId: command.clientId,
          filledSteps: 0,
          atMs,
        };
      case "QueryOrder":
        return { kind: "OrderUnknown", symbol: command.symbol, clientId: command.clientId, atMs };
      case "QueryPrice":
        return { kind: "PriceQuoted", symbol: command.symbol, price: 1000, purpose: command.purpose, atMs };
      case "QueryAccount":
        return { kind: "AccountReported", walletBalance: 1_000n, positions: [], openOrders: [], atMs };
    }
  };
  const text = (command: VenueCommand): string => {
    const clientId = command.kind === "SubmitOrder"
      ? command.order.clientId
      : "clientId" in command
      ? command.clientId
      : "";
    return `${command.kind} ${names.get(clientId) ?? ("symbol" in command ? command.symbol[0] : "")}`
      .trimEnd();
  };
  return {
    bars: {
      count: 0,
      symbol: new Int32Array(2),
      openMs: new Float64Array(2),
      open: new Float64Array(2),
      high: new Float64Array(2),
      low: new Float64Array(2),
      close: new Float64Array(2),
      volume: new Float64Array(2),
    },
    passQuietly: () => false,
    advance: (instant) => void heard.push(`advance ${(instant.atMs - START_MS) / 60_000} min`),
    handle(command, atMs, out) {
      const event = answer(command, atMs);
      heard.push(text(command));
      out.push(event);
    },
  };
}

function createTest(
  execution: Record<string, unknown> = {},
): { trader: Trader; market: MarketStep; heard: string[] } {
  const system = systemConfig.parse({ id: "test", tag: "TT", min_bars: 60, execution });
  const origins = [A, B].map((symbol) => ({ instrument: instrumentOf(symbol), historySource: "" }));
  const nothing = CandleColumns.create(0);
  const trader = createTrader(traderSpec(system, origins, "run"), [nothing, nothing], createListRecorder());
  const heard: string[] = [];
  return { trader, market: agreeableMarket(heard), heard };
}

function enter({ spec, orders, ordersOut }: Trader, symbol: string, atMs: number): void {
  const approval: Approval = {
    intent: {
      ...{
        id: `test:${symbol}`,
        system: "test",
        symbol,
        side: 1,
        rule: "rule",
        regime: "TREND",
        barCloseMs: atMs,
      },
      ...{ anchorTicks: 10_000, stopTicks: 9_900, targets: [{ ticks: 10_200, sharePct: 100 }] },
      ...{ leverage: 1, score: 0.5 },
    },
    ...{ qtySteps: 900, leverage: 2, riskMoney: 1n },
  };
  Orders.command(spec.orders, orders, { kind: "EnterPosition", approval, atMs }, atMs, ordersOut);
}

Deno.test("startTrader() reconciles with the account before anything may enter", () => {
  const { trader, market, heard } = createTest();
  assert.deepEqual(trader.portfolio.latches.map((it) => it.name), ["starting"]);
  startTrader(trader, market, START_MS);
  assert.deepEqual(heard, ["QueryAccount"]);
  assert.deepEqual(trader.portfolio.latches, []);
  assert.equal(trader.portfolio.book.wallet, 1_000n);
});

Deno.test("turn() hands each symbol its own candle of the frame", () => {
  const { trader, market } = createTest();
  startTrader(trader, market, START_MS);
  // B alone has a bar
  market.bars.count = 1;
  market.bars.symbol[0] = 1;
  market.bars.openMs[0] = START_MS;
  for (const [i, key] of (["open", "high", "low", "close", "volume"] as const).entries()) {
    market.bars[key][0] = 5 + i;
  }
  turn(trader, market, { bar: 0, phase: PHASE.close, atMs: START_MS + HOUR_MS });
  assert.deepEqual(trader.desks.map((desk) => desk.state.entry.bars), [0, 0]);
  turn(trader, market, { bar: 0, phase: PHASE.bar, atMs: START_MS + HOUR_MS });
  assert.deepEqual(trader.desks.map((desk) => desk.state.entry.bars), [0, 1]);
  assert.deepEqual([...trader.desks[1].state.entry.values.slice(0, 5)], [5, 6, 7, 8, 9]);
  assert.deepEqual(trader.portfolio.book.holdings.map((holding) => holding.markPrice), [0, 8]);
});

Deno.test("turn() fires what is due before the market moves, and timers of one time in one round, as the tree does", () => {
  const { trader, market, heard } = createTest({ entry_type: "limit", entry_ttl_minutes: 30 });
  startTrader(trader, market, START_MS);
  // in another order than their names
  enter(trader, B, START_MS);
  enter(trader, A, START_MS);
  turn(trader, market, { bar: 0, phase: PHASE.open, atMs: START_MS });
  assert.deepEqual([...trader.timers.names].sort(), [`entry_ttl:${A}`, `entry_ttl:${B}`]);
  heard.length = 0;
  turn(trader, market, { bar: 0, phase: PHASE.extreme1, atMs: START_MS + HOUR_MS / 3 });
  assert.deepEqual(heard, ["advance 20 min"]);
  heard.length = 0;
  turn(trader, market, { bar: 0, phase: PHASE.extreme2, atMs: START_MS + 2 * HOUR_MS / 3 });
  assert.deepEqual(heard, [
    "CancelOrder A entry.0",
    "CancelOrder B entry.0",
    "QueryPrice A",
    "QueryPrice B",
    "SubmitOrder A entry.1",
    "SubmitOrder B entry.1",
    "advance 40 min",
  ]);
  const orders = openOrders(trader.orders);
  // at the time the timer was due, not when the market was next looked at
  assert.deepEqual(orders.map((order) => order.createdAtMs), [
    START_MS + HOUR_MS / 2,
    START_MS + HOUR_MS / 2,
  ]);
  assert.deepEqual(trader.timers.dueMs, [START_MS + HOUR_MS, START_MS + HOUR_MS]);
  heard.length = 0;
  // a timer due at the very instant fires before it; there is no third order
  turn(trader, market, { bar: 0, phase: PHASE.close, atMs: START_MS + HOUR_MS });
  assert.deepEqual(heard, ["CancelOrder A entry.1", "CancelOrder B entry.1", "advance 60 min"]);
  assert.deepEqual(trader.timers, TimerTable.create());
  assert.deepEqual(trader.orders.desks.map((desk) => desk.campaign), [null, null]);
});

Deno.test("turn() lets a fill nobody ordered stop the entries of its symbol, and of no other", () => {
  const { trader, market } = createTest();
  startTrader(trader, market, START_MS);
  const fill: Fill = {
    ...{
      fillId: "1",
      clientId: "stranger",
      symbol: A,
      side: 1,
      priceTicks: 10_000,
      qtySteps: 5,
      liquidity: "taker",
    },
    ...{ fee: 1n, realizedPnl: 0n, atMs: START_MS, positionStepsAfter: 5 },
  };
  const event: VenueEvent = {
    kind: "OrderFilled",
    fill,
    complete: true,
    isolatedMargin: 0n,
    walletBalance: 999n,
  };
  const strange: MarketStep = { ...market, advance: (_, out) => void out.push(event) };
  turn(trader, strange, { bar: 0, phase: PHASE.open, atMs: START_MS });
  const cause = "fill of an unknown order";
  assert.deepEqual(trader.portfolio.latches, [{ scope: A, name: "unreconciled", cause }]);
});

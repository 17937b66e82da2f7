import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Fill, Order } from "../../domain/mod.ts";
import type { RoundTrip, TraderEvent } from "../../trader/mod.ts";
import { mostExposedBar } from "./exposure.ts";
import { stressFigures } from "./stress_figures.ts";
import { HOUR_MS, risingTape, START_MS } from "./trust_fixture.ts";

const at = (hour: number) => START_MS + hour * HOUR_MS;
const money = (units: number) => BigInt(units) * 100_000_000n;

const pulse = (hour: number, equity: number): TraderEvent => ({
  ...{ kind: "Heartbeat", wallet: money(equity), equity: money(equity), openRisk: 0n, positions: 1 },
  atMs: at(hour),
});
const closed = (hour: number, r: number, ...exits: string[]): TraderEvent => ({
  kind: "RoundTripClosed",
  trip: { closedAtMs: at(hour), r, exits } as Partial<RoundTrip> as RoundTrip,
});
const stopped = (hour: number, side: 1 | -1, trigger: number, price: number, qty: number): TraderEvent[] => [
  {
    kind: "OrderChanged",
    order: { clientId: `s${hour}`, leg: "stop", triggerTicks: trigger } as Partial<Order> as Order,
  },
  {
    kind: "FillBooked",
    ...{ intentId: "i", leg: "stop" },
    fill: { clientId: `s${hour}`, side, priceTicks: price, qtySteps: qty, atMs: at(hour) } as Partial<
      Fill
    > as Fill,
  },
];

Deno.test("stressFigures() measures from the pulse at the start: change, fall, worst trade, stops, liquidations", () => {
  const events = [
    pulse(1, 900),
    closed(1, -9, "liquidation"),
    pulse(2, 1_000),
    ...stopped(2, -1, 10_000, 9_900, 3),
    closed(2, -2, "stop"),
    pulse(3, 950),
    ...stopped(4, 1, 10_000, 10_020, 1),
    closed(4, -1.5, "stop", "liquidation"),
    pulse(4, 1_100),
    pulse(5, 880),
    pulse(6, 500),
  ];
  const figures = stressFigures(events, money(1_000), { fromMs: at(2), toMs: at(5) });
  ok(Math.abs(figures.changePct + 12) < 1e-9, `${figures.changePct}`);
  ok(Math.abs(figures.maxDrawdownPct + 20) < 1e-9, `${figures.maxDrawdownPct}`);
  deepStrictEqual([figures.trades, figures.worstR, figures.liquidations], [2, -2, 1]);
  // 100 bps of 3, 20 bps of 1
  deepStrictEqual([figures.stopFills, figures.stopSlippageBps, figures.worstStopSlippageBps], [2, 80, 100]);
});

Deno.test("stressFigures() of nothing is no change and no figure of trades", () => {
  const figures = stressFigures([], money(1_000), { fromMs: at(0), toMs: at(5) });
  deepStrictEqual([figures.changePct, figures.maxDrawdownPct, figures.trades, figures.worstR], [
    0,
    0,
    0,
    NaN,
  ]);
});

Deno.test("mostExposedBar() is the first open strictly inside the largest position that was held over one", () => {
  const position = (hour: number, qtySteps: number): TraderEvent => ({
    ...{ kind: "PositionChanged", symbol: "TEST/USDT:USDT", qtySteps, averagePrice: 100 },
    ...{ stopTicks: null, liquidationPrice: 0, atMs: at(hour) },
  });
  const tape = risingTape(48);
  // the largest was held for less than an hour
  const events = [
    ...[position(3, 1_000), position(9, 0), position(20, -2_000), position(30, 0)],
    ...[position(31, 9_000), position(31.5, 0)],
  ];
  deepStrictEqual(mostExposedBar(tape, events), { symbol: "TEST/USDT:USDT", side: -1, bar: 21, value: 200 });
  strictEqual(mostExposedBar(tape, events, 1)?.bar, 4);
  strictEqual(mostExposedBar(tape, [position(47, 1)]), null, "no open is left");
  strictEqual(mostExposedBar(tape, []), null);
});

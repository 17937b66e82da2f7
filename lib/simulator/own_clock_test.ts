import { deepStrictEqual } from "node:assert/strict";
import { Money } from "../domain/mod.ts";
import { PHASE, type Phase, type VenueEvent } from "../trader/mod.ts";
import { createBarFrame } from "./bar_frame.ts";
import { Exchange } from "./exchange.ts";
import { ExchangeSpec } from "./exchange_state.ts";
import { anOrder, submitOf, SYMBOL, tapeOf } from "./exchange_fixture.ts";
import { Tape } from "./tape.ts";

/** Two years after the tape, where an hour takes 100 ms. */
const NOW_MS = 1_770_000_000_000;

Deno.test("Exchange on a clock of its own dates fills and fundings by the market, and what it is asked by that clock", () => {
  const tape = tapeOf([
    [50_000, 50_010, 49_990, 50_000],
    [50_000, 50_010, 49_990, 50_000],
    [50_000, 50_600, 49_400, 49_500],
  ]);
  const spec = ExchangeSpec.create({ tape });
  const state = Exchange.create(spec, { walletBalance: Money.parse("10000") });
  const bars = createBarFrame(1);
  const out: VenueEvent[] = [];
  let clockMs = NOW_MS;
  const to = (bar: number, phase: Phase) => {
    const instant = { bar, phase, atMs: Tape.atMs(tape, bar, phase) };
    Exchange.advance(spec, state, instant, clockMs += 20, bars, out);
  };
  const submit = (order: Parameters<typeof anOrder>[1] & { clientId: string }) => {
    Exchange.handle(spec, state, submitOf(anOrder(order.clientId, order), clockMs), clockMs += 1, out);
  };
  Exchange.handle(spec, state, { kind: "ConfigureSymbol", symbol: SYMBOL, leverage: 10 }, clockMs, out);
  to(0, PHASE.open);
  submit({ clientId: "entry" });
  for (const phase of [PHASE.extreme1, PHASE.extreme2, PHASE.close]) to(0, phase);
  const protect = { side: -1, reduceOnly: true } as const;
  submit({ clientId: "stop", type: "stop_market", triggerTicks: 495_000, ...protect });
  submit({ clientId: "target", type: "take_profit_market", triggerTicks: 505_000, ...protect });
  to(2, PHASE.open);
  to(2, PHASE.extreme1);
  to(2, PHASE.extreme2);
  const times = out.map((event) => {
    if (event.kind !== "OrderFilled") return [event.kind, event.atMs - NOW_MS];
    return [event.kind, event.fill.clientId, event.fill.atMs - tape.fromMs];
  });
  deepStrictEqual(times, [
    ["SymbolConfigured", 0],
    ["OrderAccepted", 21],
    ["OrderFilled", "entry", Tape.atMs(tape, 0, PHASE.extreme1) - tape.fromMs],
    ["OrderAccepted", 82],
    ["OrderAccepted", 83],
    ["OrderFilled", "stop", Tape.atMs(tape, 2, PHASE.extreme1) - tape.fromMs],
    ["OrderExpired", 143],
  ]);
  // an order of either end is remembered, whatever the tape's year
  for (const clientId of ["entry", "stop", "target"]) {
    out.length = 0;
    Exchange.handle(spec, state, { kind: "QueryOrder", symbol: SYMBOL, clientId }, clockMs, out);
    deepStrictEqual(out.map(({ kind }) => kind), ["OrderReported"], clientId);
  }
});

import assert from "node:assert/strict";
import { Rng, unwrap } from "../core/mod.ts";
import { Money, type OrderRequest, type Side } from "../domain/mod.ts";
import type { VenueCommand, VenueEvent } from "../trader/mod.ts";
import { createBarFrame } from "./bar_frame.ts";
import { BarWindow, type OpenedBar } from "./bar_window.ts";
import { Exchange } from "./exchange.ts";
import { START_MS } from "./exchange_fixture.ts";
import { ExchangeSpec } from "./exchange_state.ts";
import { generateMarket } from "./generate_market.ts";
import { Tape } from "./tape.ts";

const HOUR_MS = 3_600_000, WARM_UP = 24, BARS = 400;

function tapeOf(): Tape {
  const startMs = START_MS - WARM_UP * HOUR_MS;
  const symbols = generateMarket({
    ...{ seed: "window", symbols: 3, bars: WARM_UP + BARS, startMs, timeframeMs: HOUR_MS },
  });
  const span = { timeframeMs: HOUR_MS, fromMs: START_MS, toMs: START_MS + BARS * HOUR_MS };
  return unwrap(Tape.create({ ...span, symbols }), "test tape");
}

/** A bar of a tape, as a market that is made as it goes would tell it. */
function openedOf(tape: Tape, bar: number): OpenedBar {
  const candles = tape.symbols.map(({ candles: from, rowOfBar0 }, i) => {
    const row = bar + rowOfBar0;
    return {
      ...{ open: from.open[row]!, high: from.high[row]!, low: from.low[row]!, close: from.close[row]! },
      ...{ volume: from.volume[row]!, fundingRate: Tape.fundingRate(tape, i, bar) },
    };
  });
  return { bar, openMs: tape.fromMs + bar * HOUR_MS, everyMs: 100, candles };
}

/** Positions are opened, stopped out, liquidated and paid funding for, at random. */
function commandsAt(rng: ReturnType<typeof Rng.create>, tape: Tape, n: number): VenueCommand[] {
  if (n === 0) {
    return tape.symbols.map(({ instrument: { symbol } }) => ({
      ...{ kind: "ConfigureSymbol", symbol, leverage: 20 },
    }));
  }
  if (Rng.uniform(rng) > 0.1) return [];
  const { instrument: { symbol, minSteps } } = tape.symbols[Math.floor(Rng.uniform(rng) * 3)]!;
  const side: Side = Rng.uniform(rng) < 0.5 ? 1 : -1;
  const order: OrderRequest = {
    ...{ clientId: `o${n}`, symbol, side, type: "market" as const, qtySteps: minSteps * 400 },
    ...{ limitTicks: null, triggerTicks: null, reduceOnly: false, closePosition: false },
  };
  return [{ kind: "SubmitOrder", order, sentAtMs: 0, recvWindowMs: Number.MAX_SAFE_INTEGER }];
}

function played(isWindow: boolean): { events: VenueEvent[]; bars: unknown[]; state: unknown } {
  const tape = tapeOf();
  const window = BarWindow.create(tape);
  const onTape = ExchangeSpec.create({ tape });
  const spec = isWindow ? { ...onTape, tape: window.tape } : onTape;
  const state = Exchange.create(spec, { walletBalance: Money.parse("10000") });
  const rng = Rng.create("orders"), frame = createBarFrame(3);
  const events: VenueEvent[] = [], bars: unknown[] = [];
  let n = 0;
  for (const instant of Tape.instants(tape)) {
    if (isWindow && instant.phase === 0) BarWindow.show(window, openedOf(tape, instant.bar));
    Exchange.advance(spec, state, instant, instant.atMs, frame, events);
    if (frame.count > 0) bars.push(structuredClone(frame));
    frame.count = 0;
    for (const command of commandsAt(rng, tape, n++)) Exchange.handle(spec, state, command, 0, events);
  }
  return { events, bars, state };
}

Deno.test("an exchange that sees one bar at a time does what it does on the tape, to the last bit", () => {
  const onTape = played(false);
  const kinds = new Set(onTape.events.map(({ kind }) => kind));
  for (const kind of ["OrderFilled", "FundingSettled", "PositionLiquidated"] as const) {
    assert.ok(kinds.has(kind), `the test must see ${kind}: it saw ${[...kinds]}`);
  }
  assert.deepEqual(played(true), onTape);
});

Deno.test("BarWindow.show() refuses a bar of other symbols", () => {
  const tape = tapeOf();
  const opened = openedOf(tape, 0);
  assert.throws(
    () => BarWindow.show(BarWindow.create(tape), { ...opened, candles: opened.candles.slice(1) }),
    /Cannot show bar 0 as it must have 3 symbols: it has 2/,
  );
});

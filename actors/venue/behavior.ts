import { type Behavior, LANE, NONE, type Send } from "../../lib/runtime/mod.ts";
import {
  createBarFrame,
  Exchange,
  type ExchangeSpec,
  type ExchangeState,
  type MarketAdvanced,
  Tape,
} from "../../lib/simulator/mod.ts";
import { type BarFrame, PHASE, type VenueCommand, type VenueEvent } from "../../lib/trader/mod.ts";
import type { Money } from "../../lib/domain/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { Candle, CandlesClosed } from "./messages.ts";

/**
 * The paper exchange: the world moves it from instant to instant, execution and others send it commands. Answers go to
 * whoever asked; execution, which keeps the book, is also told what becomes of an order that somebody else sent.
 */
export function venueBehavior(
  spec: ExchangeSpec,
  account: { readonly walletBalance: Money },
): Behavior<ExchangeState, MarketAdvanced | VenueCommand> {
  const bars = createBarFrame(spec.tape.symbols.length);
  const out: VenueEvent[] = [];
  return {
    schema: 2,
    init: () => Exchange.create(spec, account),
    step(state, message, ctx) {
      if (message.kind === "MarketAdvanced") {
        const { bar, phase } = message;
        const instant = { bar, phase, atMs: Tape.atMs(spec.tape, bar, phase) };
        Exchange.advance(spec, state, instant, ctx.nowMs, bars, out);
        if (phase === PHASE.bar && bars.count > 0) {
          return { state, events: NONE, sends: [candles(spec, bars, ctx.nowMs)], timers: NONE };
        }
        return { state, events: NONE, sends: out.splice(0).map(toExecution), timers: NONE };
      }
      Exchange.handle(spec, state, message, ctx.nowMs, out);
      const answers = out.splice(0);
      const sends = answers.map((body): Send => ({ to: ctx.from, lane: LANE.orders, body }));
      if (ctx.from !== ADDRESS.execution) sends.push(...answers.filter(isOfOrder).map(toExecution));
      return { state, events: NONE, sends, timers: NONE };
    },
  };
}

const toExecution = (body: VenueEvent): Send => ({ to: ADDRESS.execution, lane: LANE.orders, body });

/** True for events that change an order; answers to questions are the asker's alone. */
function isOfOrder({ kind }: VenueEvent): boolean {
  return kind === "OrderAccepted" || kind === "OrderRejected" || kind === "OrderCancelled";
}

/** Times of bars are those of the tape, whatever the hour when it is played. */
function candles(spec: ExchangeSpec, bars: BarFrame, atMs: number): Send {
  const closeMs = bars.openMs[0]! + spec.tape.timeframeMs;
  const list: Candle[] = [];
  for (let i = 0; i < bars.count; i++) {
    list.push({
      symbol: spec.tape.symbols[bars.symbol[i]!]!.instrument.symbol,
      openMs: bars.openMs[i]!,
      open: bars.open[i]!,
      high: bars.high[i]!,
      low: bars.low[i]!,
      close: bars.close[i]!,
      volume: bars.volume[i]!,
    });
  }
  const body: CandlesClosed = { kind: "CandlesClosed", closeMs, atMs, candles: list };
  return { to: ADDRESS.feed, lane: LANE.data, body };
}

import { type Behavior, LANE, NONE, type Send } from "../../lib/runtime/mod.ts";
import {
  type BarOpened,
  BarWindow,
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
): Behavior<ExchangeState, BarOpened | MarketAdvanced | VenueCommand> {
  const bars = createBarFrame(spec.tape.symbols.length);
  const window = BarWindow.create(spec.tape);
  const endless = { ...spec, tape: window.tape };
  const out: VenueEvent[] = [];
  /** What the exchange reads now: the tape, or the bar under way. */
  const specNow = ({ opened }: ExchangeState): ExchangeSpec => {
    if (opened === null) return spec;
    BarWindow.show(window, opened);
    return endless;
  };
  return {
    schema: 3,
    init: () => Exchange.create(spec, account),
    step(state, message, ctx) {
      if (message.kind === "BarOpened") {
        state.opened = message.opened;
        return { state, events: NONE, sends: NONE, timers: NONE };
      }
      if (message.kind === "MarketAdvanced") {
        const { bar, phase } = message;
        const instant = { bar, phase, atMs: Tape.atMs(spec.tape, bar, phase) };
        Exchange.advance(specNow(state), state, instant, ctx.nowMs, bars, out);
        if (phase === PHASE.bar && bars.count > 0) {
          return {
            state,
            events: NONE,
            sends: [candles(spec, bars, ctx.nowMs, state.opened?.everyMs)],
            timers: NONE,
          };
        }
        return { state, events: NONE, sends: out.splice(0).map(toExecution), timers: NONE };
      }
      Exchange.handle(specNow(state), state, message, ctx.nowMs, out);
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
function candles(spec: ExchangeSpec, bars: BarFrame, atMs: number, everyMs: number | undefined): Send {
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
  const lasted = everyMs === undefined ? {} : { everyMs };
  const body: CandlesClosed = { kind: "CandlesClosed", closeMs, atMs, ...lasted, candles: list };
  return { to: ADDRESS.feed, lane: LANE.data, body };
}

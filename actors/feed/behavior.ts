import { type Behavior, LANE, type Message, type Send } from "../../lib/runtime/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { Candle, CandlesClosed } from "../venue/messages.ts";
import type { BarClosed, BarsPublished, SymbolStaled } from "./messages.ts";

/** Open of the last bar of each symbol; 0 before the first. In the run's symbol order. */
export interface FeedState {
  readonly lastOpenMs: number[];
}

/** Passes closed candles on, in order and exactly once; a hole marks the symbol stale. */
export function feedBehavior(symbols: readonly string[], barMs: number): Behavior<FeedState, CandlesClosed> {
  return {
    schema: 1,
    init: () => ({ lastOpenMs: symbols.map(() => 0) }),
    step(state, { candles, closeMs }) {
      const sends: Send[] = [], events: Message[] = [];
      const published: string[] = [];
      for (const candle of candles) {
        const index = symbols.indexOf(candle.symbol);
        if (index < 0) throw new Error(`Cannot publish a candle of ${candle.symbol}: it is not in this run`);
        const last = state.lastOpenMs[index]!;
        if (candle.openMs <= last) {
          events.push({ kind: "CandleDropped", symbol: candle.symbol, openMs: candle.openMs } as Message);
          continue;
        }
        if (last !== 0 && candle.openMs !== last + barMs) sends.push(staled(candle, last, barMs));
        state.lastOpenMs[index] = candle.openMs;
        const bar: BarClosed = { kind: "BarClosed", ...candle };
        sends.push({ to: ADDRESS.symbol(candle.symbol), lane: LANE.data, body: bar });
        published.push(candle.symbol);
      }
      if (published.length > 0) {
        const body: BarsPublished = { kind: "BarsPublished", closeMs, symbols: published };
        sends.push({ to: ADDRESS.risk, lane: LANE.data, body });
      }
      return { state, events, sends, timers: [] };
    },
  };
}

function staled(candle: Candle, lastOpenMs: number, barMs: number): Send {
  const missing = (candle.openMs - lastOpenMs) / barMs - 1;
  const cause = `${missing} bars are missing before ${new Date(candle.openMs).toISOString()}`;
  const body: SymbolStaled = { kind: "SymbolStaled", symbol: candle.symbol, cause };
  return { to: ADDRESS.risk, lane: LANE.control, body };
}

import { type Behavior, LANE, type Message, type Send } from "../../lib/runtime/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { Candle, CandlesClosed } from "../venue/messages.ts";
import type { BarClosed, BarsPublished, SymbolStaled } from "./messages.ts";

/** Open of the last bar of each symbol; 0 before the first. In the run's symbol order. */
export interface FeedState {
  readonly lastOpenMs: number[];
}

/**
 * Passes closed candles on, in order and exactly once; a hole marks the symbol stale. A candle is late when a newer one has
 * closed, in this message or before it, or when the message is older than a bar lasts, `barEveryMs` unless it says so itself:
 * on the clock that both are told by, which is not the candles' own where the market is played faster.
 */
export function feedBehavior(
  symbols: readonly string[],
  barMs: number,
  barEveryMs: number = barMs,
): Behavior<FeedState, CandlesClosed> {
  return {
    schema: 1,
    init: () => ({ lastOpenMs: symbols.map(() => 0) }),
    step(state, { candles, atMs, everyMs = barEveryMs }, { nowMs }) {
      const sends: Send[] = [], events: Message[] = [];
      const published: Published[] = [];
      const isOld = nowMs - atMs > everyMs;
      const newestMs = Math.max(...state.lastOpenMs, ...candles.map(({ openMs }) => openMs));
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
        const bar: BarClosed = { kind: "BarClosed", ...candle, isLate: isOld || candle.openMs < newestMs };
        sends.push({ to: ADDRESS.symbol(candle.symbol), lane: LANE.data, body: bar });
        publish(published, candle.openMs + barMs, candle.symbol);
      }
      for (const { closeMs, symbols } of published) {
        const body: BarsPublished = { kind: "BarsPublished", closeMs, symbols };
        sends.push({ to: ADDRESS.risk, lane: LANE.data, body });
      }
      return { state, events, sends, timers: [] };
    },
  };
}

interface Published {
  readonly closeMs: number;
  readonly symbols: string[];
}

/** Notes that a symbol has a bar that closed then; oldest bars first. */
function publish(published: Published[], closeMs: number, symbol: string): void {
  const at = published.findIndex((it) => it.closeMs >= closeMs);
  if (at >= 0 && published[at]!.closeMs === closeMs) published[at]!.symbols.push(symbol);
  else published.splice(at < 0 ? published.length : at, 0, { closeMs, symbols: [symbol] });
}

function staled(candle: Candle, lastOpenMs: number, barMs: number): Send {
  const missing = (candle.openMs - lastOpenMs) / barMs - 1;
  const cause = `${missing} bars are missing before ${new Date(candle.openMs).toISOString()}`;
  const body: SymbolStaled = { kind: "SymbolStaled", symbol: candle.symbol, cause };
  return { to: ADDRESS.risk, lane: LANE.control, body };
}

import type { Money } from "../lib/domain/mod.ts";
import type { Behavior, MarketMessage, WorldSource } from "../lib/runtime/mod.ts";
import { createTapeWorld, type ExchangeSpec, Tape } from "../lib/simulator/mod.ts";
import type { TraderSpec } from "../lib/trader/mod.ts";
import { ADDRESS } from "./addresses.ts";
import { executionBehavior } from "./execution/behavior.ts";
import type { SessionStarted } from "./execution/messages.ts";
import { feedBehavior } from "./feed/behavior.ts";
import { riskBehavior } from "./risk/behavior.ts";
import { symbolBehavior } from "./symbol/behavior.ts";
import { venueBehavior } from "./venue/behavior.ts";

/** What a paper session is made of. */
export interface PaperSession {
  readonly trader: TraderSpec;
  readonly exchange: ExchangeSpec;
  readonly walletBalance: Money;
}

/** Every actor of a paper session by its address: venue, feed, one per symbol, risk, execution. Pure. */
export function paperTree({ trader, exchange, walletBalance }: PaperSession): Record<string, Behavior> {
  const { tape } = exchange;
  const names = trader.orders.symbols;
  const symbols = trader.symbols.map((spec, i) => [
    ADDRESS.symbol(spec.symbol),
    symbolBehavior(spec, Tape.history(tape, i)),
  ]);
  return {
    [ADDRESS.venue]: venueBehavior(exchange, { walletBalance }),
    [ADDRESS.feed]: feedBehavior(names, tape.timeframeMs),
    [ADDRESS.risk]: riskBehavior(trader.portfolio),
    [ADDRESS.execution]: executionBehavior(trader.orders),
    ...Object.fromEntries(symbols),
  } as Record<string, Behavior>;
}

/** The session's world: it is started once, then the tape plays. Every seq of the tape is one higher. */
export function paperWorld(tape: Tape): WorldSource {
  const inner = createTapeWorld(tape, ADDRESS.venue);
  const body: SessionStarted = { kind: "SessionStarted" };
  const started: MarketMessage = { atMs: tape.fromMs, seq: 1, to: ADDRESS.execution, body };
  let isStarted = false;
  return {
    next() {
      if (!isStarted) {
        isStarted = true;
        return started;
      }
      const message = inner.next();
      return message === null ? null : { ...message, seq: message.seq + 1 };
    },
    seek(seq) {
      isStarted = seq >= 1;
      inner.seek(Math.max(0, seq - 1));
    },
  };
}

import { type Behavior, NONE } from "../../../lib/runtime/mod.ts";
import type { Order, Quote } from "./messages.ts";

export interface SinkState {
  orders: number;
  quotes: number;
  /** The newest of each symbol. */
  readonly newest: Record<string, number>;
}

/** Where a flood ends. Throws on an order that is not the next, and on a quote older than one of its symbol before. */
export function sink(): Behavior<SinkState, Order | Quote> {
  return {
    schema: 1,
    init: () => ({ orders: 0, quotes: 0, newest: {} }),
    step(state, message) {
      if (message.kind === "Order") {
        if (message.n !== ++state.orders) {
          throw new Error(`Order ${message.n} came where ${state.orders} was due`);
        }
      } else {
        const { symbol, n } = message;
        if (n <= (state.newest[symbol] ?? 0)) {
          throw new Error(`Quote ${n} of ${symbol} came after ${state.newest[symbol]}`);
        }
        state.newest[symbol] = n;
        state.quotes++;
      }
      return { state, events: NONE, sends: NONE, timers: NONE };
    },
  };
}

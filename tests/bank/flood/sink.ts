import { type Behavior, NONE } from "../../../lib/runtime/mod.ts";
import type { Order, Quote } from "./messages.ts";

export interface SinkState {
  /** Of each sender. */
  readonly orders: Record<string, number>;
  quotes: number;
  /** The newest of each symbol. */
  readonly newest: Record<string, number>;
}

/** Where a flood ends. Throws on an order that is not the next, and on a quote older than one of its symbol before. */
export function sink(): Behavior<SinkState, Order | Quote> {
  return {
    schema: 1,
    init: () => ({ orders: {}, quotes: 0, newest: {} }),
    step(state, message, { messageId }) {
      if (message.kind === "Order") {
        const sender = messageId.slice(0, messageId.lastIndexOf("#"));
        const due = (state.orders[sender] ?? 0) + 1;
        if (message.n !== due) throw new Error(`Order ${message.n} of ${sender} came where ${due} was due`);
        state.orders[sender] = due;
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

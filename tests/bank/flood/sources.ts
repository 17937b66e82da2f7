import {
  type Behavior,
  LANE,
  NONE,
  type Send,
  type Step,
  type TimerFired,
} from "../../../lib/runtime/mod.ts";
import type { Order, Quote, Start, Tick } from "./messages.ts";

export interface OrderSourceArgs {
  readonly [key: string]: string | number;
  /** Address of the sink. */
  readonly to: string;
  readonly lane: "orders" | "control";
  /** Orders per tick. */
  readonly burst: number;
}

export interface OrderSourceState {
  ticks: number;
  sent: number;
}

/** Makes orders out of ticks, far faster than they are handled. What holds it back is that it gets no more ticks. */
export function orderSource({ to, lane, burst }: OrderSourceArgs): Behavior<OrderSourceState, Tick> {
  return {
    schema: 1,
    init: () => ({ ticks: 0, sent: 0 }),
    step(state) {
      state.ticks++;
      const sends: Send[] = [];
      for (let i = 0; i < burst; i++) {
        const body: Order = { kind: "Order", n: ++state.sent };
        sends.push({ to, lane: LANE[lane], body });
      }
      return { state, events: NONE, sends, timers: NONE };
    },
  };
}

export interface QuoteSourceArgs {
  readonly [key: string]: string | number;
  /** Address of the sink. */
  readonly to: string;
  /** They take turns, one quote each. */
  readonly symbols: number;
  /** Quotes per firing of the timer. */
  readonly burst: number;
  /** Between two firings. */
  readonly everyMs: number;
  /** From Start to the last firing. */
  readonly forMs: number;
}

export interface QuoteSourceState {
  /** Logical time; 0 before the start. */
  startMs: number;
  sent: number;
}

/** A feed that nobody holds back: its own timer drives it, as an exchange's stream would. */
export function quoteSource(args: QuoteSourceArgs): Behavior<QuoteSourceState, Start | TimerFired> {
  return {
    schema: 1,
    init: () => ({ startMs: 0, sent: 0 }),
    step(state, message, { nowMs }): Step<QuoteSourceState> {
      if (message.kind === "Start") state.startMs = nowMs;
      else if (nowMs - state.startMs >= args.forMs) return { state, events: NONE, sends: NONE, timers: NONE };
      const timers = [{ op: "set", name: "feed", dueMs: nowMs + args.everyMs } as const];
      return { state, events: NONE, sends: quotes(state, args), timers };
    },
  };
}

function quotes(state: QuoteSourceState, { to, symbols, burst }: QuoteSourceArgs): Send[] {
  const sends: Send[] = [];
  for (let i = 0; i < burst; i++) {
    const n = ++state.sent;
    const key = `symbol/${n % symbols}`;
    const body: Quote = { kind: "Quote", symbol: key, n };
    sends.push({ to, lane: LANE.data, key, body });
  }
  return sends;
}

import { type Money, Position } from "../domain/mod.ts";
import type { OpenedBar } from "./bar_window.ts";
import type { EndedOrder } from "./ended_orders.ts";
import type { OpenOrder } from "./open_order.ts";
import type { Tape } from "./tape.ts";

/** What an exchange is: its market and its manners. Orders take no time to arrive. */
export interface ExchangeSpec {
  readonly tape: Tape;
  /** Slippage of market and stop orders against the taker, in basis points of the price. */
  readonly slippageBps: number;
  /** Most of a bar's volume that one fill takes, in percent. */
  readonly volumeSharePct: number;
}

/** Companion of ExchangeSpec. */
export const ExchangeSpec = {
  /** An exchange on a tape; 2 bps of slippage and 10 % of the volume unless said otherwise. Throws RangeError on nonsense. */
  create(options: { tape: Tape; slippageBps?: number; volumeSharePct?: number }): ExchangeSpec {
    const { tape, slippageBps = 2, volumeSharePct = 10 } = options;
    if (!(slippageBps >= 0 && slippageBps < 10_000)) {
      throw new RangeError(
        `Cannot create an exchange: slippageBps must be in [0, 10000), current value is ${slippageBps}`,
      );
    }
    if (!(volumeSharePct > 0 && volumeSharePct <= 100)) {
      throw new RangeError(
        `Cannot create an exchange: volumeSharePct must be in (0, 100], current value is ${volumeSharePct}`,
      );
    }
    return { tape, slippageBps, volumeSharePct };
  },
} as const;

/** All an exchange remembers: plain data, changed in place by its owner alone. Arrays are by symbol index of the tape. */
export interface ExchangeState {
  /** Deposits + realised profits - fees + funding - liquidated margins; isolated margins are part of it. */
  walletBalance: Money;
  /** Fills so far; the next fill's id is one more. */
  fillCount: number;
  /** Bar of the last instant, -1 before the first. */
  bar: number;
  /** The bar under way where the market is made as it goes; null on a tape. */
  opened: OpenedBar | null;
  /** Price of the symbol's last instant; 0 before its first. */
  readonly lastPrice: Float64Array;
  /** 1 when the low of the bar under way comes before its high. */
  readonly lowFirst: Uint8Array;
  /** Leverage of what is opened next; 0 until ConfigureSymbol. */
  readonly leverage: Int32Array;
  /** Follows position and margin; 0 where nothing liquidates. */
  readonly liquidationPrice: Float64Array;
  readonly positions: Position[];
  readonly isolatedMargin: Money[];
  /** Open orders in the order they were accepted. */
  readonly orders: OpenOrder[][];
  /** Orders that are over, for as long as they can be asked for. */
  readonly ended: EndedOrder[][];
}

/** A new account: money, nothing else. */
export function createExchangeState(
  spec: ExchangeSpec,
  account: { readonly walletBalance: Money },
): ExchangeState {
  const n = spec.tape.symbols.length;
  return {
    walletBalance: account.walletBalance,
    fillCount: 0,
    bar: -1,
    opened: null,
    lastPrice: new Float64Array(n),
    lowFirst: new Uint8Array(n),
    leverage: new Int32Array(n),
    liquidationPrice: new Float64Array(n),
    positions: Array.from({ length: n }, () => Position.flat),
    isolatedMargin: new Array<Money>(n).fill(0n),
    orders: Array.from({ length: n }, () => []),
    ended: Array.from({ length: n }, () => []),
  };
}

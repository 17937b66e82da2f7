import { type Money, Position } from "../domain/mod.ts";
import type { OpenedBar } from "./bar_window.ts";
import type { EndedOrder } from "./ended_orders.ts";
import type { InFlight, OpenOrder } from "./open_order.ts";
import { checkRealism, type FeeRates, REALISM, type Realism, withFees } from "./realism.ts";
import type { Tape } from "./tape.ts";

/** What an exchange is: its market and its manners. */
export interface ExchangeSpec extends Realism {
  readonly tape: Tape;
  /** Slippage of market and stop orders against the taker, in basis points of the price. */
  readonly slippageBps: number;
  /** Most of a bar's volume that one fill takes, in percent. */
  readonly volumeSharePct: number;
}

/** What an exchange is made from; what is left out is as 10-architecture has it. */
export interface ExchangeOptions extends Partial<Realism> {
  readonly tape: Tape;
  /** @default {2} */
  readonly slippageBps?: number;
  /** @default {10} */
  readonly volumeSharePct?: number;
  /** Instead of the instruments' own, which the tape of the exchange then has. @default {"on"} */
  readonly fees?: "on" | "off" | FeeRates;
}

/** Companion of ExchangeSpec. */
export const ExchangeSpec = {
  /** An exchange on a tape; 2 bps of slippage and 10 % of the volume unless said otherwise. Throws RangeError on nonsense. */
  create(options: ExchangeOptions): ExchangeSpec {
    const { tape, slippageBps = 2, volumeSharePct = 10, fees = "on", ...switches } = options;
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
    const realism = { ...REALISM, ...switches };
    checkRealism(realism);
    return { tape: fees === "on" ? tape : withFees(tape, fees), slippageBps, volumeSharePct, ...realism };
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
  /** What is on its way, oldest first; absent where nothing takes time. */
  readonly inFlight?: InFlight[];
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
    ...(spec.latencyMs > 0 ? { inFlight: [] } : {}),
  };
}

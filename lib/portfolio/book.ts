import { divCeil } from "../core/mod.ts";
import { type Instrument, type Money, Position, type Side } from "../domain/mod.ts";

/** What the portfolio holds, or is about to hold, in one symbol. Changed in place by its owner. */
export interface Holding {
  side: Side;
  qtySteps: number;
  cost: Money;
  isolatedMargin: Money;
  /** Price of the protective stop, from approval on; 0 when nothing is held or under way. */
  stopTicks: number;
  /**
   * Profit in 1e-8 as a line of the price, in doubles: profitPerPrice x price - profitAtZero. Follows from the position and
   * is kept with it, for what is looked at every bar.
   */
  profitPerPrice: number;
  profitAtZero: number;
  /** Last price seen; 0 before the first. */
  markPrice: number;
  /** Direction of an approved entry that is not over yet; 0 when there is none. */
  pendingSide: Side | 0;
  /** Steps the approved entry may still fill, and what one step risks and is worth. */
  pendingSteps: number;
  pendingRiskPerStep: Money;
  pendingValuePerStep: Money;
}

/** The portfolio's account: wallet and holdings, one per symbol in the run's order. */
export interface BookState {
  wallet: Money;
  readonly holdings: Holding[];
}

/** Companion of BookState. Instruments are passed in the run's symbol order. */
export const Book = {
  create: (symbols: number): BookState => ({
    wallet: 0n,
    holdings: Array.from({ length: symbols }, () => ({
      side: 1 as Side,
      qtySteps: 0,
      cost: 0n,
      isolatedMargin: 0n,
      stopTicks: 0,
      profitPerPrice: 0,
      profitAtZero: 0,
      markPrice: 0,
      pendingSide: 0 as const,
      pendingSteps: 0,
      pendingRiskPerStep: 0n,
      pendingValuePerStep: 0n,
    })),
  }),

  /** Makes a position what is held. */
  hold(h: Holding, it: Instrument, { side, qtySteps, cost }: Position): void {
    h.side = side;
    h.qtySteps = qtySteps;
    h.cost = cost;
    h.profitPerPrice = side * qtySteps * Number(it.tickStepValue) * it.tickPow10 / it.tickMantissa;
    h.profitAtZero = side * Number(cost);
  },

  /** True when something is held or an approved entry is under way. */
  isEngaged: (h: Holding): boolean => h.qtySteps !== 0 || h.pendingSide !== 0,

  /** Direction of what is held or under way; 0 when nothing is. */
  direction: (h: Holding): Side | 0 => (h.qtySteps !== 0 ? h.side : h.pendingSide),

  /** Profit of all holdings at their last prices. */
  unrealized(book: BookState, instruments: readonly Instrument[]): Money {
    let sum = 0n;
    for (let i = 0; i < book.holdings.length; i++) {
      const h = book.holdings[i]!;
      if (h.qtySteps !== 0) sum += Position.unrealizedPnl(instruments[i]!, h, h.markPrice);
    }
    return sum;
  },

  /** Wallet plus unrealised profit: what loss limits look at. */
  equity(book: BookState, instruments: readonly Instrument[]): Money {
    const unrealized = Book.unrealized(book, instruments);
    return unrealized === 0n ? book.wallet : book.wallet + unrealized;
  },

  /** True when no position is held, whatever is under way. */
  isFlat({ holdings }: BookState): boolean {
    for (let i = 0; i < holdings.length; i++) if (holdings[i]!.qtySteps !== 0) return false;
    return true;
  },

  /** equity() in 1e-8 as a double, off by some 1e-12 of what is held: for telling that it is far from a limit. */
  roughEquity({ wallet, holdings }: BookState): number {
    let equity = Number(wallet);
    for (let i = 0; i < holdings.length; i++) {
      const h = holdings[i]!;
      if (h.qtySteps !== 0) equity += h.profitPerPrice * h.markPrice - h.profitAtZero;
    }
    return equity;
  },

  /** The lesser of wallet and equity: what sizing and limits look at, so that open profit is never bet on. */
  sizingEquity(book: BookState, instruments: readonly Instrument[]): Money {
    const unrealized = Book.unrealized(book, instruments);
    return unrealized < 0n ? book.wallet + unrealized : book.wallet;
  },

  /** Value of an approved entry's part that is not filled yet. */
  pendingValue: (h: Holding): Money => h.pendingValuePerStep * BigInt(h.pendingSteps),

  /** Wallet that no position's margin holds and no pending entry will need at a leverage. */
  freeMargin(book: BookState, leverage: number): Money {
    let free = book.wallet;
    for (const h of book.holdings) free -= h.isolatedMargin + divCeil(Book.pendingValue(h), BigInt(leverage));
    return free;
  },

  /** Gross value of holdings (at last prices) and pending entries. */
  grossExposure(book: BookState, instruments: readonly Instrument[]): Money {
    let gross = 0n;
    for (let i = 0; i < book.holdings.length; i++) {
      const h = book.holdings[i]!;
      if (h.qtySteps !== 0) {
        const value = h.cost + BigInt(h.side) * Position.unrealizedPnl(instruments[i]!, h, h.markPrice);
        gross += value < 0n ? -value : value;
      }
      gross += Book.pendingValue(h);
    }
    return gross;
  },

  /** Money lost if one holding's stop is hit at its price; 0 when the stop locks in a profit, all of it without a stop. */
  riskAtStop(it: Instrument, h: Holding): Money {
    if (h.qtySteps === 0) return 0n;
    if (h.stopTicks === 0) return h.cost;
    const atStop = BigInt(h.stopTicks) * BigInt(h.qtySteps) * it.tickStepValue;
    const loss = BigInt(h.side) * (h.cost - atStop);
    return loss > 0n ? loss : 0n;
  },

  /** Money lost if every stop is hit, what pending entries would lose included. */
  openRisk(book: BookState, instruments: readonly Instrument[]): Money {
    let risk = 0n;
    for (let i = 0; i < book.holdings.length; i++) {
      const h = book.holdings[i]!;
      risk += Book.riskAtStop(instruments[i]!, h) + h.pendingRiskPerStep * BigInt(h.pendingSteps);
    }
    return risk;
  },
} as const;

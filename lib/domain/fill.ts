import type { Money } from "./money.ts";
import type { Side } from "./side.ts";

/** One execution as the venue reported it. Amounts are the venue's and are booked as they are. */
export interface Fill {
  /** The venue's own number of the fill; unique per venue. */
  readonly fillId: string;
  readonly clientId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly priceTicks: number;
  readonly qtySteps: number;
  readonly liquidity: "maker" | "taker";
  /** Fee paid; positive is a cost. */
  readonly fee: Money;
  /** Realised profit of the part that closed; 0 when it opened. */
  readonly realizedPnl: Money;
  readonly atMs: number;
  /** Signed position in steps at the venue after this fill, so that the book can be checked against it. */
  readonly positionStepsAfter: number;
}

import type { ClosedCandle, FundingNotice } from "../port.ts";
import type { CandleTick, VenueFault } from "./feed_state.ts";

/** Where a socket tells. After closed() nothing more comes from it. */
export interface SocketSink {
  candle(tick: CandleTick): void;
  funding(notice: FundingNotice): void;
  /** It will bring nothing more, for this reason. */
  closed(why: string): void;
}

/** A page of history. */
export interface CandlePage {
  /** As the venue gave them, the open one included. */
  readonly rows: readonly ClosedCandle[];
  /** The venue's time of this answer, whole seconds rounded down; null if it did not say. */
  readonly servedMs: number | null;
}

/** A venue's public market data. Every call may reject with anything; faultOf() says what it means. */
export interface VenuePort {
  /** Reads the markets and refuses symbols that are not there. */
  open(): Promise<void>;
  /** The venue's clock, ms. */
  serverMs(): Promise<number>;
  /** At most `limit` candles from the one that opens at `fromMs`, oldest first. */
  page(symbol: string, fromMs: number, limit: number): Promise<CandlePage>;
  /** Connects and subscribes; resolves when the venue was asked for everything. One socket at a time. */
  dial(sink: SocketSink): Promise<void>;
  /** Lets go of the socket without waiting for the venue. */
  hangUp(): void;
  /** Ends everything; resolves when nothing is open any more. */
  close(): Promise<void>;
  faultOf(error: unknown): VenueFault;
}

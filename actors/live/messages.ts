import type { Fact } from "../../lib/notify/mod.ts";
import type { FeedOptions } from "../../lib/venues/mod.ts";
import type { CandlesTold } from "../clock/messages.ts";

/** What a live feed follows. */
export interface LiveArgs {
  /** One for the candles the paper exchange is moved by, one for those that are decided on; one where they are the same. */
  readonly feeds: readonly FeedOptions[];
  /** Between settlements, by symbol. */
  readonly fundingIntervalMs: Readonly<Record<string, number>>;
}

/** What it tells the root: candles for the clock, and what people should know. */
export type LiveNote = CandlesTold | Fact;

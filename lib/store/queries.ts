import type { Money, Order } from "../domain/mod.ts";
import type { Message } from "../runtime/mod.ts";
import type { RoundTrip, TraderEvent, Verdict } from "../trader/mod.ts";

/** A trader event of one kind. */
export type EventOf<K extends TraderEvent["kind"]> = Extract<TraderEvent, { readonly kind: K }>;

/** Which part of a list, newest first. */
export interface PageRequest {
  /** Rows at most, 1 to MAX_LIMIT. */
  readonly limit: number;
  /** Newest rows left out. @default {0} */
  readonly offset?: number;
  /** @default all */
  readonly symbol?: string;
}

/** The longest list that one question may ask for. */
export const MAX_LIMIT = 10_000;

/** A part of a list, and how many rows the list has. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** A committed event. */
export interface StoredEvent {
  /** Rises in the order of commits, by one where nothing was pruned: who has seen an id misses nothing before it. */
  readonly id: number;
  readonly actor: string;
  readonly kind: string;
  /** Logical time of the input that led to it, ms. */
  readonly atMs: number;
  /** Wall time of the commit, ms; null once the input was pruned. */
  readonly wallMs: number | null;
  /** A TraderEvent, or what else an actor told (`isTraderEvent`). */
  readonly body: Message;
}

/** A message that an actor has handled. */
export interface StoredInput {
  /** From 1, without gaps, of the actor. */
  readonly inputNo: number;
  readonly from: string;
  readonly kind: string;
  /** Logical time it was sent, ms. */
  readonly sentAtMs: number;
  /** Logical time it was handled, ms. */
  readonly atMs: number;
  /** Wall time of the commit, ms. */
  readonly wallMs: number;
  readonly body: Message;
}

export interface InputQuery {
  /** Rows at most, 1 to MAX_LIMIT. */
  readonly limit: number;
  /** @default all; those that come seldom are looked for through the whole journal of the actor. */
  readonly kinds?: readonly string[];
  /** Only those that were committed by then, wall time, ms. @default now */
  readonly toWallMs?: number;
}

/** A position that is not flat, as the contract's table has it: decimals as text. */
export interface OpenPosition {
  readonly venue: string;
  readonly symbol: string;
  readonly side: "long" | "short";
  /** Signed. */
  readonly qty: string;
  readonly averagePrice: string;
  readonly stopPrice: string | null;
  readonly liquidationPrice: string | null;
  /** Nobody tells it in this version. */
  readonly lastPrice: string | null;
  readonly unrealizedPnl: string;
  readonly unrealizedR: string;
  readonly updatedAtMs: number;
  /** Signed; null in rows of an older version. */
  readonly qtySteps: number | null;
  /** Null without a stop, and in rows of an older version. */
  readonly stopTicks: number | null;
  /** The newest entry of the symbol; null where none of its fills are known (a position taken over). */
  readonly entry: PositionEntry | null;
}

/** What opened a position. */
export interface PositionEntry {
  readonly intentId: string;
  /** Its first fill. */
  readonly openedAtMs: number;
  /** From the decision that let it through; "" where none is known. */
  readonly system: string;
  readonly strategy: string;
  readonly regime: string;
  /** One R; null if it was not sized. */
  readonly riskMoney: Money | null;
}

/** A decision without its why. */
export interface DecisionRow {
  /** `symbol:barCloseMs` */
  readonly id: string;
  readonly atMs: number;
  readonly symbol: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly regime: string;
  readonly strategy: string;
  readonly intentId: string | null;
}

export interface DecisionQuery {
  readonly symbol?: string;
  readonly verdict?: Verdict;
  /** Only those of bars that closed before. */
  readonly beforeMs?: number;
  readonly limit: number;
}

/** A closed bar as the feed told it. */
export interface Bar {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** It came too late to be traded on. */
  readonly isLate: boolean;
}

/** A part of the equity curve. */
export interface EquityQuery {
  /** @default the first */
  readonly fromMs?: number;
  /** The first left out. @default none */
  readonly toMs?: number;
  /**
   * Where there are more, those with the lowest and the highest equity and the last of equal spans of time stay: a
   * drawdown keeps its depth. At least 3. @default all
   */
  readonly maxPoints?: number;
}

/** A configuration, or a change of some of its values. */
export interface ConfigVersion {
  readonly version: string;
  /** start: the whole configuration that a process began with; patch: values that were changed while it ran. */
  readonly origin: "start" | "patch";
  readonly status: "staged" | "applied" | "failed" | "rolled_back";
  /** Of those applied, the one that was applied, or came back, last. */
  readonly isInForce: boolean;
  /** Who brought it. */
  readonly by: string;
  /** JSON: the configuration without secrets, or path -> value. */
  readonly payload: string;
  /** Actors that told that they follow it. */
  readonly confirmedBy: readonly string[];
  /** Why it failed; "" if it did not. */
  readonly why: string;
  /** Logical time it came, ms. */
  readonly createdAtMs: number;
}

/** What trading over a span came to. Null where nothing was there to measure. */
export interface Performance {
  readonly trades: number;
  /** Trades with a net profit. */
  readonly wins: number;
  /** Net profits of those that won and (positive) losses of the rest. */
  readonly gains: Money;
  readonly losses: Money;
  readonly sumR: number;
  /** Deepest fall of the running sum of R, from 0 at the start of the span. */
  readonly maxDrawdownR: number;
  readonly fills: number;
  readonly makerFills: number;
  /**
   * How much worse than asked fills were, in bps, the mean over all that have a price to compare with: fills of an entry
   * with the price its intent was made at, fills of stops and other triggered orders with their trigger. What exits at
   * the market were meant to get is stored nowhere.
   */
  readonly slippageBps: number | null;
  /** Fills that were compared. */
  readonly slippageFills: number;
}

/** What screens ask: short lists and newest rows, each found by an index. Throws RangeError on a limit that is none. */
export interface StoreQueries {
  /** Of the newest event; 0 for none. */
  lastEventId(): number;
  /** Those with a higher id, in order; of these kinds, if given. */
  eventsAfter(id: number, limit: number, kinds?: readonly string[]): StoredEvent[];
  /** Newest first. */
  latestEvents(limit: number, kinds?: readonly string[]): StoredEvent[];
  /** What an actor was told, newest first, but for what it failed on; what retention has deleted is not there. */
  latestInputs(actor: string, query: InputQuery): StoredInput[];
  /** Newest first; `isOpen`: those that may still fill, or that are done. */
  ordersPage(request: PageRequest & { readonly isOpen?: boolean }): Page<Order>;
  /** Newest first. */
  roundTripsPage(request: PageRequest): Page<RoundTrip>;
  /** Newest first. */
  fillsPage(request: PageRequest): Page<EventOf<"FillBooked">>;
  /** By symbol. */
  openPositions(): OpenPosition[];
  /** The newest of each symbol, by symbol. */
  latestRegimes(): EventOf<"RegimeChanged">[];
  /** Newest first. */
  decisionsPage(query: DecisionQuery): DecisionRow[];
  /** The newest bars of a symbol that opened before `beforeOpenMs`, oldest first; none for an unknown symbol. */
  candles(symbol: string, limit: number, beforeOpenMs?: number): Bar[];
  /** Newest first. */
  configVersions(limit: number): ConfigVersion[];
  /** Of round trips that closed, and fills made, in [fromMs, toMs). */
  performance(fromMs: number, toMs: number): Performance;
}

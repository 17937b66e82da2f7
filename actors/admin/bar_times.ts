import type { Message } from "../../lib/runtime/mod.ts";
import { MAX_LIMIT, type StoredEvent, type StoreReader } from "../../lib/store/mod.ts";
import type { TraderEvent } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { BarsPublished } from "../feed/messages.ts";
import { Latency } from "./latency.ts";

/** How long bars take from the feed's word of them to the decision on each symbol. Changed in place. */
export interface BarTimes {
  readonly latency: Latency;
  /** Decisions whose bar is not known to be published yet, oldest first. */
  waiting: Decided[];
}

interface Decided {
  readonly symbol: string;
  readonly closeMs: number;
  /** Logical time, ms. */
  readonly atMs: number;
}

/** Companion of BarTimes. */
export const BarTimes = { create, take, settle };

/** Decisions that wait at most: what is older is not counted. */
const MAX_WAITING = 10_000;
/** Publications that may have come since those that are waited for. */
const NEWER = 16;

function create(): BarTimes {
  return { latency: Latency.create(), waiting: [] };
}

/** One more event, in the order of commits. */
function take(times: BarTimes, { body, atMs }: Pick<StoredEvent, "body" | "atMs">): void {
  const event = body as TraderEvent;
  if (event.kind !== "DecisionMade") return;
  times.waiting.push({ symbol: event.decision.symbol, closeMs: event.decision.atMs, atMs });
  if (times.waiting.length > MAX_WAITING) times.waiting.shift();
}

/** Counts the decisions whose bars the feed has told of: the two are committed by different cells, in any order. Throws what the store throws. */
function settle(times: BarTimes, reader: Pick<StoreReader, "latestInputs">): void {
  if (times.waiting.length === 0) return;
  const bars = new Set(times.waiting.map(({ closeMs }) => closeMs)).size;
  const query = { limit: Math.min(MAX_LIMIT, bars + NEWER), kinds: ["BarsPublished"] };
  const published = reader.latestInputs(ADDRESS.risk, query).map(({ body, sentAtMs }) => ({
    ...{ ...toPublished(body), sentAtMs },
  }));
  const newestMs = Math.max(...published.map(({ closeMs }) => closeMs));
  times.waiting = times.waiting.filter(({ symbol, closeMs, atMs }) => {
    const bar = published.find((it) => it.closeMs === closeMs && it.symbols.includes(symbol));
    if (bar !== undefined) Latency.add(times.latency, atMs - bar.sentAtMs);
    // one that the feed has passed by will not come any more
    return bar === undefined && closeMs >= newestMs;
  });
}

const toPublished = (body: Message): BarsPublished => body as Message & BarsPublished;

/**
 * Entry point of the thread that looks at a run's store while its tree plays: a store that answers late, or not at all, must
 * not hold up the root, which supervises and delivers.
 *
 * @module
 */
import type { Instrument } from "../lib/domain/mod.ts";
import { MAX_LIMIT, type StoreReader, StoreUnavailable } from "../lib/store/mod.ts";
import { type DailyReportsSpec, openDailyReports } from "./daily_report_watch.ts";
import { openRunLog, type RunLogSpec } from "./run_log.ts";
import { openReader, type RunPlace } from "./run_place.ts";
import { openTradeLog } from "./trade_log.ts";
import { openTradingLog } from "./trading_log.ts";

/** What the root asks of it; the first is Watch. */
export type WatchAsked =
  | {
    readonly kind: "Watch";
    readonly place: RunPlace;
    readonly instruments: readonly Instrument[];
    readonly tradeLog: boolean;
    /** Which daily reports are written; null for none. */
    readonly reports: DailyReportsSpec | null;
    /** What is written of trading as it happens; null for nothing. */
    readonly log: RunLogSpec | null;
  }
  | { readonly kind: "CountEntries" }
  | { readonly kind: "Close" };

export type WatchTold =
  /** Close of the latest bar decided on, ms; 0 for none. */
  | { readonly kind: "Looked"; readonly atMs: number }
  /** Entries that rest at the venue. */
  | { readonly kind: "EntriesCounted"; readonly resting: number }
  /** Something a person should know; the watch goes on. */
  | { readonly kind: "Complained"; readonly text: string }
  | { readonly kind: "Closed" };

const LOOK_EVERY_MS = 250;

interface Watched {
  readonly reader: StoreReader;
  readonly finish: () => void;
  readonly timer: ReturnType<typeof setInterval>;
}

const thread = self as unknown as {
  onmessage: (event: MessageEvent<WatchAsked>) => void;
  postMessage(told: WatchTold): void;
  close(): void;
};
let watched: Watched | null = null;

thread.onmessage = ({ data }) => {
  switch (data.kind) {
    case "Watch":
      watched = watch(data);
      return;
    case "CountEntries":
      return whileThere(() => thread.postMessage({ kind: "EntriesCounted", resting: restingEntries() }));
    case "Close":
      return close();
  }
};

function watch(asked: Extract<WatchAsked, { kind: "Watch" }>): Watched {
  const { place, instruments, tradeLog, reports, log } = asked;
  const reader = openReader(place);
  const trades = tradeLog ? openTradeLog(place.tradeLogPath, reader, instruments) : null;
  const lines = log === null ? null : openTradingLog(reader, openRunLog(log, "trading"));
  const daily = reports === null ? null : openDailyReports(reader, reports, complain);
  const look = () => {
    trades?.sync();
    lines?.sync();
    thread.postMessage({ kind: "Looked", atMs: reader.lastDecisionMs() });
  };
  const every = () => {
    look();
    // last: nobody waits for them
    daily?.sync();
  };
  const finish = () => {
    look();
    daily?.finish();
  };
  return { reader, finish, timer: setInterval(() => whileThere(every), LOOK_EVERY_MS) };
}

const complain = (text: string): void => thread.postMessage({ kind: "Complained", text });

function restingEntries(): number {
  const { rows = [] } = watched?.reader.ordersPage({ isOpen: true, limit: MAX_LIMIT }) ?? {};
  return rows.filter(({ leg }) => leg === "entry").length;
}

function close(): void {
  if (watched !== null) {
    clearInterval(watched.timer);
    whileThere(watched.finish);
    watched.reader.close();
  }
  thread.postMessage({ kind: "Closed" });
  thread.close();
}

/** The tree goes on without its store for a while, and so does whoever only looks at it. */
function whileThere(look: () => void): void {
  try {
    look();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

import { ADDRESS } from "../actors/mod.ts";
import { reportsFolder } from "./daily_report_files.ts";
import type { Run } from "./open_run.ts";
import type { WatchAsked, WatchTold } from "./run_watch_worker.ts";
import { complain } from "./terminal.ts";

/** A look at a run's store from a thread of its own, which also keeps the trade log and the daily reports. */
export interface RunWatch {
  /** How many entries rest; null where the store does not say so in time. */
  restingEntries(withinMs: number): Promise<number | null>;
  /** Looks a last time, and ends the thread. */
  close(): Promise<void>;
}

/** A store that is away must not keep a run from ending, ms. */
const CLOSE_MS = 5_000;

/** Watches a run; `onLooked` is told the close of the latest bar decided on, again and again. */
export function watchRun(
  { place, session, config }: Run,
  onLooked: (atMs: number) => void,
): RunWatch {
  const thread = new Worker(new URL("./run_watch_worker.ts", import.meta.url).href, { type: "module" });
  const ask = (asked: WatchAsked) => thread.postMessage(asked);
  let onEntries = (_resting: number) => {}, onClosed = () => {};
  thread.onmessage = ({ data }: MessageEvent<WatchTold>) => {
    if (data.kind === "Looked") onLooked(data.atMs);
    else if (data.kind === "EntriesCounted") onEntries(data.resting);
    else if (data.kind === "Complained") complain(data.text);
    else onClosed();
  };
  thread.onerror = (event) => {
    // nothing of the run depends on it
    event.preventDefault();
    complain(`Trade log and daily reports are no longer written, the run goes on: ${event.message}`);
    onClosed();
  };
  const { instruments } = session.trader.portfolio;
  const log = config.log.format === "json" ? config.log : null;
  const { trade_log: tradeLog, daily_report: isReported, daily_reports_kept: kept } = config.records;
  const { reconciliation } = ADDRESS;
  const reports = isReported ? { folder: reportsFolder(place), kept, instruments, reconciliation } : null;
  ask({ kind: "Watch", place, instruments, tradeLog, reports, log });
  return {
    restingEntries: (withinMs) =>
      within<number | null>(withinMs, null, (resolve) => {
        onEntries = resolve;
        ask({ kind: "CountEntries" });
      }),
    async close() {
      await within(CLOSE_MS, undefined, (resolve) => {
        onClosed = () => resolve(undefined);
        ask({ kind: "Close" });
      });
      thread.terminate();
    },
  };
}

/** What is given in time, or `otherwise`. */
function within<T>(ms: number, otherwise: T, begin: (resolve: (value: T) => void) => void): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), ms);
  begin(resolve);
  return promise.finally(() => clearTimeout(timer));
}

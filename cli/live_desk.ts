import { ADDRESS, type FreeWorld, type LiveArgs, type LiveNote } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { timeframeOfMs } from "../lib/market/mod.ts";
import type { Notice, Permissions } from "../lib/runtime/mod.ts";
import { feedOptions, hostsOf } from "../lib/venues/mod.ts";
import type { Run } from "./open_run.ts";

const HOUR_MS = 3_600_000;
/** What the WebSocket library of ccxt reads of the environment. */
const LIBRARY_VARIABLES = ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"];

/** What the feed of a real venue follows in this life of the run: all that was missed is asked for; null without one. */
export function liveArgs({ config, market, store, session }: Run): LiveArgs | null {
  if (market.live === null) return null;
  const { candles, catch_up_hours: hours } = config.feed.live;
  const { symbols, fromMs, stepMs, barMs } = market.live.market;
  // what was being handled when the last life ended may not have been
  const sinceMs = Math.max(fromMs, store.lastDecisionMs() - 2 * barMs);
  const ageMs = systemClock.nowMs() - sinceMs;
  const follow = (lengthMs: number, upToMs: number) =>
    feedOptions(candles, {
      ...{ symbols, timeframe: timeframeOfMs(lengthMs)! },
      historyBars: Math.ceil(Math.min(ageMs, upToMs) / lengthMs) + 1,
    });
  const bars = follow(barMs, Infinity);
  const { instruments } = session.trader.portfolio;
  return {
    feeds: barMs === stepMs ? [bars] : [follow(stepMs, hours * HOUR_MS), bars],
    fundingIntervalMs: Object.fromEntries(instruments.map((it) => [it.symbol, it.fundingIntervalMs])),
  };
}

/** What that feed may reach. */
export function livePermissions({ config, market }: Run): Permissions | null {
  if (market.live === null) return null;
  const { venue, origin } = config.feed.live.candles;
  const net = origin === null ? [...hostsOf(venue)] : [new URL(origin).host];
  return { net, env: LIBRARY_VARIABLES };
}

/** The root's side of the live feed: candles go to the market's clock, the rest to people. */
export function tellLive(notice: Notice, world: FreeWorld): void {
  if (notice.kind !== "Note" || notice.worker !== ADDRESS.live) return;
  // it comes from our own worker, which says nothing else
  const note = notice.note as LiveNote;
  if (note.kind === "CandlesTold") world.tell(ADDRESS.clock, note);
  else world.report(note);
}

import type { FeedHealth } from "../port.ts";
import type { FeedSpec, FeedState } from "./feed_state.ts";
import { dueMs } from "./series.ts";

/** A feed's health and the reason for it: both stay the same while nothing changes. */
export function healthOf(state: FeedState, spec: FeedSpec, nowMs: number): readonly [FeedHealth, string] {
  if (state.finalFault !== null) return ["failed", state.finalFault];
  if (state.failingMs !== null && nowMs - state.failingMs >= spec.failAfterMs) {
    return ["failed", `nothing has worked for ${spec.failAfterMs} ms: ${state.lastFault}`];
  }
  if (state.offsetMs === null) return ["backfilling", "the venue's markets and clock are being read"];
  const serverMs = nowMs + state.offsetMs;
  const waiting = state.series.filter(({ isReported }) => isReported).map(({ symbol }) => symbol);
  if (waiting.length > 0) {
    return ["backfilling", `the venue gives no candle of ${waiting.join(", ")} that is due`];
  }
  // the bar that has just ended is on its way, not behind
  const isBehind = state.series.some((it) => !it.hasTold || it.nextMs < dueMs(it, spec, serverMs) - it.barMs);
  if (isBehind) return ["backfilling", "older candles are being fetched"];
  const { phase, failures } = state.link;
  if (phase === "up") return ["live", "over the socket"];
  if (phase === "rest") return ["live", "over REST"];
  if (failures >= spec.fallbackAfter) {
    return ["live", `over REST, for the socket failed ${spec.fallbackAfter} times or more`];
  }
  return ["reconnecting", state.lastFault === "" ? "the socket is being dialled" : state.lastFault];
}

import type { CandleColumns } from "../lib/market/mod.ts";
import type { ActorSpec } from "../lib/runtime/mod.ts";
import { Tape } from "../lib/simulator/mod.ts";
import { actorSpec } from "./actor_args.ts";
import { ADDRESS } from "./addresses.ts";
import type { AdminArgs } from "./admin/messages.ts";
import type { ClockMarket } from "./clock/messages.ts";
import type { LiveArgs } from "./live/messages.ts";
import type { PaperSession } from "./paper_session.ts";
import type { ChannelKind } from "./telling.ts";

/**
 * Every actor of a paper session as data: venue (and clock), feed, one per symbol, the keel, those that tell people, and the server that shows
 * it to them and the feed of a real venue, if there is to be one. Pure.
 */
export function paperActors(
  session: PaperSession,
  admin: AdminArgs | null = null,
  live: LiveArgs | null = null,
): readonly ActorSpec[] {
  const { trader, exchange, walletBalance, barsPerSecond } = session;
  // an exchange on a live market has its own, shorter bars
  const tape = session.live?.history ?? exchange.tape;
  const barMs = tape.timeframeMs;
  const barEveryMs = barsPerSecond === 0 ? barMs : 1_000 / barsPerSecond;
  const symbols = trader.symbols.map((spec, i) =>
    actorSpec(ADDRESS.symbol(spec.symbol), "symbol", { spec, history: copyOf(Tape.history(tape, i)) })
  );
  return [
    actorSpec(ADDRESS.venue, "venue", { exchange, walletBalance }),
    ...clock(session),
    actorSpec(ADDRESS.feed, "feed", { symbols: trader.orders.symbols, barMs, barEveryMs }),
    ...symbols,
    actorSpec(ADDRESS.risk, "risk", trader.portfolio),
    actorSpec(ADDRESS.execution, "execution", trader.orders),
    actorSpec(ADDRESS.reconciliation, "reconciliation", session.reconciliation),
    actorSpec(ADDRESS.guardian, "guardian", session.guardian),
    ...tellers(session),
    ...(admin === null ? [] : [actorSpec(ADDRESS.admin, "admin", admin)]),
    ...(live === null ? [] : [actorSpec(ADDRESS.live, "live", live)]),
  ];
}

/** A market that waits for those who trade on it needs none. */
function clock(session: PaperSession): ActorSpec[] {
  const { barsPerSecond } = session;
  if (barsPerSecond === 0) return [];
  return [actorSpec(ADDRESS.clock, "clock", { market: clockMarket(session), barsPerSecond })];
}

function clockMarket({ endless, live, exchange: { tape } }: PaperSession): ClockMarket {
  if (live !== null) return { kind: "live", live: live.market };
  return endless === null ? { kind: "tape", tape } : { kind: "endless", endless };
}

function tellers({ telling: { desk, reporter, channels } }: PaperSession): ActorSpec[] {
  const ports = desk.outlets.map(({ channel }) => {
    const kind = channel as ChannelKind;
    return actorSpec(ADDRESS.port(kind), kind, channels[kind]);
  });
  return [
    actorSpec(ADDRESS.reporter, "reporter", reporter),
    actorSpec(ADDRESS.notifier, "notifier", { desk }),
    ...ports,
  ];
}

/** Views onto one long series would each take all of it across a process border. */
function copyOf({ length, openMs, open, high, low, close, volume }: CandleColumns): CandleColumns {
  return {
    length,
    openMs: openMs.slice(0, length),
    open: open.slice(0, length),
    high: high.slice(0, length),
    low: low.slice(0, length),
    close: close.slice(0, length),
    volume: volume.slice(0, length),
  };
}

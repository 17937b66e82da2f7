import type { CandleColumns } from "../lib/market/mod.ts";
import type { ActorSpec } from "../lib/runtime/mod.ts";
import { Tape } from "../lib/simulator/mod.ts";
import { actorSpec } from "./actor_args.ts";
import { ADDRESS } from "./addresses.ts";
import type { PaperSession } from "./paper_session.ts";

/** Every actor of a paper session as data: venue (and clock), feed, one per symbol, the keel, and those that tell people. Pure. */
export function paperActors(session: PaperSession): readonly ActorSpec[] {
  const { trader, exchange, walletBalance, barsPerSecond } = session;
  const { tape } = exchange;
  const barMs = tape.timeframeMs;
  const barEveryMs = barsPerSecond === 0 ? barMs : 1_000 / barsPerSecond;
  const symbols = trader.symbols.map((spec, i) =>
    actorSpec(ADDRESS.symbol(spec.symbol), "symbol", { spec, history: copyOf(Tape.history(tape, i)) })
  );
  return [
    actorSpec(ADDRESS.venue, "venue", { exchange, walletBalance }),
    ...clock(tape, barsPerSecond),
    actorSpec(ADDRESS.feed, "feed", { symbols: trader.orders.symbols, barMs, barEveryMs }),
    ...symbols,
    actorSpec(ADDRESS.risk, "risk", trader.portfolio),
    actorSpec(ADDRESS.execution, "execution", trader.orders),
    actorSpec(ADDRESS.reconciliation, "reconciliation", session.reconciliation),
    actorSpec(ADDRESS.guardian, "guardian", session.guardian),
    ...tellers(session),
  ];
}

/** Instants of a bar on the tape; funding is one more, now and then. */
const INSTANTS_PER_BAR = 5;

/** A market that waits for those who trade on it needs none. */
function clock(tape: Tape, barsPerSecond: number): ActorSpec[] {
  if (barsPerSecond === 0) return [];
  const instantEveryMs = 1_000 / (barsPerSecond * INSTANTS_PER_BAR);
  return [actorSpec(ADDRESS.clock, "clock", { tape, instantEveryMs })];
}

function tellers({ telling }: PaperSession): ActorSpec[] {
  const { desk, reporter, console, webhook } = telling;
  const channels = desk.outlets.map(({ channel }) => channel);
  const ports: ActorSpec[] = [];
  if (channels.includes("console")) ports.push(actorSpec(ADDRESS.port("console"), "console", console));
  if (channels.includes("webhook")) ports.push(actorSpec(ADDRESS.port("webhook"), "webhook", webhook));
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

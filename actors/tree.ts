import {
  type Behavior,
  type MarketMessage,
  type Message,
  portBehavior,
  type WorldSource,
} from "../lib/runtime/mod.ts";
import { createTapeWorld, type Tape } from "../lib/simulator/mod.ts";
import { ADDRESS } from "./addresses.ts";
import { behaviorOf } from "./behaviors.ts";
import type { SessionStarted } from "./execution/messages.ts";
import { paperActors } from "./paper_actors.ts";
import type { PaperSession } from "./paper_session.ts";

/**
 * Every actor of a paper session by its address, for one thread. Nobody can be told anything from there, as ports need
 * a thread that waits: no outlet is kept.
 */
export function paperTree(session: PaperSession): Record<string, Behavior> {
  const actors = paperActors(silenced(session));
  return Object.fromEntries(
    actors.map((spec) => [spec.address, behaviorOf(spec, () => undefined) as Behavior]),
  );
}

function silenced(session: PaperSession): PaperSession {
  const { telling } = session;
  return { ...session, telling: { ...telling, desk: { ...telling.desk, outlets: [] } } };
}

/** What only a network can say again: an input of a port is counted, and never handled. */
const COUNTED: Behavior = portBehavior({
  perform: () => Promise.reject(new Error("Cannot perform a message again: it was done")),
});

/**
 * The actors of a paper session as its journal is replayed on them: those that decide and tell as they were, and ports that
 * do nothing. `isSilent`: it was played on one thread, which tells nobody.
 */
export function replayedTree(
  session: PaperSession,
  isSilent: boolean,
): (address: string) => Behavior | null {
  const specs = new Map(
    paperActors(isSilent ? silenced(session) : session).map((spec) => [spec.address, spec]),
  );
  return (address) => {
    const isPort = address === ADDRESS.admin || address === ADDRESS.live ||
      address.startsWith(ADDRESS.port(""));
    if (isPort) return COUNTED;
    const spec = specs.get(address);
    return spec === undefined ? null : behaviorOf(spec, () => undefined) as Behavior;
  };
}

const STARTED: SessionStarted = { kind: "SessionStarted" };
/** In this order: the book is compared with the account before anybody looks at either. */
const STARTED_FIRST = [ADDRESS.execution, ADDRESS.guardian, ADDRESS.reconciliation] as const;

/** The session's world: it is started once, then the tape plays. Every seq of the tape is higher by the starts. */
export function paperWorld(tape: Tape): WorldSource {
  const inner = createTapeWorld(tape, ADDRESS.venue);
  const starts = STARTED_FIRST.length;
  let started = 0;
  return {
    next() {
      if (started < starts) return told(STARTED_FIRST[started], ++started, tape.fromMs, STARTED);
      const message = inner.next();
      return message === null ? null : { ...message, seq: message.seq + starts };
    },
    seek(seq) {
      started = Math.min(seq, starts);
      inner.seek(Math.max(0, seq - starts));
    },
  };
}

function told(to: string, seq: number, atMs: number, body: Message): MarketMessage {
  return { atMs, seq, to, body };
}

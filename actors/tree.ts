import type { Behavior, MarketMessage, Message, WorldSource } from "../lib/runtime/mod.ts";
import { createTapeWorld, type Tape } from "../lib/simulator/mod.ts";
import { ADDRESS } from "./addresses.ts";
import { behaviorOf } from "./behaviors.ts";
import type { SessionStarted } from "./execution/messages.ts";
import { paperActors } from "./paper_actors.ts";
import type { SessionResumed } from "./reconciliation/messages.ts";
import type { PaperSession } from "./paper_session.ts";

/**
 * Every actor of a paper session by its address, for one thread. Nobody can be told anything from there, as ports need
 * a thread that waits: no outlet is kept.
 */
export function paperTree(session: PaperSession): Record<string, Behavior> {
  const { telling } = session;
  const silent = { ...session, telling: { ...telling, desk: { ...telling.desk, outlets: [] } } };
  const actors = paperActors(silent);
  return Object.fromEntries(
    actors.map((spec) => [spec.address, behaviorOf(spec, () => undefined) as Behavior]),
  );
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

/** What a running market's session is told; the tape is played by the harbour's own clock. */
const STARTED_WITH_CLOCK = [...STARTED_FIRST, ADDRESS.clock] as const;
const RESUMED: SessionResumed = { kind: "SessionResumed" };

/**
 * The world of a session on a market that does not wait: it is started once; `resumedAtMs`, the wall time at which a tree
 * came up on a journal that was in use, tells those who trade so, null that it is new.
 */
export function freePaperWorld(resumedAtMs: number | null): WorldSource {
  const starts = STARTED_WITH_CLOCK.map((to, i) => told(to, i + 1, 0, STARTED));
  // later than every earlier resume
  const resumes = resumedAtMs === null
    ? []
    : STARTED_FIRST.map((to, i) => told(to, resumedAtMs * STARTED_FIRST.length + i, resumedAtMs, RESUMED));
  const messages = [...starts, ...resumes];
  let next = 0;
  return {
    isEndless: true,
    next: () => messages[next++] ?? null,
    seek(seq) {
      next = messages.filter((message) => message.seq <= seq).length;
    },
  };
}

function told(to: string, seq: number, atMs: number, body: Message): MarketMessage {
  return { atMs, seq, to, body };
}

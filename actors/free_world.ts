import type { Fact } from "../lib/notify/mod.ts";
import type { MarketMessage, Message, WorldSource } from "../lib/runtime/mod.ts";
import { ADDRESS } from "./addresses.ts";
import type { SessionStarted } from "./execution/messages.ts";
import type { Reported } from "./reporter/messages.ts";
import type { SessionResumed } from "./reconciliation/messages.ts";

/** What a session on a market that does not wait is told from outside. */
export interface FreeWorld extends WorldSource {
  /** Tells an actor something more. */
  tell(to: string, body: Message): void;
  /** Tells people, by way of the reporter. */
  report(fact: Fact): void;
}

/** When this process began, wall time in ms, and whether another had begun the session. */
export interface Life {
  readonly startedAtMs: number;
  readonly isResumed: boolean;
}

const STARTED: SessionStarted = { kind: "SessionStarted" };
const RESUMED: SessionResumed = { kind: "SessionResumed" };
/** In this order: the book is compared with the account before anybody looks at either. */
const TRADERS = [ADDRESS.execution, ADDRESS.guardian, ADDRESS.reconciliation] as const;
/** Messages of one life have seqs of their own: later than those of every life before. */
const SEQS_PER_MS = 1_000;

/** What was given is kept for going back to, so many messages at least: the tree looks for its place at its start alone. */
const KEPT = 1_000;

/**
 * The world of a session whose market is played by the harbour's own clock: it is started once, by the first life of the
 * process, and each later life resumes it.
 */
export function createFreeWorld({ startedAtMs, isResumed }: Life): FreeWorld {
  const messages: MarketMessage[] = [];
  let given = 0, seq = 0, forgottenSeq = 0;
  const add = (to: string, body: Message) => messages.push({ atMs: startedAtMs, seq: ++seq, to, body });
  // told in every life, and handled in the first: these seqs are the same in all
  for (const to of [...TRADERS, ADDRESS.clock]) add(to, STARTED);
  seq = startedAtMs * SEQS_PER_MS;
  if (isResumed) { for (const to of TRADERS) add(to, RESUMED); }
  return {
    isEndless: true,
    next() {
      if (given === messages.length) return null;
      if (given === 2 * KEPT) {
        forgottenSeq = messages.splice(0, KEPT).at(-1)!.seq;
        given -= KEPT;
      }
      return messages[given++]!;
    },
    seek(to) {
      if (to < forgottenSeq) {
        throw new RangeError(`Cannot go on after message ${to}: those up to ${forgottenSeq} are forgotten`);
      }
      given = messages.filter((message) => message.seq <= to).length;
    },
    tell: (to, body) => void add(to, body),
    report: (fact) => {
      const body: Reported = { kind: "Reported", fact };
      add(ADDRESS.reporter, body);
    },
  };
}

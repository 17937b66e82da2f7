import { canonicalJson } from "../../lib/core/mod.ts";
import { createInlineHost, MemoryCommit, type Message, type WorldSource } from "../../lib/runtime/mod.ts";
import type { Tape } from "../../lib/simulator/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, approvalOf, B, DEAF, flatSession, HOUR_MS, START_MS } from "../session_fixture.ts";
import { paperTree, paperWorld } from "../tree.ts";

/** Hours of the run. */
export const BARS = 6;

/** A stepped run with two entries and a close, given as if by risk: what was recorded, and what `watcher` sent. */
export interface HealthyRun {
  readonly events: readonly string[];
  /** Messages of the watcher by kind. */
  readonly sent: Readonly<Record<string, number>>;
}

const WATCHERS = [ADDRESS.guardian, ADDRESS.reconciliation, ADDRESS.reporter, ADDRESS.notifier];

/** Plays the paper tree; of those who only watch, all but this one are deaf. */
export function playHealthy(watcher: string | null): HealthyRun {
  const session = flatSession(BARS);
  const actors = paperTree(session);
  for (const address of WATCHERS) if (address !== watcher) actors[address] = DEAF;
  const commit = MemoryCommit.create();
  const world = worldOf(session.tape);
  const host = createInlineHost({ actors, world, commit, freeze: true });
  if (host.run() !== "done") throw new Error("The run did not end");
  const rows = commit.batches.flatMap((batch) => batch.handled);
  const sent: Record<string, number> = {};
  for (
    const { body } of rows.filter((row) => row.input.to === watcher).flatMap((row) => row.sends)
  ) {
    sent[body.kind] = (sent[body.kind] ?? 0) + 1;
  }
  return { events: rows.flatMap((row) => row.events).map(canonicalJson), sent };
}

/** The tape, and what else is said on the way, in order of time. */
function worldOf(tape: Tape): WorldSource {
  const inner = paperWorld(tape);
  const said: { atMs: number; to: string; body: Message }[] = [];
  const tell = (bar: number, to: string, body: object) =>
    said.push({ atMs: START_MS + bar * HOUR_MS, to, body: body as Message });
  const enter = (symbol: string, bar: number) => {
    const approval = approvalOf(symbol, START_MS + bar * HOUR_MS);
    tell(bar, ADDRESS.execution, { kind: "EnterPosition", approval, atMs: START_MS + bar * HOUR_MS });
  };
  enter(A, 1);
  enter(B, 2);
  tell(4, ADDRESS.execution, {
    kind: "ClosePosition",
    symbol: B,
    reason: "test",
    atMs: START_MS + 4 * HOUR_MS,
  });
  let seq = 0, next = inner.next();
  return {
    next() {
      const isExtra = seq > 0 && said.length > 0 && said[0].atMs <= (next?.atMs ?? Infinity);
      const message = isExtra ? said.shift()! : next;
      if (!isExtra) next = inner.next();
      return message === null ? null : { ...message, seq: ++seq };
    },
    seek() {},
  };
}

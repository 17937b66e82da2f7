import type { Packet } from "../tree/protocol.ts";
import { JournalServer } from "./journal_server.ts";
import type { JournalStore } from "./registry.ts";
import type { WorkerContext, WorkerRole } from "./worker_role.ts";

/**
 * The worker that serves the journal: the store is synchronous, so nothing ever waits here. Its own epoch only marks its
 * life in the store; what it writes carries the epochs of those who ask.
 */
export function createJournalRole(context: WorkerContext, store: JournalStore): WorkerRole {
  const server = JournalServer.create(store);
  const deadLetters = { unexpected: 0 };
  let isMarked = false, isToldAway = false;

  /** A store that cannot now is no reason not to begin. */
  function mark(): void {
    if (isMarked) return;
    const { spec: { id: writer }, incarnation } = context.boot;
    const call = { op: "raiseEpoch", writer } as const;
    isMarked = JournalServer.answer(server, { from: writer, incarnation, requestId: 0, call }).ok;
    tell();
  }

  /** Once per outage, and once at its end. */
  function tell(): void {
    const { unavailable } = server;
    if (isToldAway === (unavailable !== "")) return;
    isToldAway = !isToldAway;
    context.report({ kind: "Store", unavailable });
  }

  function receive({ from, incarnation, body }: Packet): void {
    if (body.kind === "JournalRequest") {
      const { requestId, call } = body;
      mark();
      const result = JournalServer.answer(server, { from, incarnation, requestId, call });
      tell();
      context.transport.send({ kind: "JournalReply", requestId, result }, from);
    } else if (body.kind !== "PeerUp" && body.kind !== "PeerGone") deadLetters.unexpected++;
  }

  function stop(): void {
    store.close?.();
    context.end();
  }

  mark();
  return {
    actors: [],
    receive,
    metrics: () => ({ isIdle: true, staleWrites: server.staleWrites, actors: [], deadLetters }),
    stop,
  };
}

// A role in this thread: its journal answers at once or never, and what it says is kept.
import { CommitUnavailable } from "../errors.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { PacketBody, WorkerReport } from "../tree/protocol.ts";
import { bootOf, type Of, within } from "./agent_fixture.ts";
import { Hand } from "./hand.ts";
import { createJournalClient } from "./journal_client.ts";
import { JournalServer } from "./journal_server.ts";
import type { JournalStore } from "./registry.ts";
import type { WorkerContext } from "./worker_role.ts";

/** A store that can be away. */
export interface FlakyStore extends JournalStore, Pick<MemoryCommit, "batches"> {
  /** Why it cannot now; "" while it can. */
  away: string;
  /** As `away`, for changes alone. */
  readOnly: string;
}

export function flakyStore(inner = MemoryCommit.create()): FlakyStore {
  const refuse = (why: string) => {
    if (why !== "") throw new CommitUnavailable(why);
  };
  const store: FlakyStore = {
    ...{ away: "", readOnly: "", batches: inner.batches },
    raiseEpoch: (writer) => (refuse(store.away || store.readOnly), inner.raiseEpoch(writer)),
    commit: (batch, epoch) => (refuse(store.away || store.readOnly), inner.commit(batch, epoch)),
    load: (actor, schema, after) => (refuse(store.away), inner.load(actor, schema, after)),
    resumePoint: () => (refuse(store.away), inner.resumePoint()),
  };
  return store;
}

export interface Rig {
  readonly context: WorkerContext;
  readonly reports: WorkerReport[];
  readonly deaths: unknown[];
  /** The next packet of a kind that was not taken yet. */
  packet<K extends PacketBody["kind"]>(kind: K): Promise<Of<PacketBody, K>>;
  /** Kinds of the packets that nobody took. */
  untaken(): string[];
}

export function rigOf(
  { store, ...changes }: Parameters<typeof bootOf>[0] & { readonly store: JournalStore },
  spec: Parameters<typeof bootOf>[1] = {},
): Rig {
  const boot = bootOf(changes, spec);
  const server = JournalServer.create(store);
  const reports: WorkerReport[] = [], deaths: unknown[] = [], packets: PacketBody[] = [];
  const journal = createJournalClient({
    ...{ incarnation: boot.incarnation, askAgainMs: 5 },
    send(body) {
      if (body.kind !== "JournalRequest") return;
      const { requestId, call } = body;
      const question = { from: boot.spec.id, incarnation: boot.incarnation, requestId, call };
      queueMicrotask(() => journal.onReply(requestId, JournalServer.answer(server, question)));
    },
  });
  const transport = {
    ...{ deadLetters: {}, flush() {}, take() {}, addPort() {} },
    send: (body: PacketBody) => void packets.push(body),
  };
  const context: WorkerContext = {
    ...{ boot, transport, journal, hand: Hand.create(), wrappers: [] },
    outside: { note: (note) => void reports.push({ kind: "Note", note }), onTold() {} },
    report: (told) => void reports.push(told),
    die: (thrown) => void deaths.push(thrown),
    end() {},
  };
  async function packet(kind: string): Promise<PacketBody> {
    for (;;) {
      const i = packets.findIndex((body) => body.kind === kind);
      if (i >= 0) return packets.splice(i, 1)[0];
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  return {
    ...{ context, reports, deaths },
    packet: (kind) => within(packet(kind), () => `no ${kind}; deaths: ${deaths}`) as never,
    untaken: () => packets.map(({ kind }) => kind),
  };
}

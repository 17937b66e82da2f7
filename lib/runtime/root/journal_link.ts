import type { ActorHistory, CommitBatch, Epoch, ResumePoint } from "../commit_port.ts";
import { StaleEpochError } from "../errors.ts";
import type { JournalCall, JournalResult, PacketBody } from "../tree/protocol.ts";

type Value = null | ActorHistory | Epoch | ResumePoint;

interface Asked {
  readonly call: JournalCall;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** The root's line to the journal worker. What is asked while the journal is away is asked when it is back. */
export interface JournalLink {
  raiseEpoch(writer: string): Promise<Epoch>;
  resumePoint(): Promise<ResumePoint>;
  /** Resolves when durable; rejects with StaleEpochError where a later root writes this store. */
  commit(batch: CommitBatch, epoch: Epoch): Promise<void>;
  onReply(requestId: number, result: JournalResult): void;
  /**
   * The journal has a new life: everything unanswered is asked again, under the same id. What it stored before it died
   * it does not store twice.
   */
  onUp(): void;
}

/**
 * Creates the line. `send` gives a packet's body to the journal worker, or loses it; `later` does something after a while,
 * for a store that cannot now.
 */
export function createJournalLink(
  send: (body: PacketBody) => void,
  later: (act: () => void) => void = () => {},
): JournalLink {
  const asked = new Map<number, Asked>();
  let lastId = 0;

  function ask(call: JournalCall): Promise<Value> {
    return new Promise((resolve, reject) => {
      const requestId = ++lastId;
      asked.set(requestId, { call, resolve, reject });
      send({ kind: "JournalRequest", requestId, call });
    });
  }

  function onReply(requestId: number, result: JournalResult): void {
    const question = asked.get(requestId);
    if (question === undefined) return;
    if (!result.ok && "unavailable" in result) {
      return later(() =>
        asked.has(requestId) && send({ kind: "JournalRequest", requestId, call: question.call })
      );
    }
    asked.delete(requestId);
    if (result.ok) question.resolve(result.value);
    else if (question.call.op === "commit") {
      question.reject(new StaleEpochError(question.call.epoch, result.newest));
    } else question.reject(new Error(result.message));
  }

  function onUp(): void {
    for (const [requestId, { call }] of asked) send({ kind: "JournalRequest", requestId, call });
  }

  return {
    raiseEpoch: async (writer) => await ask({ op: "raiseEpoch", writer }) as Epoch,
    resumePoint: async () => await ask({ op: "resumePoint" }) as ResumePoint,
    commit: async (batch, epoch) => void await ask({ op: "commit", batch, epoch }),
    onReply,
    onUp,
  };
}

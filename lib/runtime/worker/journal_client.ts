// impure-file: it asks again by the host's clock
import type { JournalCall, JournalResult, PacketBody } from "../tree/protocol.ts";

/** Asks the journal's worker, which may be dead, restarting, or slow. */
export interface JournalClient {
  /** Asked again until it is answered, so it may wait for ever and never fails. `ok: false` = superseded. */
  ask(call: JournalCall): Promise<JournalResult>;
  /** An answer came. One to nothing that is still asked is left out. */
  onReply(requestId: number, result: JournalResult): void;
}

export interface JournalClientOptions {
  /** Of the asking worker. */
  readonly incarnation: number;
  /** `isAgain`: the direct way may be dead, take the other. */
  readonly send: (body: PacketBody, isAgain: boolean) => void;
  /** @default {500} */
  readonly askAgainMs?: number;
}

/** Ids of one life; more than any life asks. */
const IDS_PER_LIFE = 2 ** 32;

/**
 * A question keeps its id when it is asked again, so that the journal knows it and any of the answers will do. No two
 * lives of a worker use the same ids: a late answer to an earlier life must not release what this one sent.
 */
export function createJournalClient(options: JournalClientOptions): JournalClient {
  const { incarnation, send, askAgainMs = 500 } = options;
  const open = new Map<number, (result: JournalResult) => void>();
  let lastId = incarnation * IDS_PER_LIFE;

  function ask(call: JournalCall): Promise<JournalResult> {
    const requestId = ++lastId;
    const body: PacketBody = { kind: "JournalRequest", requestId, call };
    send(body, false);
    const timer = setInterval(() => send(body, true), askAgainMs);
    return new Promise((resolve) => {
      open.set(requestId, (result) => {
        clearInterval(timer);
        resolve(result);
      });
    });
  }

  function onReply(requestId: number, result: JournalResult): void {
    const answer = open.get(requestId);
    open.delete(requestId);
    answer?.(result);
  }

  return { ask, onReply };
}

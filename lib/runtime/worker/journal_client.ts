// impure-file: it asks again by the host's clock
import type { JournalCall, JournalResult, PacketBody } from "../tree/protocol.ts";

/** Asks the journal's worker, which may be dead, restarting, or slow. */
export interface JournalClient {
  /** Asked again until it is answered, so it may wait for ever and never fails. `ok: false` = superseded. */
  ask(call: JournalCall): Promise<JournalAnswer>;
  /** Null if the journal says that it cannot now, or nothing for so long. It may do what was asked all the same. */
  askOnce(call: JournalCall, giveUpMs: number): Promise<JournalAnswer | null>;
  /** An answer came. One to nothing that is still asked is left out. */
  onReply(requestId: number, result: JournalResult): void;
}

/** What ends a question. */
export type JournalAnswer = Exclude<JournalResult, { readonly unavailable: true }>;

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

  /** `take` is told every answer until it says that this one will do. */
  function begin(call: JournalCall, take: (result: JournalResult) => boolean): () => void {
    const requestId = ++lastId;
    const body: PacketBody = { kind: "JournalRequest", requestId, call };
    send(body, false);
    const timer = setInterval(() => send(body, true), askAgainMs);
    const end = () => {
      clearInterval(timer);
      open.delete(requestId);
    };
    open.set(requestId, (result) => take(result) && end());
    return end;
  }

  function ask(call: JournalCall): Promise<JournalAnswer> {
    return new Promise((resolve) => {
      begin(call, (result) => {
        if (isUnavailable(result)) return false;
        resolve(result);
        return true;
      });
    });
  }

  function askOnce(call: JournalCall, giveUpMs: number): Promise<JournalAnswer | null> {
    return new Promise((resolve) => {
      const end = begin(call, (result) => {
        clearTimeout(timer);
        resolve(isUnavailable(result) ? null : result);
        return true;
      });
      const timer = setTimeout(() => {
        end();
        resolve(null);
      }, giveUpMs);
    });
  }

  function onReply(requestId: number, result: JournalResult): void {
    open.get(requestId)?.(result);
  }

  return { ask, askOnce, onReply };
}

function isUnavailable(result: JournalResult): result is Exclude<JournalResult, JournalAnswer> {
  return "unavailable" in result;
}

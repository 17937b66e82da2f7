import type { EventView } from "../views.ts";
import { encodeEvents, encodeGap } from "./event_text.ts";
import type { Past } from "./past.ts";

/** Who listens. */
export interface Listener {
  /** Whether it still may. */
  readonly mayListen: () => boolean;
  /** Settles when its connection is closed; absent where nobody can say. */
  readonly closed?: Promise<unknown>;
}

/**
 * A client of the stream: first it reads the store at its own pace, then it is told. Changed in place by the functions
 * below, which never wait.
 */
export interface StreamClient {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly mayListen: Listener["mayListen"];
  /** Of the last event it was given. */
  sentSeq: number;
  isLive: boolean;
  /** Whether it has taken anything since the last sign of life. */
  hasTaken: boolean;
}

/** Whether there is room for a client; it is never given more than one batch over its room. */
export function hasRoom({ controller }: StreamClient): boolean {
  return (controller.desiredSize ?? 0) > 0;
}

/**
 * Gives a client the next page of what it has missed. At the end of the store it gets what was told but cannot be read
 * yet, and is live from then on: nothing is missing in between and nothing comes twice, as all of it happens at once.
 */
export function catchUp(client: StreamClient, past: Past): void {
  if (client.isLive || !hasRoom(client)) return;
  const { events, encoded, isLast } = past.after(client.sentSeq);
  client.isLive = isLast;
  give(client, events, encoded);
}

/**
 * Tells a live client of a batch; `encoded` is the whole of it, shared by all clients. False where it has no room: it is
 * too slow, and must be dropped.
 */
export function tell(client: StreamClient, batch: readonly EventView[], encoded: Uint8Array): boolean {
  if (!hasRoom(client)) return false;
  give(client, batch, encoded);
  return true;
}

function give(client: StreamClient, batch: readonly EventView[], encoded: Uint8Array): void {
  const fresh = batch.length > 0 && batch[0].seq > client.sentSeq
    ? batch
    : batch.filter((event) => event.seq > client.sentSeq);
  if (fresh.length === 0) return;
  const gap = gapIn(fresh, client.sentSeq);
  if (gap !== null) client.controller.enqueue(encodeGap(gap));
  client.controller.enqueue(fresh === batch ? encoded : encodeEvents(fresh));
  client.sentSeq = fresh[fresh.length - 1].seq;
}

/**
 * The first and the last event that are missing between `after` and the last of a batch; null where none is. Numbers rise by
 * one, so that a leap over some says that the store does not keep them any more.
 */
function gapIn(batch: readonly EventView[], after: number): { from: number; to: number } | null {
  if (batch[batch.length - 1].seq - after === batch.length) return null;
  let from = 0, to = 0, last = after;
  for (const { seq } of batch) {
    if (seq > last + 1) {
      if (from === 0) from = last + 1;
      to = seq - 1;
    }
    last = seq;
  }
  return { from, to };
}

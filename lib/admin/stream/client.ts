import type { AdminPorts } from "../ports.ts";
import type { EventView } from "../views.ts";
import { encodeEvents } from "./event_text.ts";
import type { RecentEvents } from "./recent.ts";

/** Events read from the store at once. */
const PAGE = 500;

/** Where a client gets what it has missed. */
export interface Past {
  readonly events: AdminPorts["events"];
  readonly recent: RecentEvents;
}

/**
 * A client of the stream: first it reads the store at its own pace, then it is told. Changed in place by the functions
 * below, which never wait.
 */
export interface StreamClient {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Whether it may still listen. */
  readonly mayListen: () => boolean;
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
export function catchUp(client: StreamClient, { events, recent }: Past): void {
  if (client.isLive || !hasRoom(client)) return;
  const page = events({ afterSeq: client.sentSeq, limit: PAGE });
  give(client, page, null);
  if (page.length >= PAGE) return;
  const told = recent.after(client.sentSeq);
  if (told === null) return;
  client.isLive = true;
  give(client, told, null);
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

function give(client: StreamClient, batch: readonly EventView[], encoded: Uint8Array | null): void {
  const fresh = batch.length > 0 && batch[0].seq > client.sentSeq
    ? batch
    : batch.filter((event) => event.seq > client.sentSeq);
  if (fresh.length === 0) return;
  client.controller.enqueue(fresh === batch && encoded !== null ? encoded : encodeEvents(fresh));
  client.sentSeq = fresh[fresh.length - 1].seq;
}

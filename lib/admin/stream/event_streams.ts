import type { AdminPorts } from "../ports.ts";
import type { EventView } from "../views.ts";
import { catchUp, hasRoom, type Listener, type StreamClient, tell } from "./client.ts";
import { encodeEvents, encodeHeartbeat, encodeHello } from "./event_text.ts";
import { createPast, type Past } from "./past.ts";

/** Bounds on the stream. */
export interface StreamSpec {
  readonly maxClients: number;
  readonly bufferBytes: number;
  readonly recentEvents: number;
  readonly heartbeatMs: number;
  /** Calls again and again; returns how to stop that. */
  readonly every: (ms: number, call: () => void) => () => void;
  /** What could not be read for a client. */
  readonly onFault: (error: unknown) => void;
}

/** What the stream has to do with. */
export interface StreamCounts {
  readonly clients: number;
  readonly opened: number;
  /** Clients that were too slow. */
  readonly dropped: number;
  /** Connections of clients that are none any more: open until the other end reads or closes (docs/event-stream.md). */
  readonly lingering: number;
  readonly events: number;
}

/**
 * The clients of the event stream: each is told every event after the one it names that the store keeps, in order, once, and
 * of those that are gone, that they are.
 */
export interface EventStreams {
  /** A stream of the events after `after` (null: from now on); null where there is no place. */
  open(after: number | null, listener: Listener): ReadableStream<Uint8Array> | null;
  counts(): StreamCounts;
  /** Ends all streams, and takes no more. */
  close(): void;
}

type Source = Pick<AdminPorts, "events" | "lastSeq" | "onEvents">;

/** Changed in place by the functions below. */
interface Hub {
  readonly source: Source;
  readonly spec: StreamSpec;
  readonly clients: Set<StreamClient>;
  opened: number;
  dropped: number;
  events: number;
  /** That are open, of clients and of those that were. */
  connections: number;
  /** Only while there are clients. */
  listening: { readonly past: Past; readonly stop: () => void } | null;
  isClosed: boolean;
}

/** Listens to the source, and keeps a timer, only while there are clients. */
export function createEventStreams(source: Source, spec: StreamSpec): EventStreams {
  const hub: Hub = {
    ...{ source, spec, clients: new Set(), opened: 0, dropped: 0, events: 0, connections: 0 },
    ...{ listening: null, isClosed: false },
  };
  return {
    open: (after, listener) => openStream(hub, after, listener),
    counts: () => ({
      clients: hub.clients.size,
      opened: hub.opened,
      dropped: hub.dropped,
      events: hub.events,
      lingering: lingering(hub),
    }),
    close() {
      hub.isClosed = true;
      for (const client of [...hub.clients]) end(hub, client);
    },
  };
}

function openStream(
  hub: Hub,
  after: number | null,
  { mayListen, closed }: Listener,
): ReadableStream<Uint8Array> | null {
  const { clients, spec, source } = hub;
  const isFull = clients.size >= spec.maxClients || lingering(hub) >= spec.maxClients;
  if (hub.isClosed || isFull) return null;
  const lastSeq = source.lastSeq();
  const past = hub.listening?.past ?? listen(hub, lastSeq);
  const isReset = after !== null && after > lastSeq;
  const sentSeq = after === null || isReset ? lastSeq : after;
  let client: StreamClient;
  hub.opened += 1;
  if (closed !== undefined) watch(hub, closed);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      client = { controller, mayListen, sentSeq, isLive: false, hasTaken: true };
      clients.add(client);
      controller.enqueue(encodeHello({ lastSeq, after: sentSeq, isReset }));
    },
    pull() {
      client.hasTaken = true;
      refill(hub, client, past);
    },
    cancel: () => leave(hub, client),
  }, { highWaterMark: spec.bufferBytes, size: (chunk) => chunk.byteLength });
}

function watch(hub: Hub, closed: Promise<unknown>): void {
  const over = () => void (hub.connections -= 1);
  hub.connections += 1;
  closed.then(over, over);
}

function lingering({ connections, clients }: Hub): number {
  return Math.max(0, connections - clients.size);
}

function listen(hub: Hub, lastSeq: number): Past {
  const { source, spec } = hub;
  const past = createPast(source.events.bind(source), spec.recentEvents, lastSeq);
  const deafen = source.onEvents((batch) => onBatch(hub, batch, past));
  const still = spec.every(spec.heartbeatMs, () => onBeat(hub, past));
  const stop = () => {
    deafen();
    still();
  };
  hub.listening = { past, stop };
  return past;
}

function onBatch(hub: Hub, batch: readonly EventView[], past: Past): void {
  if (batch.length === 0) return;
  past.push(batch);
  hub.events += batch.length;
  const encoded = encodeEvents(batch);
  for (const client of [...hub.clients]) {
    if (!client.isLive) refill(hub, client, past);
    else if (!tell(client, batch, encoded)) drop(hub, client, "The client is too slow");
  }
}

function onBeat(hub: Hub, past: Past): void {
  const heartbeat = encodeHeartbeat(newestSeq(hub));
  for (const client of [...hub.clients]) {
    if (!client.mayListen()) end(hub, client);
    else if (hasRoom(client)) {
      client.controller.enqueue(heartbeat);
      refill(hub, client, past);
    } else if (!client.hasTaken) drop(hub, client, "The client takes nothing");
    client.hasTaken = false;
  }
  if ([...hub.clients].every(({ isLive }) => isLive)) past.forget();
}

/** 0 where it cannot be read: a sign of life is one all the same. */
function newestSeq({ source, spec }: Hub): number {
  try {
    return source.lastSeq();
  } catch (error) {
    spec.onFault(error);
    return 0;
  }
}

function refill(hub: Hub, client: StreamClient, past: Past): void {
  try {
    catchUp(client, past);
  } catch (error) {
    hub.spec.onFault(error);
    leave(hub, client);
    client.controller.error(new Error("The events cannot be read"));
  }
}

/** Cuts a client off: what waits for it is thrown away; it comes back with the last id it got. */
function drop(hub: Hub, client: StreamClient, why: string): void {
  leave(hub, client);
  hub.dropped += 1;
  client.controller.error(new Error(why));
}

/** Ends a stream in order: what waits for the client still reaches it. */
function end(hub: Hub, client: StreamClient): void {
  leave(hub, client);
  client.controller.close();
}

function leave(hub: Hub, client: StreamClient): void {
  hub.clients.delete(client);
  if (hub.clients.size > 0) return;
  hub.listening?.stop();
  hub.listening = null;
}

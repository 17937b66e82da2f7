import type { Truth } from "./stream_truth.ts";
import { close, NotGiven, openStream, type StreamSocket } from "./stream_wire.ts";

/** A client that keeps up, goes away at random, and comes back with the last id it has. Changed in place. */
export interface Listener {
  readonly name: string;
  /** Of all connections, in the order they came. */
  readonly told: number[];
  /** Where its first connection began. */
  after: number | null;
  connections: number;
  /** Connections that the server ended, and times it could not be reached. */
  cut: number;
  away: number;
  bytes: number;
  /** Newest event as the stream had it, JSON. */
  newest: string;
}

/** What listeners have in common. */
export interface Listening {
  readonly truth: Truth;
  readonly latency: Latency;
  /** Wall time, ms. */
  readonly nowMs: () => number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** How long a connection is kept, and then stays away, at most, ms. */
  readonly stayMs: number;
  readonly awayMs: number;
  /** Event "storm": all go away at once, and come back at once. */
  readonly storms: EventTarget;
}

/** Counts of waiting times, by steps of 5 ms up to 10 s. */
export interface Latency {
  readonly steps: Uint32Array;
  count: number;
  maxMs: number;
}

const STEP_MS = 5, STEPS = 2_000;

export const Latency = {
  create: (): Latency => ({ steps: new Uint32Array(STEPS), count: 0, maxMs: 0 }),
  add(latency: Latency, ms: number): void {
    latency.steps[Math.min(STEPS - 1, Math.max(0, Math.floor(ms / STEP_MS)))]!++;
    latency.count++;
    latency.maxMs = Math.max(latency.maxMs, ms);
  },
  /** Ms below which so large a part of them was; to the next 5 ms. */
  quantile({ steps, count }: Latency, part: number): number {
    let seen = 0;
    for (let i = 0; i < STEPS; i++) if ((seen += steps[i]!) >= part * count) return (i + 1) * STEP_MS;
    return STEPS * STEP_MS;
  },
};

export function createListener(name: string): Listener {
  return { name, told: [], after: null, connections: 0, cut: 0, away: 0, bytes: 0, newest: "" };
}

/** A host, and who asks: asked for anew when the server does not know it any more. */
export interface Door {
  readonly host: string;
  readonly credentials: () => Promise<string>;
}

const AGAIN_MS = 200, UNAUTHORIZED = 401;

/** Listens until the signal, as a browser does: a server that is away is asked again. Throws where it says no. */
export async function listen(listener: Listener, door: Door, listening: Listening): Promise<void> {
  const { signal, random, stayMs, awayMs } = listening;
  let credentials = await door.credentials();
  while (!signal.aborted) {
    const after = listener.told.at(-1) ?? listener.after;
    let isStorm = false;
    try {
      const socket = await openStream({ host: door.host, credentials, after });
      isStorm = await listenOnce(listener, socket, { ...listening, stayMs: stayMs * (0.2 + 0.8 * random()) });
    } catch (error) {
      if (error instanceof NotGiven && error.status !== UNAUTHORIZED) throw error;
      listener.away += 1;
      await sleep(AGAIN_MS);
      if (error instanceof NotGiven) credentials = await door.credentials();
    }
    if (!signal.aborted) await sleep(isStorm ? awayMs : awayMs * random());
  }
}

/** Whether a storm ended it. */
async function listenOnce(
  listener: Listener,
  { conn, reader }: StreamSocket,
  { truth, latency, nowMs, stayMs, signal, storms }: Listening,
): Promise<boolean> {
  listener.connections += 1;
  let isLeaving = false, isStorm = false;
  const leave = () => {
    isLeaving = true;
    close(conn);
  };
  const storm = () => {
    isStorm = true;
    leave();
  };
  const timer = setTimeout(leave, stayMs);
  storms.addEventListener("storm", storm);
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  const buffer = new Uint8Array(65_536), openedMs = nowMs();
  try {
    for (let size; (size = await conn.read(buffer).catch(() => null)) !== null;) {
      // what was read after it has gone is as lost as what was under way
      if (isLeaving) return isStorm;
      listener.bytes += size;
      const atMs = nowMs();
      for (const { id, name, data } of reader.push(buffer.subarray(0, size))) {
        if (name === "hello") listener.after ??= (JSON.parse(data) as { after: number }).after;
        if (id === null) continue;
        listener.told.push(id);
        listener.newest = data;
        const ageMs = truth.ageOf(id, atMs);
        // older ones it had missed
        if (ageMs !== null && ageMs < atMs - openedMs) Latency.add(latency, ageMs);
      }
    }
    if (!isLeaving) listener.cut += 1;
    return isStorm;
  } finally {
    clearTimeout(timer);
    storms.removeEventListener("storm", storm);
    signal.removeEventListener("abort", leave);
    close(conn);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

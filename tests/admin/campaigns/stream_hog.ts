import { sleep } from "./stream_listener.ts";
import { close, openStream, type StreamRequest, type StreamSocket } from "./stream_wire.ts";

/** A client that does not keep up: each time the server drops it, it comes again. Changed in place. */
export interface Hog {
  readonly name: string;
  /** Bytes it reads each quarter of a second; 0: it reads nothing at all. */
  readonly bytesPerRead: number;
  /** Ids of the events that each connection was told of. */
  readonly told: number[][];
  readonly faults: string[];
}

/** What hogs have in common. */
export interface Burden {
  readonly request: Omit<StreamRequest, "after">;
  /** How many clients the server has dropped so far, by its own count. */
  readonly dropped: () => Promise<number>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** A time at which all hogs were there. */
export interface Round {
  /** After which of them were dropped, ms. */
  readonly droppedMs: readonly number[];
  /** Sockets that the server still had when all of them were dropped. */
  readonly held: number;
}

const READ_EVERY_MS = 250, ASK_EVERY_MS = 500;
/** What lay in the sockets of a dropped one must come to an end. */
const DRAIN_MS = 20_000;

export function createHog(name: string, bytesPerRead: number): Hog {
  return { name, bytesPerRead, told: [], faults: [] };
}

/** Opens all, waits until as many as they are were dropped, reads them to their ends, and so on until the signal. */
export async function burden(hogs: readonly Hog[], rounds: Round[], given: Burden): Promise<void> {
  while (!given.signal.aborted) {
    // where the server is away, it begins anew
    const round = await playRound(hogs, given).catch(() => sleep(ASK_EVERY_MS));
    if (round) rounds.push(round);
  }
}

/** Null if it was ended before they were dropped. Throws where the server is away. */
async function playRound(
  hogs: readonly Hog[],
  { request, dropped, nowMs, signal }: Burden,
): Promise<Round | null> {
  const before = await dropped(), startMs = nowMs(), droppedMs: number[] = [];
  const sockets = await Promise.all(hogs.map(() => openStream({ ...request, after: null })));
  const told = hogs.map((): number[] => []);
  let isOver = false;
  const reading = hogs.map(async ({ bytesPerRead }, i) => {
    const buffer = new Uint8Array(bytesPerRead);
    for (; bytesPerRead > 0 && !isOver; await sleep(READ_EVERY_MS)) await read(sockets[i]!, buffer, told[i]!);
  });
  try {
    while (droppedMs.length < hogs.length) {
      if (signal.aborted) return null;
      await sleep(ASK_EVERY_MS);
      const count = await dropped() - before;
      // another server than before
      if (count < 0) return null;
      while (droppedMs.length < count) droppedMs.push(nowMs() - startMs);
    }
    isOver = true;
    await Promise.all(reading);
    const held = sockets.filter((socket) => isHeld(socket, request.host)).length;
    await Promise.all(hogs.map(async (hog, i) => {
      if (!await drained(sockets[i]!, told[i]!)) {
        hog.faults.push("the connection did not end after it was dropped");
      }
      if (sockets[i]!.reader.isComplete()) hog.faults.push("its answer was ended as if nothing was missing");
      hog.told.push(told[i]!);
    }));
    return { droppedMs, held };
  } finally {
    isOver = true;
    for (const { conn } of sockets) close(conn);
    await Promise.allSettled(reading);
  }
}

/** False at the end of the connection. */
async function read({ conn, reader }: StreamSocket, buffer: Uint8Array, told: number[]): Promise<boolean> {
  const size = await conn.read(buffer).catch(() => null);
  if (size === null) return false;
  for (const { id } of reader.push(buffer.subarray(0, size))) if (id !== null) told.push(id);
  return true;
}

/** Reads what there is left; false if that does not end. */
async function drained(socket: StreamSocket, told: number[]): Promise<boolean> {
  const buffer = new Uint8Array(65_536);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    close(socket.conn);
  }, DRAIN_MS);
  while (await read(socket, buffer, told));
  clearTimeout(timer);
  return !isLate;
}

const ESTABLISHED = "01";

/**
 * Whether the server still has its end open, as the kernel says: who does not read cannot hear it. Rows there are
 * "n: local remote state ..." with ports in hexadecimal digits.
 */
function isHeld({ conn }: StreamSocket, host: string): boolean {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, "0");
  const server = hex(Number(host.split(":")[1])), client = hex((conn.localAddr as Deno.NetAddr).port);
  return Deno.readTextFileSync("/proc/net/tcp").split("\n").some((row) => {
    const [, local, remote, state] = row.trim().split(/\s+/);
    return local?.endsWith(`:${server}`) && remote?.endsWith(`:${client}`) && state === ESTABLISHED;
  });
}

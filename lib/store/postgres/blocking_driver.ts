import { type MessagePort as NodePort, receiveMessageOnPort } from "node:worker_threads";
import { DriverFailure, TIMEOUT } from "./driver_failure.ts";
import {
  type Done,
  type DriverReply,
  type DriverRequest,
  type DriverStart,
  type NumberedRequest,
  SIGNAL,
} from "./wire.ts";

/** The driver's thread as the store uses it: calls that return with the answer. */
export interface BlockingDriver {
  /**
   * Waits for the answer, at most so long. Throws DriverFailure; with code TIMEOUT the request may still be carried out,
   * unless the session is discarded.
   */
  ask(request: DriverRequest, timeoutMs: number): Done;
  /** Sends without waiting; in order with what is asked. */
  tell(request: DriverRequest): void;
  close(): void;
}

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly signals: Int32Array<SharedArrayBuffer>;
  /** Answers taken from the port so far. */
  taken: number;
  /** Requests in a row that it did not even take. */
  missed: number;
  isDead: boolean;
}

export interface BlockingDriverOptions {
  readonly sessions: DriverStart["sessions"];
  /** How long the first call waits for the thread to come up, ms: half a second of it is Deno's own in a nested worker. */
  readonly startMs: number;
}

/** Starts the thread; it connects when it is asked to. */
export function createBlockingDriver({ sessions, startMs }: BlockingDriverOptions): BlockingDriver {
  let thread = startThread(sessions);
  let isFirst = true;
  let lastId = 0;

  function alive(timeoutMs: number): Thread {
    if (thread.isDead) {
      endThread(thread);
      thread = startThread(sessions);
    }
    const isUp = Atomics.load(thread.signals, SIGNAL.up) === 1 ||
      Atomics.wait(thread.signals, SIGNAL.up, 0, isFirst ? startMs : timeoutMs) !== "timed-out";
    isFirst = false;
    if (isUp) return thread;
    throw new DriverFailure({ code: TIMEOUT, message: "the driver's thread is not up yet", isLost: true });
  }

  function ask(request: DriverRequest, timeoutMs: number): Done {
    const it = alive(timeoutMs);
    const id = ++lastId;
    send(it, { ...request, id });
    const reply = receive(it, id, timeoutMs);
    const isTaken = Atomics.load(it.signals, SIGNAL.taken) >= id;
    it.missed = isTaken ? 0 : it.missed + 1;
    it.isDead ||= it.missed === MAX_MISSED;
    if (reply === null) {
      const message = `no answer within ${Math.round(timeoutMs)} ms`;
      throw new DriverFailure({ code: TIMEOUT, message, isLost: true });
    }
    if ("failure" in reply) throw new DriverFailure(reply.failure);
    return reply.done;
  }

  return {
    ask,
    tell: (request) => send(thread, { ...request, id: 0 }),
    close: () => {
      if (!thread.isDead && Atomics.load(thread.signals, SIGNAL.up) === 1) {
        try {
          ask({ op: "close" }, CLOSE_MS);
        } catch {
          // the thread ends all the same, and the server notices
        }
      }
      endThread(thread);
    },
  };
}

/** A thread that misses so many is started anew. */
const MAX_MISSED = 3;
/** How long close() waits for the connections to end in order, ms. */
const CLOSE_MS = 200;

function startThread(sessions: DriverStart["sessions"]): Thread {
  const script = import.meta.url.endsWith(".ts") ? "./driver_thread.ts" : "./driver_thread.js";
  const worker = new Worker(new URL(script, import.meta.url), { type: "module", name: "postgres" });
  const { port1: port, port2 } = new MessageChannel();
  const signals = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * 3));
  const thread: Thread = { worker, port, signals, taken: 0, missed: 0, isDead: false };
  worker.onerror = (event) => {
    // else its parent dies of it
    event.preventDefault();
    thread.isDead = true;
  };
  worker.postMessage({ port: port2, signals, sessions } satisfies DriverStart, [port2]);
  return thread;
}

function endThread({ worker, port }: Thread): void {
  port.close();
  worker.terminate();
}

function send({ port }: Thread, request: NumberedRequest): void {
  port.postMessage(request);
}

/** The answer to request `id`, or null; answers to requests that were given up are left out. */
function receive(thread: Thread, id: number, timeoutMs: number): DriverReply | null {
  const { signals, port } = thread;
  const endMs = performance.now() + timeoutMs;
  while (true) {
    const answers = Atomics.load(signals, SIGNAL.answers);
    const received = receiveMessageOnPort(port as unknown as NodePort) as
      | { message: DriverReply }
      | undefined;
    if (received !== undefined) {
      thread.taken++;
      if (received.message.id === id) return received.message;
      continue;
    }
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return null;
    // an answer that is counted and not here yet comes at once
    Atomics.wait(signals, SIGNAL.answers, answers, answers > thread.taken ? Math.min(1, leftMs) : leftMs);
  }
}

// impure-file: it owns a thread and the lock that proves the thread's end
import type { Life, WorkerCommand, WorkerReport } from "../tree/protocol.ts";
import type { Permissions } from "../tree/tree_spec.ts";
import { lifeLockName } from "../worker/life_lock.ts";
import { workerPermissions } from "./permission_flags.ts";

/** Kept for so long after a life's end, ms, that whatever is left of it never gets the lock. */
const LOCK_KEPT_MS = 10_000;

/** Deno colours parts of its messages, also where nobody sees colours. */
const COLOUR_REGEXP = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

/** The thread of one life of a worker. */
export interface WorkerThread {
  post(command: WorkerCommand, transfer?: Transferable[]): void;
  /** Ends the thread, unless it never yields; `onGone` tells whether it helped. */
  terminate(): void;
}

export interface WorkerThreadOptions {
  readonly life: Life;
  readonly workerUrl: URL;
  readonly permissions: Permissions;
  readonly onReport: (report: WorkerReport) => void;
  /** The thread failed without saying why itself. */
  readonly onError: (message: string) => void;
  /** The exit proof, once: its lock is free and never its own again. Nothing is told after it. */
  readonly onGone: () => void;
}

/** The Web Locks of this process, which its threads share; Deno 2.9 has them, its types do not. */
interface Locks {
  /** Waits for the lock, and holds it until the promise settles. */
  request(name: string, hold: () => Promise<void>): Promise<void>;
}

/** Starts a thread; blocks for 11 to 37 ms. What goes wrong is told to `onError`, also a start that is refused. */
export function startThread(options: WorkerThreadOptions): WorkerThread {
  const { life, onReport, onError } = options;
  const { locks } = navigator as unknown as { readonly locks: Locks };
  let worker: Worker | null = null;
  let isGone = false;
  let isWatched = false;

  /** Places the own request for the thread's lock. If the thread does not have it yet, it will never get it. */
  function watchForEnd(): void {
    if (isWatched) return;
    isWatched = true;
    void locks.request(lifeLockName(life), async () => {
      // what the thread said before its end has arrived; its error event may be one turn behind
      await pause(0);
      isGone = true;
      worker?.terminate();
      options.onGone();
      await pause(LOCK_KEPT_MS);
    });
  }

  function fail(message: string): void {
    if (isGone) return;
    onError(message);
    watchForEnd();
  }

  function terminate(): void {
    worker?.terminate();
    watchForEnd();
  }

  try {
    worker = createWorker(options);
  } catch (error) {
    queueMicrotask(() => fail(`the thread cannot start: ${error}`));
    return { post: () => {}, terminate };
  }
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (isGone) return;
    if (data.kind === "Locked") watchForEnd();
    onReport(data);
  };
  worker.onmessageerror = () => fail("a message of the thread cannot be read");
  worker.onerror = (event) => {
    // or else the whole process dies of it
    event.preventDefault();
    fail(event.message.replaceAll(COLOUR_REGEXP, ""));
  };
  const thread = worker;
  return { post: (command, transfer = []) => thread.postMessage(command, transfer), terminate };
}

function createWorker({ life, workerUrl, permissions }: WorkerThreadOptions): Worker {
  const options = {
    type: "module",
    name: `${life.id}#${life.incarnation}`,
    deno: { permissions: workerPermissions(permissions) },
  };
  // the types of Deno know neither plain names of system interfaces nor the import permission
  return new Worker(workerUrl, options as WorkerOptions);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

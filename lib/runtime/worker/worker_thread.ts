// impure-file: it is the one that touches the thread's globals
import type { WorkerCommand, WorkerReport } from "../tree/protocol.ts";

/** What a worker uses of its thread. The types of worker globals and those of the main thread exclude each other. */
export interface WorkerThread {
  onmessage: ((event: MessageEvent<WorkerCommand>) => void) | null;
  postMessage(report: WorkerReport): void;
  /** Ends the thread; what was posted before still arrives. */
  close(): void;
}

interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable: true },
    hold: (lock: object | null) => Promise<void> | void,
  ): Promise<void>;
}

export const WorkerThread = { current, onUncaught, holdLock };

function current(): WorkerThread {
  return globalThis as unknown as WorkerThread;
}

/** Calls `tell` with whatever nobody caught, in place of the runtime, which would kill the parent too. */
function onUncaught(tell: (thrown: unknown) => void): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    // a few errors reach the event as text alone
    tell(event.error === undefined ? event.message : event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(event.reason);
  });
}

/** Takes a lock and holds it until the thread ends; false if somebody else has it. */
async function holdLock(name: string): Promise<boolean> {
  const { locks } = navigator as unknown as { readonly locks: Locks };
  return await new Promise((resolve, reject) => {
    locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    }).catch(reject);
  });
}

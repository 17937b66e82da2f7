import type {
  FromSweepWorker,
  ToSweepWorker,
  TrialSetting,
  TrialTask,
  TrialTried,
} from "./sweep_messages.ts";

/** Threads that try points, all on one market in shared memory. */
export interface TrialPool {
  readonly threads: number;
  /** Tries points on one thread, in order, behind what it was given before. Rejects where a trial throws. */
  readonly tryOn: (thread: number, tasks: readonly TrialTask[]) => Promise<readonly TrialTried[]>;
  /** Ends all threads at once. */
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (tried: readonly TrialTried[]) => void;
  readonly reject: (error: Error) => void;
}

/** Starts so many threads, at least 1. */
export function createTrialPool(threads: number, setting: TrialSetting): TrialPool {
  const crew = Array.from({ length: threads }, () => startThread(setting));
  return {
    threads,
    tryOn: (thread, tasks) => crew[thread]!.tryPoints(tasks),
    close: () => crew.forEach(({ worker }) => worker.terminate()),
  };
}

function startThread(setting: TrialSetting) {
  const options = { type: "module", deno: { permissions: "none" } } as WorkerOptions;
  const worker = new Worker(new URL("./sweep_worker.ts", import.meta.url), options);
  const waiting = new Map<number, Waiting>();
  let ids = 0, broken: Error | null = null;
  const post = (message: ToSweepWorker) => worker.postMessage(message);

  worker.onmessage = ({ data }: MessageEvent<FromSweepWorker>) => {
    const asked = waiting.get(data.id)!;
    waiting.delete(data.id);
    if (data.kind === "PointsTried") return asked.resolve(data.tried);
    const { index, point } = data.task;
    asked.reject(new Error(`Trial ${index} of ${JSON.stringify(point)} broke: ${data.error}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    broken = new Error(`A thread of the sweep ended: ${event.message}`);
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  post({ kind: "Begin", setting });
  return {
    worker,
    tryPoints(tasks: readonly TrialTask[]): Promise<readonly TrialTried[]> {
      if (broken !== null) return Promise.reject(broken);
      const id = ids++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post({ kind: "TryPoints", id, tasks });
      });
    },
  };
}

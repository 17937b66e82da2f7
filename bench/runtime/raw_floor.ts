import { type ChildProcess, spawn } from "node:child_process";
import { openBankStore } from "../../tests/bank/bank_store.ts";
import { type Quantiles, quantiles, type RoundTrips, roundTrips } from "./figures.ts";
import { type Memory, memoryOf, slopes } from "./memory.ts";
import type { Workspace } from "./play_tree.ts";
import { rallyOver } from "./raw_rally.ts";

/** What Deno itself takes for it, without the runtime: the base of all ratios. */
export interface RawFloor {
  /** Between two threads of one process, over their own port. */
  readonly port: { readonly alone: RoundTrips; readonly batched: RoundTrips };
  /** Between two processes, over the channel cells use. */
  readonly ipc: { readonly alone: RoundTrips; readonly batched: RoundTrips };
  /** ms until a thread says its first word. */
  readonly threadStart: Quantiles;
  /** ms until a process says its first word. */
  readonly processStart: Quantiles;
  readonly thread: Memory;
  /** A process without threads. */
  readonly process: Memory;
  /** us of the bank's store to commit one message, one fsync included. */
  readonly commit: Quantiles;
}

/** How much of each. */
export interface FloorCounts {
  readonly alone: number;
  readonly batched: number;
  readonly inFlight: number;
  readonly starts: number;
  /** Through processes of so many threads, the memory of one is found. */
  readonly threads: readonly number[];
}

export async function rawFloor(workspace: Workspace, counts: FloorCounts): Promise<RawFloor> {
  const { port, threadStart } = await portFloor(counts);
  return { port, threadStart, ...await processFloor(counts), commit: commitFloor(workspace) };
}

type Rally = (counts: { readonly count: number; readonly inFlight: number }) => Promise<Float64Array>;

async function bothWays(rally: Rally, what: string, counts: FloorCounts) {
  const play = async (count: number, inFlight: number) => {
    return roundTrips(await rally({ count, inFlight }), { count, inFlight, what });
  };
  return { alone: await play(counts.alone, 1), batched: await play(counts.batched, counts.inFlight) };
}

async function portFloor(counts: FloorCounts) {
  const threads: Worker[] = [];
  const startMs: number[] = [];
  while (threads.length < counts.starts) {
    const beginMs = performance.now();
    const thread = new Worker(new URL("./raw_worker.ts", import.meta.url), { type: "module" });
    threads.push(thread);
    await answerOf(thread);
    startMs.push(performance.now() - beginMs);
  }
  const [player, echo] = threads;
  const port = await bothWays(
    (rally) => {
      const { port1, port2 } = new MessageChannel();
      echo.postMessage({ port: port1, rally: null }, [port1]);
      player.postMessage({ port: port2, rally }, [port2]);
      return answerOf(player) as Promise<Float64Array>;
    },
    "postMessage",
    counts,
  );
  for (const thread of threads) thread.terminate();
  return { port, threadStart: quantiles(startMs, "threads") };
}

function answerOf(thread: Worker): Promise<unknown> {
  return new Promise((resolve) => thread.onmessage = ({ data }) => resolve(data));
}

async function processFloor(counts: FloorCounts) {
  const startMs: number[] = [];
  for (let i = 0; i < counts.starts; i++) {
    const beginMs = performance.now();
    const child = await startChild(0);
    startMs.push(performance.now() - beginMs);
    await end(child);
  }
  const child = await startChild(0);
  try {
    const process = memoryOf([child.pid!]);
    const post = (packets: unknown) => void child.send(packets as object);
    const listen = (onAnswer: () => void) => void child.removeAllListeners("message").on("message", onAnswer);
    const ipc = await bothWays((rally) => rallyOver({ post, listen }, rally), "ipc", counts);
    return {
      ipc,
      process,
      processStart: quantiles(startMs, "processes"),
      thread: await threadMemory(counts.threads),
    };
  } finally {
    await end(child);
  }
}

async function threadMemory(counts: readonly number[]): Promise<Memory> {
  const points: (readonly [number, Memory])[] = [];
  for (const count of counts) {
    const child = await startChild(count);
    points.push([count, memoryOf([child.pid!])]);
    await end(child);
  }
  return slopes(points);
}

async function startChild(threads: number): Promise<ChildProcess> {
  const entry = new URL("./raw_cell.ts", import.meta.url);
  const program = new URL("../..", import.meta.url).pathname;
  const flags = ["--no-prompt", "--cached-only", "--frozen", `--allow-read=${program}`, "--deny-import"];
  const child = spawn(Deno.execPath(), ["run", ...flags, entry.href, String(threads)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once("message", () => resolve());
  child.once(
    "exit",
    (code) => reject(new Error(`Cannot measure a raw process as it ended with code ${code}`)),
  );
  await promise;
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve());
  child.disconnect();
  await promise;
}

const COMMITS = 200;

function commitFloor(workspace: Workspace): Quantiles {
  const store = openBankStore(`${workspace.next().store}/floor.sqlite`);
  const epoch = store.raiseEpoch("floor");
  const us: number[] = [];
  const send = (seq: number) => {
    const input = {
      from: "a",
      seq,
      to: "b",
      lane: 2,
      atMs: 0,
      causedBy: "",
      body: { kind: "Ping" },
    } as const;
    return {
      actor: "b",
      inputNo: seq,
      input,
      events: [],
      sends: [{ ...input, from: "b", to: "a" }],
    } as const;
  };
  for (let i = 1; i <= COMMITS; i++) {
    const handled = [{ ...send(i), timers: [], seqAfter: i }];
    const startMs = performance.now();
    store.commit({ rounds: null, handled, snapshots: [] }, epoch);
    us.push(1_000 * (performance.now() - startMs));
  }
  store.close();
  return quantiles(us.slice(COMMITS / 5), "commits");
}

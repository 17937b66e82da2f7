// Worker module of this folder's tests: toys, and a wrapper that does what their messages say.
import type { Behavior, Port } from "../behavior.ts";
import type { Envelope } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { runWorker } from "./run_worker.ts";
import { toy, toyPort } from "./toy_behavior_fixture.ts";
import type { HandlingWrapper, WorkerRegistry, WrapContext } from "./registry.ts";

/** Fails in the ways a behavior cannot. */
function mischief(context: WrapContext): HandlingWrapper {
  return { before: ({ body }: Envelope) => act(body.kind, context) };
}

function act(kind: string, { note, send, worker, incarnation }: WrapContext): void | Promise<void> {
  switch (kind) {
    case "Stall":
      return new Promise(() => {});
    case "Wait":
      return new Promise((resolve) => setTimeout(resolve, 20));
    case "WaitLong":
      return new Promise((resolve) => setTimeout(resolve, 400));
    case "Reject":
      void Promise.reject(new RangeError("nobody waits for me"));
      return;
    case "RejectBefore":
      return Promise.reject(new RangeError("somebody waits for me"));
    case "Close":
      return (globalThis as unknown as { close(): void }).close();
    case "Zombie":
      send("root", { kind: "PeerGone", worker: "as a zombie" });
      return loop(300);
    case "Note":
      send("root", { kind: "PeerGone", worker: "before the note" });
      note({ worker, incarnation });
      return loop(300);
  }
}

function loop(ms: number): void {
  for (const endMs = Date.now() + ms; Date.now() < endMs;);
}

const registry: WorkerRegistry = {
  behavior({ kind }) {
    if (kind === "toy") return toy as Behavior;
    if (kind === "port") return toyPort as Port;
    throw new TypeError(`Cannot create behavior as its kind must be known: current value is "${kind}"`);
  },
  store: () => MemoryCommit.create(),
  wrapper: (_spec, context) => mischief(context),
};

runWorker(() => Promise.resolve(registry));

import type { Scene } from "./scene.ts";
import { createZombie } from "./zombie.ts";

/** Ways to die that a worker may meet, or (the last four) to go on without living, as a zombie where it can write. */
export const FAULT_KINDS = [
  "throw",
  "rejection",
  "throw_string",
  "data_clone",
  "stack",
  "close",
  "exit",
  "heap",
  "silence",
  "microtask_loop",
  "sync_loop",
  "regex",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Fails in the given way: throws, never settles, never returns, or ends the thread or its process. */
export function act(kind: FaultKind, scene: Scene): void | Promise<void> {
  switch (kind) {
    case "throw":
      throw new Error("Injected fault: throw", { cause: new Error("the wrapper was told to") });
    case "rejection":
      // nobody waits for it; the message itself may still be handled
      void Promise.reject(new Error("Injected fault: rejection"));
      return;
    case "throw_string":
      // deno-lint-ignore no-throw-literal
      throw "Injected fault: throw_string";
    case "data_clone":
      new MessageChannel().port1.postMessage(() => "cannot be cloned");
      return;
    case "stack":
      overflow(0);
      return;
    case "close":
      self.close();
      return forever();
    case "exit":
      Deno.exit(3);
      return;
    case "heap":
      return swallowHeap();
    case "silence":
      // it still yields: what it writes may get out until its thread is ended
      setInterval(createZombie(scene), 1);
      return forever();
    case "microtask_loop":
      return loopInMicrotasks(createZombie(scene));
    case "sync_loop":
      return loop(createZombie(scene));
    case "regex":
      // 2^48 ways to split the a's, none of which fits
      /^(a+)+$/.test("a".repeat(48) + "b");
      return;
  }
}

function forever(): Promise<never> {
  return new Promise(() => {});
}

function overflow(depth: number): number {
  return overflow(depth + 1) + 1;
}

/** 4 MB at a time, so that the heap is full before the silence is noticed. */
function swallowHeap(): never {
  for (const hog: unknown[] = [];;) hog.push(new Array(500_000).fill(0.5));
}

async function loopInMicrotasks(tick: () => void): Promise<never> {
  for (;;) {
    await null;
    tick();
  }
}

function loop(tick: () => void): never {
  for (;;) tick();
}

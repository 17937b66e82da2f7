// The tree host under the suite of host_contract.ts.
import assert from "node:assert/strict";
import type { HostCase, MakeHost } from "../../lib/runtime/host_contract.ts";
import type { Notice, WrapSpec } from "../../lib/runtime/mod.ts";
import { makeFolders, outcomeIn, startToy, type ToyRunOptions } from "./toy_run_fixture.ts";
import type { ToyWorker } from "./toy_tree.ts";

/** How the actors of a case become cells and workers. */
export type Layout = (hostCase: HostCase) => ToyRunOptions["cells"];

/** A maker of hosts that lay their actors out like this. */
export function makeTreeHost(layout: Layout): MakeHost {
  return (hostCase) => {
    const folders = makeFolders();
    const { script, snapshotEvery = 1_000, maxRoundsPerCommit = 64, store } = hostCase;
    const cells = layout(hostCase);
    const options = { cells, script, snapshotEvery, maxRoundsPerCommit, repeats: store === "repeating" };
    return {
      async run({ maxRounds = Infinity } = {}) {
        const { ended, notices } = startToy(folders, { ...options, maxRounds });
        const end = await ended;
        expectCrash(notices, hostCase);
        return end;
      },
      outcome: () => outcomeIn(folders, options),
      // deno-lint-ignore require-await
      dispose: async () => folders[Symbol.dispose](),
    };
  };
}

/** Fails if the case wanted a crash and it did not come, or one came that nobody wanted. */
function expectCrash(notices: readonly Notice[], { crashOnceAt }: HostCase): void {
  const crashes = notices.flatMap((notice) => notice.kind === "WorkerFailed" ? [notice.crash?.handling] : []);
  assert.deepEqual(crashes.map((at) => at?.messageId), crashOnceAt === undefined ? [] : [crashOnceAt]);
}

/**
 * A thread for each actor, in two processes; the later in the list, the quicker, so that answers tend to come in against
 * the order of addresses.
 */
export function spread(hostCase: HostCase): ToyRunOptions["cells"] {
  const { actors } = hostCase;
  const workers = actors.map((actor, i): ToyWorker => {
    const delay = { kind: "slow", args: { ms: (actors.length - 1 - i) % 4 } };
    return { id: `worker/${actor.address}`, actors: [actor], wrap: [delay, ...crash(hostCase)] };
  });
  const half = workers.length >> 1;
  return { vault: workers.slice(0, half), deck: workers.slice(half) };
}

/** Three actors per thread, all in one process. */
export function packed(hostCase: HostCase): ToyRunOptions["cells"] {
  const workers: ToyWorker[] = [];
  for (let i = 0; i < hostCase.actors.length; i += 3) {
    const actors = hostCase.actors.slice(i, i + 3);
    workers.push({ id: `worker/${i / 3}`, actors, wrap: crash(hostCase) });
  }
  return { vault: workers };
}

function crash({ crashOnceAt }: HostCase): WrapSpec[] {
  return crashOnceAt === undefined ? [] : [{ kind: "crash_in_step", args: { messageId: crashOnceAt } }];
}

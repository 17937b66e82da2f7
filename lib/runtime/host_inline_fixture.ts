// The inline host under the suite of host_contract.ts, and as its reference.
import type { Behavior } from "./behavior.ts";
import type { CommitPort } from "./commit_port.ts";
import { type HostCase, type HostOutcome, type HostUnderTest, sortedPoint } from "./host_case_fixture.ts";
import { behaviorOf, mortal } from "./host_kinds_fixture.ts";
import { repeating } from "./host_store_fixture.ts";
import { createInlineHost } from "./inline_host.ts";
import { MemoryCommit } from "./memory_commit.ts";
import { scriptedWorld } from "./toy_actors_test.ts";

/** All in this thread, on a store in memory. */
export function makeInlineHost(hostCase: HostCase): HostUnderTest {
  const commit = MemoryCommit.create();
  let lives = 0;
  return {
    // deno-lint-ignore require-await
    async run(options) {
      lives++;
      const { snapshotEvery = 1000, maxRoundsPerCommit = 64 } = hostCase;
      const host = createInlineHost({
        ...{ snapshotEvery, maxRoundsPerCommit, freeze: true },
        actors: behaviors(hostCase, lives),
        world: scriptedWorld(hostCase.script),
        commit: portOf(hostCase, commit),
      });
      return host.run(options);
    },
    outcome: () => outcomeOf(hostCase, commit),
    dispose: () => Promise.resolve(),
  };
}

function behaviors({ actors, crashOnceAt }: HostCase, life: number): Record<string, Behavior> {
  const isVictim = (messageId: string) => life === 1 && messageId === crashOnceAt;
  return Object.fromEntries(actors.map((spec) => [spec.address, mortal(behaviorOf(spec), isVictim)]));
}

function portOf({ store, actors }: HostCase, commit: CommitPort): CommitPort {
  return store === "repeating" ? repeating(commit, actors.map(({ address }) => address)) : commit;
}

function outcomeOf({ actors }: HostCase, commit: MemoryCommit): HostOutcome {
  const snapshots: Record<string, HostOutcome["snapshots"][string]> = {};
  for (const { address } of actors) {
    const { snapshot } = commit.load(address, 1);
    if (snapshot !== null) snapshots[address] = snapshot;
  }
  return {
    journal: commit.batches.flatMap((batch) => batch.handled),
    snapshots,
    spans: commit.batches.map(({ rounds }) => [rounds!.from, rounds!.to] as const),
    point: sortedPoint(commit.resumePoint()),
  };
}

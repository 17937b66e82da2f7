import assert from "node:assert/strict";
import { LISTENER, scripted } from "../../lib/runtime/host_kinds_fixture.ts";
import { tell, to } from "../../lib/runtime/toy_actors_test.ts";
import { expectAsInline, makeFolders, starts, type ToyRunOptions, withToy } from "./toy_run_fixture.ts";

Deno.test("createTreeHost() delivers a round again to a worker that answered and died before the round ended", async () => {
  using folders = makeFolders();
  const source = scripted("source", {
    Go: { sends: [to("listener", { kind: "Hi" }), to("slow", { kind: "Hi" })] },
  });
  const script = [1, 2].map((atMs) => tell(atMs, "source", { kind: "Go" }));
  const cells: ToyRunOptions["cells"] = {
    vault: [{ id: "worker/source", actors: [source] }],
    deck: [
      {
        id: "worker/listener",
        actors: [LISTENER],
        wrap: [{ kind: "die_after", args: { messageId: "source#1", afterMs: 5 } }],
      },
      {
        id: "worker/slow",
        actors: [{ ...LISTENER, address: "slow" }],
        // for so long the round stays open: longer than the listener needs to come back
        wrap: [{ kind: "slow", args: { ms: 600, messageId: "source#2" } }],
      },
    ],
  };
  await withToy(folders, { script, cells }, async ({ ended, notices }) => {
    assert.equal(await ended, "done");
    const lives = { journal: 1, "worker/source": 1, "worker/listener": 2, "worker/slow": 1 };
    assert.deepEqual(starts(notices), lives);
  });
  await expectAsInline(folders, { script, cells });
});

// deno-lint-ignore-file no-console
/**
 * The run of `start`, made to kill itself: `campaign_child.ts <killAtMs> <commits> [start options]` sends itself SIGKILL
 * right after the `commits`-th commit from logical time killAtMs on, before anything of it is released. The fault sits in a
 * wrapper around the commit port; the tree is the product's own.
 *
 * @module
 */
import { paperTree, paperWorld } from "../actors/mod.ts";
import { openRun, readOptions, START_OPTIONS } from "../cli/mod.ts";
import { type CommitPort, createInlineHost } from "../lib/runtime/mod.ts";

const [killAtMs = "0", commits = "0", ...startArgs] = Deno.args;
const { store, session, config } = await openRun(readOptions("start", START_OPTIONS, startArgs));

let left = Number(commits);
const killing: CommitPort = {
  raiseEpoch: store.raiseEpoch,
  load: store.load,
  resumePoint: store.resumePoint,
  commit(batch, epoch) {
    store.commit(batch, epoch);
    if (batch.rounds!.atMs >= Number(killAtMs) && left-- <= 0) Deno.kill(Deno.pid, "SIGKILL");
  },
};
const world = paperWorld(session.exchange.tape);
const outcome = createInlineHost({
  actors: paperTree(session),
  world,
  commit: killing,
  snapshotEvery: config.store.snapshot_every,
}).run();
store.close();
console.log(`not killed: ${outcome}`);

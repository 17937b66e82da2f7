import assert from "node:assert/strict";
import { LISTENER, scripted } from "../../lib/runtime/host_kinds_fixture.ts";
import { makeFolders, type ToyRunOptions, withToy } from "./toy_run_fixture.ts";

const PROBE = [{ kind: "probe", args: null }];
const CELLS: ToyRunOptions["cells"] = {
  vault: [{ id: "worker/a", actors: [scripted("a", {})], wrap: PROBE }],
  deck: [{ id: "worker/b", actors: [LISTENER], wrap: PROBE }],
};
const REFUSED = "NotCapable";

Deno.test("createTreeHost() gives cells and workers what is listed and nothing else, as they find themselves", async () => {
  using folders = makeFolders();
  const options = { script: [], cells: CELLS, journalWrap: PROBE, probes: true };
  await withToy(folders, options, async ({ notices, ended, seen }) => {
    for (const worker of ["journal", "worker/a", "worker/b"]) {
      const notice = await seen(`${worker} tells`, (it) => it.kind === "Note" && it.worker === worker);
      assert.ok(notice.kind === "Note");
      expectRefused(notice.note, worker);
    }
    assert.equal(await ended, "done");
    for (const notice of notices) {
      if (notice.kind !== "CellReady") continue;
      assert.ok(Object.values(notice.effective).every((state) => state !== "granted"), notice.cell);
    }
  });
  for (const cell of ["vault", "deck"]) {
    const { own_source, ...attempts } = JSON.parse(await Deno.readTextFile(`${folders.run}/${cell}.probe`));
    expectRefused(attempts, cell);
    assert.equal(own_source, "done", `${cell} reads its program`);
  }
});

function expectRefused(attempts: unknown, who: string): void {
  // a signal to the own process needs no permission: it ends no more than the cell
  const { kill: _, ...tried } = attempts as Record<string, string>;
  const entries = Object.entries(tried);
  for (const name of ["net", "env", "read", "write", "run", "ffi", "sys"]) {
    assert.ok(name in tried, `${who} did not try ${name}`);
  }
  for (const [name, outcome] of entries) assert.equal(outcome, REFUSED, `${who}: ${name}`);
}

import assert from "node:assert/strict";
import { TreeSpec } from "../../lib/runtime/tree/tree_spec.ts";
import { ACCOUNTS, bankTree, type BankTreeOptions } from "./bank_tree.ts";
import { bankWorld } from "./bank_world.ts";

const FOLDERS = { programFolder: "/program", storePath: "/data/store/bank.sqlite", runFolder: "/run" };

function tree(options: Partial<BankTreeOptions> = {}): TreeSpec {
  return bankTree({ delivery: "stepped", ...FOLDERS, ...options });
}

/** Worker ids by cell. */
function shape({ cells }: TreeSpec): Record<string, string[]> {
  return Object.fromEntries(cells.map(({ id, workers }) => [id, workers.map((worker) => worker.id)]));
}

Deno.test("bankTree() makes trees without faults, which are plain data", () => {
  const variants: Partial<BankTreeOptions>[] = [
    {},
    { single: true },
    { accountsPerWorker: 3, delivery: "free" },
    { delays: { seed: "d", maxMs: 1 }, faults: { seed: "f", kinds: ["throw", "heap"], meanMs: 100 } },
  ];
  for (const variant of variants) {
    const spec = tree(variant);
    assert.deepEqual(TreeSpec.check(spec), []);
    assert.deepEqual([...TreeSpec.placesOf(spec).keys()].sort(), ACCOUNTS);
    assert.equal(TreeSpec.journalOf(spec), "journal");
    assert.deepEqual(structuredClone(spec), spec);
  }
});

Deno.test("bankTree() puts four accounts into each cell, or all into one, packed as asked", () => {
  const four = (first: number) => [0, 1, 2, 3].map((i) => `worker/${first + i}`);
  assert.deepEqual(shape(tree()), { vault: ["journal", ...four(0)], branch: four(4) });
  assert.deepEqual(shape(tree({ single: true })), { vault: ["journal", ...four(0), ...four(4)] });
  assert.deepEqual(shape(tree({ accountsPerWorker: 3 })), {
    vault: ["journal", "worker/0+1+2", "worker/3"],
    branch: ["worker/4+5+6", "worker/7"],
  });
});

Deno.test("bankTree() lets the store be reached by the vault and its journal alone", () => {
  const [vault, branch] = tree().cells;
  assert.deepEqual(vault.permissions, {
    read: ["/program", "/run", "/data/store"],
    write: ["/run", "/data/store"],
  });
  assert.deepEqual(branch.permissions, { read: ["/program", "/run"], write: ["/run"] });
  const [journal, ...accounts] = vault.workers;
  assert.deepEqual(journal.permissions, { read: ["/data/store"], write: ["/data/store"] });
  for (const { permissions } of [...accounts, ...branch.workers]) assert.deepEqual(permissions, {});
});

Deno.test("bankTree() wraps the account workers and not the journal", () => {
  const faults = { seed: "f", kinds: ["throw"], meanMs: 100 } as const;
  const [vault, branch] = tree({ delays: { seed: "d", maxMs: 2 }, faults }).cells;
  const expected = [
    { kind: "delay", args: { seed: "d", maxMs: 2 } },
    { kind: "fault", args: { ...faults, journal: "journal" } },
  ];
  const [journal, ...accounts] = vault.workers;
  assert.deepEqual(journal.wrap, []);
  for (const { wrap } of [...accounts, ...branch.workers]) assert.deepEqual(wrap, expected);
});

Deno.test("bankTree() lets the journal fail by a timer, where it is to", () => {
  const journalFaults = { seed: "j", kinds: ["close"], meanMs: 9 } as const;
  const [journal] = tree({ journalFaults }).cells[0].workers;
  assert.deepEqual(journal.wrap, [
    { kind: "fault", args: { ...journalFaults, at: "timer", journal: "journal" } },
  ]);
});

Deno.test("bankWorld() tells each account its share once, and goes on anywhere", () => {
  const world = bankWorld({ transfers: 19, chains: 3 });
  const all = Array.from({ length: 9 }, () => world.next());
  assert.deepEqual(all.map((message) => message?.to), [...ACCOUNTS, undefined]);
  assert.equal(new Set(all.slice(0, 8).map((message) => message?.atMs)).size, 1);
  const shares = all.slice(0, 8).map((message) =>
    (message!.body as unknown as { transfers: number }).transfers
  );
  assert.deepEqual(shares, [3, 3, 3, 2, 2, 2, 2, 2]);
  world.seek(5);
  assert.deepEqual(world.next(), all[5]);
  world.seek(8);
  assert.equal(world.next(), null);
});

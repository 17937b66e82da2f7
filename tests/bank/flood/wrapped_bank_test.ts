import assert from "node:assert/strict";
import { TreeSpec } from "../../../lib/runtime/mod.ts";
import { stopBudgetMs } from "./stop_budget.ts";
import { TIRELESS_FLAGS, type WrappedBankOptions, wrappedBankTree } from "./wrapped_bank.ts";

const SLOW = { kind: "slow", args: { perMessageMs: 1, forMs: 1 } } as const;
const OPTIONS: WrappedBankOptions = {
  transfers: 1,
  tree: { delivery: "free", programFolder: "/program", storePath: "/store/bank.sqlite", runFolder: "/run" },
  wraps: { "worker/5": [SLOW] },
  shutdownMs: { "worker/5": 1_500 },
};

Deno.test("wrappedBankTree() changes the workers it is told to, and no other", () => {
  const tree = wrappedBankTree(OPTIONS);
  assert.deepEqual(TreeSpec.check(tree), []);
  const changed = tree.cells.flatMap(({ workers }) => workers)
    .filter(({ wrap, shutdownMs }) => wrap.length > 0 || shutdownMs !== 5_000);
  assert.deepEqual(changed.map(({ id }) => id), ["worker/5"]);
  assert.deepEqual([changed[0].wrap, changed[0].shutdownMs], [[SLOW], 1_500]);
});

Deno.test("stopBudgetMs() adds up what the tree allows", () => {
  const base = stopBudgetMs(wrappedBankTree({ ...OPTIONS, shutdownMs: { "worker/5": 0 } }), "worker/5");
  assert.equal(stopBudgetMs(wrappedBankTree(OPTIONS), "worker/5"), base + 1_500);
  const patient = { ...OPTIONS.tree, cellFlags: { ...TIRELESS_FLAGS, killMs: 9_000 } };
  assert.equal(
    stopBudgetMs(wrappedBankTree({ ...OPTIONS, tree: patient }), "worker/5"),
    base + 1_500 + 8_000,
  );
});

Deno.test("stopBudgetMs() refuses a worker that is not there", () => {
  assert.throws(() => stopBudgetMs(wrappedBankTree(OPTIONS), "worker/9"), RangeError);
});

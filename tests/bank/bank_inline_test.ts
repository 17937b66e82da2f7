import assert from "node:assert/strict";
import fc from "fast-check";
import type { CommitPort } from "../../lib/runtime/mod.ts";
import { auditBank } from "./bank_audit.ts";
import { runBankInline } from "./bank_inline.ts";
import { openBankStore } from "./bank_store.ts";
import type { BankRules } from "./bank_tree.ts";
import { withBankFile } from "./temp_bank_fixture.ts";

const TRANSFERS = 403;
const CHAINS = 5;
/** Amounts for which an account is often too poor. */
const RULES: BankRules = { maxAmount: 9_000 };
const REFERENCE = runBankInline({ transfers: TRANSFERS, chains: CHAINS, ...RULES });

Deno.test("runBankInline() handles exactly the transfers asked, for any number of chains", () => {
  for (const [transfers, chains] of [[1, 1], [7, 3], [100, 64], [1000, 1]]) {
    const starts = Math.min(8, transfers);
    const run = runBankInline({ transfers, chains });
    assert.deepEqual(
      [run.end, run.handled],
      ["done", transfers + starts],
      `${transfers} in ${chains} chains`,
    );
  }
});

Deno.test("runBankInline() comes to the same hash in memory and in a file, and to another for another seed", () => {
  withBankFile((path) => {
    const commit = openBankStore(path);
    const stored = runBankInline({ transfers: TRANSFERS, chains: CHAINS, ...RULES, commit });
    commit.close();
    assert.equal(stored.hash, REFERENCE.hash);
    assert.equal(stored.rounds, REFERENCE.rounds);
    const audit = auditBank({ path, rules: RULES, transfers: TRANSFERS });
    assert.deepEqual(audit.faults, []);
    assert.equal(audit.stateHash, REFERENCE.hash);
    assert.ok(audit.refused > 0, "nothing was refused");
  });
  const others = [{ seed: "other" }, { maxAmount: 999 }, { openings: Array(8).fill(10_001n) }, {
    chains: CHAINS + 1,
  }];
  for (const other of others) {
    assert.notEqual(
      runBankInline({ transfers: TRANSFERS, chains: CHAINS, ...RULES, ...other }).hash,
      REFERENCE.hash,
    );
  }
});

class Killed extends Error {}

/** Dies at the `left`-th call, before the commit is stored or just after it. */
function mortal(store: CommitPort, left: number): CommitPort {
  const burn = () => {
    if (--left <= 0) throw new Killed("killed");
  };
  return {
    ...store,
    commit(batch, epoch) {
      burn();
      store.commit(batch, epoch);
      burn();
    },
  };
}

/** One life on the store at `path`; true if it was killed. */
function live(
  path: string,
  { hooks, maxRounds }: { hooks: number; maxRounds: number },
  snapshotEvery: number,
): boolean {
  const store = openBankStore(path);
  try {
    runBankInline({
      ...{ transfers: TRANSFERS, chains: CHAINS, ...RULES, snapshotEvery, maxRounds },
      commit: mortal(store, hooks),
    });
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    store.close();
  }
}

const lives = fc.array(
  fc.record({
    hooks: fc.integer({ min: 1, max: 60 }),
    maxRounds: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 20 })),
  }),
  { minLength: 1, maxLength: 5 },
);

Deno.test("runBankInline() comes to the same hash however often it is killed and stopped, and nothing is ever amiss", () => {
  const counted = { kills: 0, stops: 0, underWay: 0 };
  fc.assert(
    fc.property(lives, fc.integer({ min: 1, max: 60 }), (plan, snapshotEvery) =>
      withBankFile((path) => {
        for (const life of plan) {
          counted[live(path, life, snapshotEvery) ? "kills" : "stops"]++;
          const { faults, underWay } = auditBank({ path, rules: RULES });
          assert.deepEqual(faults, []);
          if (underWay > 0) counted.underWay++;
        }
        assert.equal(live(path, { hooks: Infinity, maxRounds: Infinity }, snapshotEvery), false);
        const { faults, stateHash } = auditBank({ path, rules: RULES, transfers: TRANSFERS });
        assert.deepEqual([faults, stateHash], [[], REFERENCE.hash]);
      })),
    { seed: 8, numRuns: 12 },
  );
  for (const [what, count] of Object.entries(counted)) assert.ok(count >= 8, `too few ${what}: ${count}`);
});

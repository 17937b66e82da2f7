import assert from "node:assert/strict";
import { ACCOUNTS, bankActors } from "./bank_tree.ts";
import { registry } from "./registry.ts";
import { withBankFile } from "./temp_bank_fixture.ts";
import { recordingContext } from "./wrappers/wrap_context_fixture.ts";

Deno.test("registry knows every name in a bank tree", () => {
  const openings = ACCOUNTS.map((_, i) => BigInt(i));
  const states = bankActors({ openings }).map((spec) =>
    registry.behavior(spec).init() as { balance: bigint }
  );
  assert.deepEqual(states.map(({ balance }) => balance), openings);
  withBankFile((path) => {
    const store = registry.store({ kind: "sqlite", args: { path } });
    assert.equal(store.raiseEpoch("w").number, 1);
    store.close!();
  });
  const context = recordingContext();
  registry.wrapper({ kind: "delay", args: { seed: "s", maxMs: 1 } }, context);
  registry.wrapper({ kind: "fault", args: { seed: "s", kinds: [], meanMs: 1, journal: "j" } }, context);
});

Deno.test("registry throws for a kind that it lacks", () => {
  const [actor] = bankActors({});
  assert.throws(() => registry.behavior({ ...actor, kind: "vault" }), /current value is "vault"/);
  assert.throws(() => registry.store({ kind: "memory", args: null }), /current value is "memory"/);
  assert.throws(
    () => registry.wrapper({ kind: "lag", args: null }, recordingContext()),
    /current value is "lag"/,
  );
});

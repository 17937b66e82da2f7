import assert from "node:assert/strict";
import fc from "fast-check";
import type { PoisonPolicy } from "./tree/tree_spec.ts";
import { actorSpec } from "./root/life_fixture.ts";
import { PoisonLedger } from "./poison_ledger.ts";

const POLICY: PoisonPolicy = { afterCrashes: 2, byKind: { Gossip: "quarantine" }, otherwise: "halt" };

/** Crashes as "message kind"; the verdicts they led to, "" for none. */
function verdicts(crashes: readonly string[], policy: PoisonPolicy = POLICY): string[] {
  const ledger = PoisonLedger.create([actorSpec("a", policy)]);
  return crashes.map((crash) => {
    const [messageId, kind = "Gossip"] = crash.split(" ");
    const verdict = PoisonLedger.note(ledger, { actor: "a", messageId, kind });
    return verdict === null ? "" : `${verdict.action} ${verdict.messageId}`;
  });
}

const CASES: readonly { readonly name: string; readonly crashes: string[]; readonly verdicts: string[] }[] = [
  {
    name: "judges a message that crashes its actor often enough in a row",
    crashes: ["m#1", "m#1"],
    verdicts: ["", "quarantine m#1"],
  },
  {
    name: "begins to count again after another message crashed the actor",
    crashes: ["m#1", "m#2", "m#1", "m#1"],
    verdicts: ["", "", "", "quarantine m#1"],
  },
  {
    name: "halts for a kind the policy does not name, and judges nothing more of that actor",
    crashes: ["m#1 Order", "m#1 Order", "m#2", "m#2"],
    verdicts: ["", "halt m#1", "", ""],
  },
  {
    name: "judges no message twice",
    crashes: ["m#1", "m#1", "m#1", "m#1", "m#1"],
    verdicts: ["", "quarantine m#1", "", "", ""],
  },
];

for (const { name, crashes, verdicts: expected } of CASES) {
  Deno.test(`PoisonLedger.note() ${name}`, () => assert.deepEqual(verdicts(crashes), expected));
}

Deno.test("PoisonLedger.note() judges at the first crash where the policy says so, and no unknown actor", () => {
  assert.deepEqual(verdicts(["m#1"], { ...POLICY, afterCrashes: 1 }), ["quarantine m#1"]);
  const ledger = PoisonLedger.create([actorSpec("a", { ...POLICY, afterCrashes: 1 })]);
  assert.equal(PoisonLedger.note(ledger, { actor: "b", messageId: "m#1", kind: "Gossip" }), null);
});

Deno.test("PoisonLedger tells who is halted, what is quarantined, and what a worker must know", () => {
  const policy = { ...POLICY, afterCrashes: 1 };
  const specs = ["a", "b", "c"].map((address) => actorSpec(address, policy));
  const ledger = PoisonLedger.create(specs);
  const crash = (actor: string, kind: string) => PoisonLedger.note(ledger, { actor, messageId: "m#1", kind });
  crash("a", "Gossip");
  crash("b", "Order");
  assert.deepEqual(["a", "b", "c"].map((actor) => PoisonLedger.isHalted(ledger, actor)), [
    false,
    true,
    false,
  ]);
  const isQuarantined = (actor: string, id: string) => PoisonLedger.isQuarantined(ledger, actor, id);
  assert.deepEqual([isQuarantined("a", "m#1"), isQuarantined("a", "m#2"), isQuarantined("b", "m#1")], [
    true,
    false,
    false,
  ]);
  assert.deepEqual(PoisonLedger.of(ledger, specs.slice(1)), [{
    actor: "b",
    messageId: "m#1",
    action: "halt",
  }]);
});

Deno.test("PoisonLedger keeps the newest verdicts of an actor alone, however many there were", () => {
  const ledger = PoisonLedger.create([actorSpec("a", { ...POLICY, afterCrashes: 1 })]);
  for (let i = 1; i <= 1_000; i++) {
    PoisonLedger.note(ledger, { actor: "a", messageId: `m#${i}`, kind: "Gossip" });
  }
  const kept = PoisonLedger.of(ledger, [actorSpec("a")]);
  assert.deepEqual([kept.length, kept[0].messageId, kept.at(-1)!.messageId], [100, "m#901", "m#1000"]);
  assert.equal(PoisonLedger.isQuarantined(ledger, "a", "m#1000"), true);
});

Deno.test("PoisonLedger.note() judges as a count of crashes in a row says", () => {
  const crash = fc.record({
    actor: fc.constantFrom("a", "b"),
    id: fc.nat(2),
    kind: fc.constantFrom("Gossip", "Order"),
  });
  fc.assert(
    fc.property(
      fc.array(crash, { maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      (crashes, afterCrashes) => {
        const ledger = PoisonLedger.create(
          ["a", "b"].map((it) => actorSpec(it, { ...POLICY, afterCrashes })),
        );
        const halted = new Set<string>(), judged = new Set<string>();
        const runs = new Map<string, { readonly messageId: string; readonly count: number }>();
        for (const { actor, id, kind } of crashes) {
          const messageId = `m#${id}`;
          const verdict = PoisonLedger.note(ledger, { actor, messageId, kind });
          if (halted.has(actor) || judged.has(`${actor} ${messageId}`)) {
            assert.equal(verdict, null);
            continue;
          }
          const run = runs.get(actor);
          const count = run?.messageId === messageId ? run.count + 1 : 1;
          runs.set(actor, { messageId, count });
          assert.equal(verdict !== null, count >= afterCrashes);
          if (verdict?.action === "halt") halted.add(actor);
          if (verdict !== null) judged.add(`${actor} ${messageId}`);
        }
      },
    ),
    { seed: 5 },
  );
});

import assert from "node:assert/strict";
import { Leg } from "./equal_leg.ts";

const REFERENCE: Leg = {
  name: "reference",
  transfers: 100,
  rounds: 7,
  elapsedMs: 1_234,
  restarts: null,
  auditFaults: 0,
  hash: "aa",
  wrongs: [],
};

function leg(changes: Partial<Leg>): Leg {
  return { ...REFERENCE, name: "leg", ...changes };
}

Deno.test("Leg.breaches() finds other states, other rounds and whatever was wrong with the run itself", () => {
  assert.deepEqual(Leg.breaches(leg({ restarts: 3 }), REFERENCE), []);
  assert.deepEqual(Leg.breaches(leg({ hash: "bb" }), REFERENCE), [
    "leg: bb in 7 rounds is not what reference came to, aa in 7",
  ]);
  assert.equal(Leg.breaches(leg({ rounds: 8 }), REFERENCE).length, 1);
  assert.equal(Leg.breaches(leg({ hash: "", wrongs: ["exit code 70"] }), REFERENCE).length, 2);
  assert.deepEqual(Leg.breaches(leg({ hash: "bb", wrongs: ["1 message is under way"] }), null), [
    "leg: 1 message is under way",
  ]);
});

Deno.test("Leg.unsortedBreaches() wants two of five whole runs to differ", () => {
  const same = leg({}), other = leg({ hash: "bb" }), broken = leg({ hash: "", wrongs: ["exit code 70"] });
  assert.deepEqual(Leg.unsortedBreaches([same, other, same, other, same], REFERENCE), []);
  assert.deepEqual(Leg.unsortedBreaches([same, other, same, broken, broken], REFERENCE), [
    "only 1 of 5 runs without sorting differ, not 2: the delays show nothing",
  ]);
  assert.equal(Leg.unsortedBreaches([same], REFERENCE).length, 1);
  assert.deepEqual(Leg.unsortedBreaches([], REFERENCE), []);
});

Deno.test("Leg.describe() says what a run came to on one line", () => {
  assert.match(Leg.describe(leg({})), /^leg +100 transfers +7 rounds +1\.2 s +- restarts +0 faults +aa$/);
  assert.match(Leg.describe(leg({ hash: "", rounds: null, auditFaults: null })), /- rounds .* no states$/);
});

import { match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { clientOrderId, intentId, legOfClientId } from "./intent.ts";
import type { Leg } from "./order.ts";

const LEGS: readonly Leg[] = ["entry", "stop", "target1", "target2", "exit", "guard"];
const INTENT = intentId("RR", "BTC/USDT:USDT", 1_704_067_200_000, "trend_pullback", 1);

Deno.test("intentId() names the decision", () => {
  strictEqual(INTENT, "RR:BTC/USDT:USDT:1704067200000:trend_pullback:long");
  strictEqual(intentId("RR", "A", 1, "r", -1), "RR:A:1:r:short");
});

Deno.test("clientOrderId() is what every venue accepts, at most 36 characters", () => {
  const attempts = fc.integer({ min: 0, max: 36 ** 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(...LEGS),
      attempts,
      fc.string(),
      fc.string(),
      (leg, attempt, runId, intent) => {
        const id = clientOrderId("RR", leg, attempt, runId, intent);
        match(id, /^RR[ESABXG][0-9a-z]+[A-Z2-7]{20}$/);
        match(id, /^[.A-Z:/a-z0-9_-]{1,36}$/); // Binance; KuCoin takes [A-Za-z0-9_-]{1,40}
      },
    ),
    { numRuns: 500, seed: 8 },
  );
});

Deno.test("clientOrderId() differs by leg, attempt, run and intent, and is the same for the same", () => {
  const ids = new Set<string>();
  for (const leg of LEGS) {
    for (let attempt = 0; attempt < 100; attempt++) ids.add(clientOrderId("RR", leg, attempt, "run", INTENT));
  }
  strictEqual(ids.size, 600);
  const id = clientOrderId("RR", "entry", 1, "run", INTENT);
  ok(ids.has(id));
  notStrictEqual(clientOrderId("RR", "entry", 1, "run2", INTENT), id);
  notStrictEqual(clientOrderId("RR", "entry", 1, "run", `${INTENT}x`), id);
  notStrictEqual(clientOrderId("EN", "entry", 1, "run", INTENT), id);
});

Deno.test("legOfClientId() reads what clientOrderId() wrote, and knows no other system's or person's", () => {
  for (const leg of LEGS) strictEqual(legOfClientId("RR", clientOrderId("RR", leg, 40, "run", INTENT)), leg);
  for (const id of ["ENE0ABC", "by hand", "RR", "RRZ0", ""]) strictEqual(legOfClientId("RR", id), null, id);
});

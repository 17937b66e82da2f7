import assert from "node:assert/strict";
import { isFact } from "./fact.ts";
import { FACTS } from "./facts_fixture.ts";

Deno.test("isFact() takes what is worth telling, and of orders only the refused and the unanswered", () => {
  for (const fact of Object.values(FACTS)) assert.equal(isFact(fact), true, fact.kind);
  const { order } = FACTS.OrderChanged;
  for (const status of ["created", "submitted", "acknowledged", "filled", "cancelled", "expired"] as const) {
    const changed = { kind: "OrderChanged", order: { ...order, status } };
    assert.equal(isFact(changed), false, status);
  }
  for (const kind of ["DecisionMade", "PositionChanged", "RegimeChanged", "StopPlaced", "toString", ""]) {
    assert.equal(isFact({ kind }), false, kind);
  }
});

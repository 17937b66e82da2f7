import assert from "node:assert/strict";
import { type Behavior, LANE, type Message } from "../../lib/runtime/mod.ts";
import { A, ctxAt } from "../session_fixture.ts";
import { reportsOf, withReports } from "./reports.ts";

const latch: Message = { kind: "LatchChanged" }, made: Message = { kind: "DecisionMade" };
const liquidated: Message = { kind: "LiquidationNoted" };

Deno.test("reportsOf() sends what is worth telling, in order, on the data lane", () => {
  const refused = { kind: "OrderChanged", order: { status: "rejected" } };
  const filled = { kind: "OrderChanged", order: { status: "filled" } };
  const sends = reportsOf("reporter", [made, latch, filled, refused]);
  assert.deepEqual(
    sends,
    [latch, refused].map((fact) => ({
      ...{ to: "reporter", lane: LANE.data, body: { kind: "Reported", fact } },
    })),
  );
});

Deno.test("withReports() adds reports behind what a behavior sends, and changes nothing else", () => {
  const own = [
    { to: "risk", lane: LANE.orders, body: liquidated },
    { to: `symbol/${A}`, lane: LANE.orders, body: liquidated },
  ];
  const plain: Behavior<{ n: number }> = {
    schema: 7,
    init: () => ({ n: 0 }),
    step: (state, { kind }) => ({
      state: { n: state.n + 1 },
      events: kind === "Loud" ? [latch, made] : [made],
      sends: kind === "Loud" ? own : [],
      timers: [{ op: "clear", name: "t" }],
    }),
  };
  const told = withReports(plain, "reporter");
  assert.deepEqual([told.schema, told.init()], [7, { n: 0 }]);
  const quiet = { kind: "Quiet" }, loud = { kind: "Loud" }, ctx = ctxAt(0);
  assert.deepEqual(told.step({ n: 1 }, quiet, ctx), plain.step({ n: 1 }, quiet, ctx));
  const step = told.step({ n: 1 }, loud, ctx);
  assert.deepEqual({ ...step, sends: step.sends.slice(0, 2) }, plain.step({ n: 1 }, loud, ctx));
  const facts = step.sends.slice(2).map(({ to, body }) => [to, (body as unknown as { fact: Message }).fact]);
  // told once, though it went to two
  assert.deepEqual(facts, [["reporter", latch], ["reporter", liquidated]]);
});

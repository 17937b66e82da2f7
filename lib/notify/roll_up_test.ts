import assert from "node:assert/strict";
import type { CashFlowKind } from "../domain/mod.ts";
import type { Fact } from "./fact.ts";
import { FACTS } from "./facts_fixture.ts";
import { T0 } from "./outlet_fixture.ts";
import { RollUp, toldText } from "./roll_up.ts";

const HOUR_MS = 3_600_000;
const UNIT = 100_000_000n;
const flow = (kind: CashFlowKind, amount: bigint): Fact => ({
  kind: "CashFlowBooked",
  flow: { id: `${kind}:1`, kind, symbol: null, amount, atMs: T0 },
});
const beat = (hour: number, equity: bigint, wallet: bigint) =>
  ({ ...FACTS.Heartbeat, equity: equity * UNIT, wallet: wallet * UNIT, atMs: T0 + hour * HOUR_MS }) as const;

Deno.test("RollUp gives the running day's line at every hour", () => {
  const state = RollUp.create();
  const flows: readonly (readonly [CashFlowKind, bigint])[] = [
    ["transfer", 1_000n],
    ["realized", 50n],
    ["fee", -7n],
    ["funding", -3n],
    ["liquidation", -30n],
    ["adjustment", 2n],
  ];
  for (const [kind, amount] of flows) RollUp.add(state, flow(kind, amount * UNIT));
  RollUp.add(state, FACTS.RoundTripClosed);
  assert.deepEqual(RollUp.hour(state, beat(5, 900n, 1_012n), 0.5), {
    kind: "DayRolledUp",
    day: {
      ...{ date: "2024-01-01", equity: 900n * UNIT, wallet: 1_012n * UNIT, unrealized: -112n * UNIT },
      ...{ realized: 22n * UNIT, fees: 7n * UNIT, funding: -3n * UNIT, roundTrips: 1, sumR: -0.9806 },
      ...{ drawdownPct: 10, drawdownR: 20 },
    },
    atMs: T0 + 5 * HOUR_MS,
  });
  assert.equal(state.wallet, 1_012n * UNIT);
});

Deno.test("RollUp leaves the day's end to the day's summary, which begins the next one", () => {
  const state = RollUp.create();
  RollUp.add(state, flow("transfer", 1_000n * UNIT));
  RollUp.add(state, flow("fee", -7n * UNIT));
  RollUp.countTold(state, "critical");
  RollUp.hour(state, beat(23, 1_100n, 993n), 1);
  RollUp.add(state, FACTS.DaySummarised);
  assert.equal(RollUp.hour(state, beat(24, 1_050n, 993n), 1), null);
  const next = RollUp.hour(state, beat(25, 990n, 993n), 1);
  assert.deepEqual([next?.day.date, next?.day.fees, next?.day.drawdownPct], ["2024-01-02", 0n, 10]);
  assert.deepEqual(state.told, { info: 0, warning: 0, critical: 0 });
});

Deno.test("toldText() counts what was worth a look", () => {
  assert.equal(toldText({ info: 9, warning: 0, critical: 0 }), "");
  assert.equal(toldText({ info: 9, warning: 2, critical: 1 }), "2 warning, 1 critical");
});

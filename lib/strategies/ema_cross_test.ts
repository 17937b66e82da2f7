import assert from "node:assert/strict";
import { Checks } from "../domain/mod.ts";
import { emaCross } from "./ema_cross.ts";
import { emaCrossConfig } from "./schema.ts";
import { StrategyView } from "./view.ts";
import { HALF_TICK, judge, onePivot } from "./view_fixture.ts";

const CONFIG = emaCrossConfig.parse({});

/** Shows closes as pairs [fast, slow] and judges the last, whose close is 100.3 and ATR 5. */
function judgePairs(pairs: readonly (readonly [number, number])[], config = CONFIG) {
  const state = emaCross.createState();
  const view = StrategyView.create(HALF_TICK, onePivot("low", NaN, 0), onePivot("high", NaN, 0));
  Object.assign(view, { confidence: 1 });
  for (const [emaFast, emaSlow] of pairs) {
    Object.assign(view.entry, { emaFast, emaSlow, close: 100.3, atr: 5 });
    emaCross.observe(config, state, view);
  }
  return judge(emaCross, config, view, state);
}

Deno.test("emaCross goes long on a cross up, with stop and target in multiples of the ATR from the close", () => {
  const { signal, checks } = judgePairs([[9, 10], [11, 10]]);
  assert.deepEqual(
    { ...signal, targetTicks: signal.targetTicks[0], targetSharePct: signal.targetSharePct[0] },
    {
      side: 1,
      rule: "ema_cross",
      // 100.3 up to the half tick: 100.5
      anchorTicks: 201,
      // 90.3 down, 115.3 down
      stopTicks: 180,
      targetCount: 1,
      targetTicks: 230,
      targetSharePct: 100,
      rewardRisk: 29 / 21,
      leverage: 1,
      score: 1,
    },
  );
  assert.deepEqual(Checks.toRecords(checks).map(({ name, pass }) => [name, pass]), [
    ["cross.crossed", true],
    ["cross.stop", true],
    ["cross.target_beyond", true],
    ["cross.reward_risk", true],
  ]);
});

Deno.test("emaCross goes short on a cross down, everything away from us", () => {
  const { signal } = judgePairs([[11, 10], [9, 10]]);
  // 100.3 down to 100.0; 110.3 up to 110.5; 85.3 up to 85.5
  assert.deepEqual([signal.side, signal.anchorTicks, signal.stopTicks, signal.targetTicks[0]], [
    -1,
    200,
    221,
    171,
  ]);
});

const N = NaN;
const CASES: readonly [string, readonly (readonly [number, number])[], number][] = [
  ["nothing while it stays above", [[9, 10], [11, 10], [12, 10]], 0],
  ["nothing before both were known at the close before", [[N, 10], [11, 10]], 0],
  ["nothing on the first known close", [[N, N], [11, 10]], 0],
  ["up from equal", [[10, 10], [11, 10]], 1],
  ["up, equal, up again: not above at the close before", [[11, 10], [10, 10], [11, 10]], 1],
  ["nothing where it becomes equal", [[11, 10], [10, 10]], 0],
  ["down from equal", [[10, 10], [9, 10]], -1],
];

Deno.test("emaCross tells crosses as written", async (t) => {
  for (const [name, pairs, side] of CASES) {
    await t.step(name, () => assert.equal(judgePairs(pairs).signal.side, side));
  }
});

Deno.test("emaCross asks for the reward it is configured to ask for", () => {
  const config = emaCrossConfig.parse({ reward_risk_min: 1.4 });
  assert.equal(judgePairs([[9, 10], [11, 10]], config).failed, "cross.reward_risk");
});

Deno.test("emaCrossConfig refuses a fast average that is not faster", () => {
  const parsed = emaCrossConfig.safeParse({ fast: 26 });
  assert.equal(
    parsed.error?.issues.at(0)?.message,
    "slow must be longer than fast: current values are 26 and 26",
  );
});

import { match, ok } from "node:assert/strict";
import { checks, decision, INTENT } from "./decision_fixture.ts";
import { whyText } from "./why.ts";

Deno.test("whyText() of a bar without an intent tells regime, features and the check that failed", () => {
  const text = whyText(decision({
    regime: "TREND",
    confidence: 0.61803,
    strategy: "trend_pullback",
    features: { adx: 31.4159265358979, rank: null },
    checks: checks("regime.steady", "!pullback.zone"),
    reason: "pullback.zone",
  }));
  for (
    const line of [
      /^TEST\/USDT:USDT, bar closed 2024-01-01T01:00:00\.000Z \(regime-router\)$/m,
      /^verdict: no_trade, because of pullback\.zone$/m,
      /^regime: TREND \(confidence 0\.618\).*strategy: trend_pullback$/m,
      /^history from 2023-11-02T00:00:00\.000Z$/m,
      /^ {2}adx +31\.41593$/m,
      /^ {2}rank +-$/m,
      /^ {2}pass {2}regime\.steady +1\.234568 +-$/m,
      /^ {2}FAIL {2}pullback\.zone /m,
    ]
  ) match(text, line);
  ok(!/^(intent|risk|sizing)/m.test(text), "what was not reached is not shown");
});

Deno.test("whyText() tells what operators keep off", () => {
  match(whyText(decision({ causes: ["latch.operator: a look"] })), /^kept off by latch\.operator: a look$/m);
});

Deno.test("whyText() of a bar with an intent tells stop, targets, risk's rules and the sizing", () => {
  const text = whyText(decision({
    intent: INTENT,
    riskChecks: checks("max_open_positions", "!cool_down"),
    sizing: {
      equity: "1000000000000",
      riskPct: 0.5,
      budget: "5000000000",
      stopDistanceTicks: "50",
      qtySteps: "10000",
      riskMoney: "5000000000",
      notional: "100000000000",
      leverage: 2,
    },
    verdict: "denied",
    reason: "cool_down",
    historySource: "spot.json",
  }));
  for (
    const line of [
      /^verdict: denied, because of cool_down$/m,
      /\(features from spot\.json\)$/m,
      /^intent intent-1\n {2}anchor 1000, stop 950, targets 50 % at 1100, 50 % at 1200 \(ticks\), score 0\.75$/m,
      /^risk\n {2}pass {2}max_open_positions/m,
      /^ {2}FAIL {2}cool_down/m,
      /^ {2}qtySteps +10000$/m,
    ]
  ) match(text, line);
});

import assert from "node:assert/strict";
import { decisionFigures } from "./decisions.ts";
import { decided, inputOf } from "./report_fixture.ts";
import { runReport } from "./run_report.ts";

Deno.test("decisionFigures() tells gate by gate, in their order, what was left", () => {
  const first = ["zone"], second = ["zone", "trigger"], trend = { regime: "TREND" };
  const events = [
    decided("no_trade", "trigger", { ...trend, checks: second, hour: 9 }),
    decided("no_trade", "zone", { ...trend, checks: first }),
    decided("no_trade", "trigger", { ...trend, checks: second }),
    decided("holding", "position_open", trend),
    decided("denied", "cool_down", { ...trend, checks: second }),
    decided("approved", "", { ...trend, checks: second }),
    decided("no_trade", "no_trade_regime", { regime: "NO_TRADE" }),
  ];
  const figures = decisionFigures(events.flatMap((it) => it.kind === "DecisionMade" ? [it.decision] : []));
  assert.deepEqual(figures, {
    decisions: 7,
    verdicts: { no_trade: 4, holding: 1, approved: 1, denied: 1 },
    funnels: [
      {
        ...{ regime: "TREND", bars: 6, holding: 1, intents: 2, approved: 1 },
        gates: [{ reason: "zone", stopped: 1, left: 4 }, { reason: "trigger", stopped: 2, left: 2 }],
        denials: [{ reason: "cool_down", stopped: 1, left: 1 }],
      },
      {
        ...{ regime: "NO_TRADE", bars: 1, holding: 0, intents: 0, approved: 0 },
        gates: [{ reason: "no_trade_regime", stopped: 1, left: 0 }],
        denials: [],
      },
    ],
  });
  const report = runReport(inputOf({ events }));
  assert.deepEqual(report.decisions, figures);
  assert.equal(report.facts.firstDecisionMs, inputOf().fromMs + 3_600_000);
});

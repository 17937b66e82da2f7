import type { CheckView, DecisionLineView, DecisionView } from "../../lib/admin/mod.ts";
import type { CheckRecord } from "../../lib/domain/mod.ts";
import type { DecisionRow } from "../../lib/store/mod.ts";
import type { DecisionRecord } from "../../lib/trader/mod.ts";
import { decisionLine, isoTime, jsonOf } from "./event_views.ts";

/** The whole "why / why not" of a bar. */
export function decisionView(decision: DecisionRecord): DecisionView {
  const { system, confidence, rawRegime, contraryBars, historyFromMs, historySource, features } = decision;
  return {
    ...decisionLine(decision),
    ...{ system, confidence, rawRegime, contraryBars, historyFrom: isoTime(historyFromMs), historySource },
    ...{ features, causes: decision.causes ?? [] },
    ...{ checks: decision.checks.map(checkView), riskChecks: decision.riskChecks.map(checkView) },
    ...{ intent: jsonOf(decision.intent), sizing: jsonOf(decision.sizing) },
  };
}

export function decisionLineOf(
  { id, atMs, symbol, regime, strategy, verdict, reason }: DecisionRow,
): DecisionLineView {
  return { id, at: isoTime(atMs), symbol, regime, strategy, verdict, reason };
}

function checkView({ name, value, limit, pass }: CheckRecord): CheckView {
  const measured = value === null ? "nothing measured" : shortText(value);
  return { name, passed: pass, text: limit === null ? measured : `${measured} against ${shortText(limit)}` };
}

const shortText = (value: number): string => String(Number(value.toPrecision(6)));

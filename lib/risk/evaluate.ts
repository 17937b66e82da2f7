import { type Approval, Checks } from "../domain/mod.ts";
import { type RiskInput, RULES } from "./rules.ts";
import { sizeByRisk, type Sizing } from "./sizing.ts";
import { Book } from "../portfolio/mod.ts";

/** Verdict of risk on one intent. All rules are in the checks, whatever the verdict. */
export type RiskVerdict =
  | { readonly approved: true; readonly approval: Approval; readonly sizing: Sizing }
  | { readonly approved: false; readonly deniedBy: string; readonly sizing: Sizing };

/**
 * Sizes an intent and holds it against every rule. The first rule that fails names the denial. `riskPct` is the risk of
 * this trade in percent of equity (reduced after a pause). This is the only place that makes approvals.
 */
export function evaluate(input: RiskInput, riskPct: number, checks: Checks): RiskVerdict {
  Checks.reset(checks);
  const equity = Book.sizingEquity(input.book, input.instruments);
  const sizing = sizeByRisk(
    input.instruments[input.symbolIndex]!,
    input.intent,
    equity,
    riskPct,
    input.limits.leverage,
  );
  for (const rule of RULES) rule.check(input, sizing, checks);
  if (!Checks.allPass(checks)) return { approved: false, deniedBy: Checks.firstFailed(checks), sizing };
  const { qtySteps, riskMoney, leverage } = sizing;
  return {
    approved: true,
    approval: { intent: input.intent, qtySteps, leverage, riskMoney },
    sizing,
  };
}

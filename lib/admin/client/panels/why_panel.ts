import type { CheckView, DecisionView, Json } from "../../views.ts";
import { base, decimal, figure, minute, words } from "../format.ts";
import { h, type Part } from "../part.ts";
import { badge } from "../table.ts";
import { VERDICT_TONES } from "./decisions_panel.ts";

/** The whole "why / why not" of a bar; `null` where none is kept. */
export function whyPart(decision: DecisionView | null): Part[] {
  if (decision === null) {
    return [
      h(
        "p",
        { class: "muted" },
        "No decision of that bar is kept. Choose a bar of the chart, or a decision.",
      ),
    ];
  }
  const { symbol, at, verdict, regime, strategy, checks, riskChecks, features, sizing, intent } = decision;
  return [
    h(
      "p",
      { class: "why-head" },
      h("strong", {}, base(symbol)),
      ` bar closed ${minute(at)} `,
      badge(words(verdict), VERDICT_TONES[verdict] ?? ""),
    ),
    h("p", { class: "why-because" }, becauseText(decision)),
    ...causesPart(decision.causes),
    h("dl", { class: "facts narrow one" }, [
      fact("Regime", `${words(regime)} (confidence ${decimal(decision.confidence)})`),
      fact("Classifier", `${words(decision.rawRegime)}, ${decision.contraryBars} contrary bars`),
      fact("Strategy", strategy === "" ? "none for this regime" : words(strategy)),
      fact("History from", minute(decision.historyFrom)),
    ]),
    ...checksPart("Rules", checks.filter(({ name }) => !REGIME_TEST.test(name))),
    ...checksPart("Risk", riskChecks),
    ...regimePart(checks.filter(({ name }) => REGIME_TEST.test(name))),
    ...recordPart("Intent", intent),
    ...recordPart("Sizing", sizing),
    ...recordPart("Features", features),
  ];
}

function becauseText({ verdict, reason, checks, riskChecks }: DecisionView): string {
  if (reason === "") return "Every rule passed, and risk approved the entry.";
  const found = [...checks, ...riskChecks].find(({ name }) => name === reason);
  const measured = found === undefined ? "" : `: ${found.text}`;
  if (verdict === "holding") return `A position was open (${reason}${measured}).`;
  return `${verdict === "denied" ? "Risk denied it" : "No entry"} because of ${reason}${measured}.`;
}

/** What operators keep off, in their words. */
function causesPart(causes: readonly string[]): Part[] {
  if (causes.length === 0) return [];
  return [h("ul", { class: "latches" }, causes.map((cause) => h("li", { key: cause }, cause)))];
}

/** What tells the regimes apart: one that does not hold speaks for another regime, and against nothing else. */
const REGIME_TEST = /^regime\.(?:trend|range|breakout)\./;

function regimePart(checks: readonly CheckView[]): Part[] {
  if (checks.length === 0) return [];
  return [
    h("h3", {}, "Regime ", h("small", {}, "what it is told by")),
    h("ul", { class: "checks" }, checks.map((check) => checkPart(check, "holds", "not"))),
  ];
}

function checkPart({ name, passed, text }: CheckView, yes: string, no: string): Part {
  return h(
    "li",
    { key: name, class: passed ? "pass" : no === "not" ? "not" : "fail" },
    h("span", { class: "verdict" }, passed ? yes : no),
    h("code", {}, name),
    h("span", { class: "measured" }, text),
  );
}

function checksPart(title: string, checks: readonly CheckView[]): Part[] {
  if (checks.length === 0) return [];
  const items = checks.map((check) => checkPart(check, "pass", "FAIL"));
  const passed = checks.filter((check) => check.passed).length;
  return [
    h("h3", {}, `${title} `, h("small", {}, `${passed} of ${checks.length} passed`)),
    h("ul", { class: "checks" }, items),
  ];
}

function recordPart(title: string, record: Json): Part[] {
  if (record === null || typeof record !== "object" || Array.isArray(record)) return [];
  const entries = Object.entries(record).map(([name, value]) => fact(name, valueText(value)));
  return [h("h3", {}, title), h("dl", { class: "facts narrow" }, entries)];
}

function valueText(value: Json): string {
  if (value === null) return "–";
  if (typeof value === "number") return figure(value, 6);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(valueText).join("; ");
  return Object.entries(value).map(([name, inner]) => `${name} ${valueText(inner)}`).join(", ");
}

function fact(label: string, value: string): Part {
  return h("div", { key: label }, h("dt", {}, label), h("dd", {}, value));
}

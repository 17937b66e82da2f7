import type { CheckRecord } from "../lib/domain/mod.ts";
import type { DecisionRecord } from "../lib/trader/mod.ts";
import { table } from "./terminal.ts";

const number = (
  value: number | null,
): string => (value === null ? "-" : String(Number(value.toPrecision(7))));

/** The whole "why / why not" of one bar, as text. */
export function whyText(d: DecisionRecord): string {
  const parts = [
    `${d.symbol}, bar closed ${new Date(d.atMs).toISOString()} (${d.system})`,
    `verdict: ${d.verdict}${d.reason === "" ? "" : `, because of ${d.reason}`}`,
    ...(d.causes ?? []).map((cause) => `kept off by ${cause}`),
    `regime: ${d.regime} (confidence ${
      d.confidence.toFixed(3)
    }), the classifier's last word ${d.rawRegime}, ` +
    `contrary bars ${d.contraryBars}; strategy: ${d.strategy === "" ? "none" : d.strategy}`,
    `history from ${new Date(d.historyFromMs).toISOString()}${
      d.historySource === "" ? "" : ` (features from ${d.historySource})`
    }`,
    "features\n" + table(Object.entries(d.features).map(([name, value]) => [name, number(value)])),
    "rules and gates\n" + checksText(d.checks),
  ];
  if (d.intent !== null) {
    const { intent } = d;
    const targets = intent.targets.map((t) => `${t.sharePct} % at ${t.ticks}`).join(", ");
    parts.push(
      `intent ${intent.id}\n  anchor ${intent.anchorTicks}, stop ${intent.stopTicks}, targets ${targets} (ticks), score ${intent.score}`,
    );
  }
  if (d.riskChecks.length > 0) parts.push("risk\n" + checksText(d.riskChecks));
  if (d.sizing !== null) {
    parts.push("sizing (money in 1e-8)\n" + table(Object.entries(d.sizing).map(([k, v]) => [k, String(v)])));
  }
  return parts.join("\n\n");
}

function checksText(checks: readonly CheckRecord[]): string {
  return table(
    checks.map((
      { name, value, limit, pass },
    ) => [pass ? "pass" : "FAIL", name, number(value), number(limit)]),
  );
}

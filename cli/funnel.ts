import type { DecisionRecord } from "../lib/trader/mod.ts";
import { table } from "./terminal.ts";

/** Bars of one regime and what was left of them after each gate, in the order the gates were first met. */
export interface RegimeFunnel {
  bars: number;
  /** Bars on which the regime's own rules held, before precedence and hysteresis. */
  ruleHolds: number;
  holding: number;
  unrouted: number;
  readonly passed: Map<string, number>;
  intents: number;
  readonly deniedBy: Map<string, number>;
  approved: number;
}

/** Funnel per adopted regime. */
export type Funnel = Map<string, RegimeFunnel>;

const RULES: Readonly<Record<string, { readonly names: readonly string[]; readonly join: "and" | "or" }>> = {
  TREND: { names: ["regime.trend.adx", "regime.trend.ema_sep", "regime.trend.slope"], join: "and" },
  RANGE: {
    names: ["regime.range.adx", "regime.range.bandwidth_rank", "regime.range.crossings"],
    join: "and",
  },
  BREAKOUT: { names: ["regime.breakout.bw_expansion", "regime.breakout.atr_spike"], join: "or" },
};

const bump = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

const createLine = (): RegimeFunnel => ({
  bars: 0,
  ruleHolds: 0,
  holding: 0,
  unrouted: 0,
  passed: new Map(),
  intents: 0,
  deniedBy: new Map(),
  approved: 0,
});

/** An empty funnel with a line for every regime; one that is none of them (a system without regimes) gets its own when met. */
export function createFunnel(): Funnel {
  return new Map([...Object.keys(RULES), "NO_TRADE"].map((name) => [name, createLine()]));
}

function lineOf(funnel: Funnel, regime: string): RegimeFunnel {
  let line = funnel.get(regime);
  if (line === undefined) funnel.set(regime, line = createLine());
  return line;
}

/** Counts one decision. */
export function addToFunnel(funnel: Funnel, decision: DecisionRecord): void {
  for (const [name, { names, join }] of Object.entries(RULES)) {
    const passes = names.map((rule) => decision.checks.some((check) => check.name === rule && check.pass));
    if (join === "and" ? passes.every(Boolean) : passes.some(Boolean)) funnel.get(name)!.ruleHolds += 1;
  }
  const regime = lineOf(funnel, decision.regime);
  regime.bars += 1;
  if (decision.verdict === "holding") regime.holding += 1;
  else if (decision.strategy === "") regime.unrouted += 1;
  else {
    const gates = decision.checks.filter(({ name }) =>
      !name.startsWith("regime.") || name === "regime.steady"
    );
    const first = gates.findIndex(({ pass }) => !pass);
    const names = new Set((first < 0 ? gates : gates.slice(0, first)).map(({ name }) => name));
    for (const name of names) bump(regime.passed, name);
  }
  if (decision.intent === null) return;
  regime.intents += 1;
  if (decision.verdict === "approved") regime.approved += 1;
  else bump(regime.deniedBy, decision.reason);
}

/** The funnel as text: for each traded regime what is left after each gate, then risk's denials by rule. */
export function funnelText(funnel: Funnel, expected: ReadonlyMap<string, number> = new Map()): string {
  const total = [...funnel.values()].reduce((sum, { bars }) => sum + bars, 0);
  const share = (n: number) => (total === 0 ? "0 %" : `${((100 * n) / total).toFixed(1)} %`);
  const rows: (string | number)[][] = [["regime", "bars", "share", "rules held", "share"]];
  const hasRegimes = Object.keys(RULES).some((name) => funnel.get(name)!.bars > 0) || total === 0;
  for (const [name, r] of funnel) {
    if (r.bars === 0 && !hasRegimes) continue;
    const held = name in RULES ? [r.ruleHolds, share(r.ruleHolds)] : ["", ""];
    rows.push([name, r.bars, share(r.bars), ...held]);
  }
  const parts = [table(rows)];
  for (const [name, r] of funnel) {
    if (r.passed.size === 0 && r.intents === 0) continue;
    const steps: (string | number)[][] = [[name, "left"], ["bars", r.bars], ["flat", r.bars - r.holding]];
    for (const [gate, left] of r.passed) steps.push([gate, left]);
    steps.push(["= intents", r.intents]);
    if (expected.has(name)) steps.push(["  an independent count", expected.get(name)!]);
    for (const [rule, n] of r.deniedBy) steps.push([`denied by ${rule}`, -n]);
    steps.push(["= approved", r.approved]);
    parts.push(table(steps));
  }
  return parts.join("\n\n");
}

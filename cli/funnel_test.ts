import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { checks, decision, INTENT } from "./decision_fixture.ts";
import { addToFunnel, createFunnel, funnelText, type RegimeFunnel } from "./funnel.ts";
import type { DecisionRecord } from "../lib/trader/mod.ts";

const trend = { regime: "TREND", strategy: "trend_pullback" };

const count = (decisions: readonly Partial<DecisionRecord>[], regime = "TREND"): RegimeFunnel => {
  const funnel = createFunnel();
  for (const given of decisions) addToFunnel(funnel, decision(given));
  return funnel.get(regime)!;
};

const EMPTY: RegimeFunnel = count([]);

/** Decisions, and what of TREND's funnel they change. */
const CASES: readonly (readonly [string, Partial<DecisionRecord>[], Partial<RegimeFunnel>])[] = [
  ["a bar of another regime", [{ regime: "RANGE" }], {}],
  ["a bar that holds a position", [{ ...trend, verdict: "holding" }], { bars: 1, holding: 1 }],
  ["a bar whose regime no strategy trades", [{ regime: "TREND" }], { bars: 1, unrouted: 1 }],
  [
    "gates up to the first that fails",
    [{ ...trend, checks: checks("regime.steady", "a", "!b", "c"), reason: "b" }],
    { bars: 1, passed: new Map([["regime.steady", 1], ["a", 1]]) },
  ],
  [
    "a regime that is not steady",
    [{ ...trend, checks: checks("!regime.steady", "a"), reason: "regime.steady" }],
    { bars: 1 },
  ],
  [
    "gates over several bars, in the order first met",
    [
      { ...trend, checks: checks("a", "!b") },
      { ...trend, checks: checks("a", "b", "!c") },
      { ...trend, checks: checks("!a", "b") },
    ],
    { bars: 3, passed: new Map([["a", 2], ["b", 1]]) },
  ],
  [
    "the regime's rules apart from its gates",
    [{ ...trend, checks: checks("regime.trend.adx", "!regime.range.adx", "a") }],
    { bars: 1, passed: new Map([["a", 1]]) },
  ],
  [
    "an approved intent",
    [{ ...trend, checks: checks("a"), intent: INTENT, verdict: "approved" }],
    { bars: 1, passed: new Map([["a", 1]]), intents: 1, approved: 1 },
  ],
  [
    "denied intents by rule",
    ["cool_down", "cool_down", "correlation"].map((reason) => ({
      ...trend,
      intent: INTENT,
      verdict: "denied",
      reason,
    })),
    { bars: 3, intents: 3, deniedBy: new Map([["cool_down", 2], ["correlation", 1]]) },
  ],
  [
    "a bar on which the rules held though the regime was not adopted",
    [{ checks: checks("regime.trend.adx", "regime.trend.ema_sep", "regime.trend.slope") }],
    { ruleHolds: 1 },
  ],
  [
    "rules of which one does not hold",
    [{ checks: checks("regime.trend.adx", "!regime.trend.ema_sep", "regime.trend.slope") }],
    {},
  ],
];

for (const [name, decisions, expected] of CASES) {
  Deno.test(`addToFunnel() counts ${name}`, () => {
    deepStrictEqual(count(decisions), { ...EMPTY, ...expected });
  });
}

Deno.test("addToFunnel() needs one rule of BREAKOUT and all of RANGE", () => {
  const range = ["regime.range.adx", "regime.range.bandwidth_rank", "regime.range.crossings"];
  const bars = [
    { checks: checks("regime.breakout.bw_expansion", "!regime.breakout.atr_spike") },
    { checks: checks("!regime.breakout.bw_expansion", "regime.breakout.atr_spike") },
    { checks: checks("!regime.breakout.bw_expansion", "!regime.breakout.atr_spike", ...range) },
    { checks: checks(range[0]!, range[1]!, `!${range[2]}`) },
  ];
  strictEqual(count(bars, "BREAKOUT").ruleHolds, 2);
  strictEqual(count(bars, "RANGE").ruleHolds, 1);
});

Deno.test("funnelText() shows shares, what is left after each gate, denials, and an expected count beside", () => {
  const funnel = createFunnel();
  const bars: Partial<DecisionRecord>[] = [
    { ...trend, checks: checks("a", "!b") },
    { ...trend, checks: checks("a"), intent: INTENT, verdict: "denied", reason: "cool_down" },
    { ...trend, verdict: "holding" },
    {},
  ];
  for (const given of bars) addToFunnel(funnel, decision(given));
  const text = funnelText(funnel, new Map([["TREND", 62]]));
  for (
    const line of [
      /^ {2}TREND +3 +75\.0 %/m,
      /^ {2}NO_TRADE +1 +25\.0 %/m,
      /^ {2}bars +3$/m,
      /^ {2}flat +2$/m,
      /^ {2}a +2$/m,
      /^ {2}= intents +1$/m,
      /^ {2} {2}an independent count +62$/m,
      /^ {2}denied by cool_down +-1$/m,
      /^ {2}= approved +0$/m,
    ]
  ) match(text, line);
});

Deno.test("funnelText() of no decisions has a line for every regime and no share", () => {
  const text = funnelText(createFunnel());
  for (const regime of ["TREND", "RANGE", "BREAKOUT", "NO_TRADE"]) {
    match(text, new RegExp(`^ {2}${regime} +0 +0 %`, "m"));
  }
});

Deno.test("funnelText() of a system without regimes tells its one line and no others", () => {
  const funnel = createFunnel();
  addToFunnel(funnel, decision({ regime: "ALL", strategy: "ema_cross", checks: checks("cross.crossed") }));
  const lines = funnelText(funnel).split("\n").map((line) => line.trim().split(/ {2,}/));
  deepStrictEqual(lines.filter(([name]) => name === "ALL"), [["ALL", "1", "100.0 %"], ["ALL", "left"]]);
  deepStrictEqual(lines.find(([name]) => name === "cross.crossed"), ["cross.crossed", "1"]);
  strictEqual(lines.some(([name]) => name === "TREND" || name === "NO_TRADE"), false);
});

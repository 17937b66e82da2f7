import { match, ok, strictEqual } from "node:assert/strict";
import type { RoundTrip } from "../../trader/mod.ts";
import type { TrialFigures, TrialOutcome } from "../sweep/mod.ts";
import { risingTape, START_MS } from "./trust_fixture.ts";
import type { FitFigures, WalkStep } from "./walk_forward.ts";
import { judgeWalk } from "./walk_verdict.ts";
import { DAY_MS } from "./walk_windows.ts";

const DAYS = 100;
const TAPE = risingTape(DAYS * 24);

/** A walk of one window: what a day brought out of sample (with a wave of `wave`), and in sample. */
interface Case {
  readonly name: string;
  readonly trades?: number;
  readonly daily: number;
  readonly wave: number;
  /** Mean of a day in sample; null where nothing was fitted. */
  readonly inSample: number | null;
  readonly overfitting?: number;
  readonly finding: string;
}

const CASES: readonly Case[] = [
  { name: "few trades", trades: 29, daily: 0.001, wave: 0.001, inSample: null, finding: "too few trades" },
  { name: "fixed, lost", daily: -0.001, wave: 0.01, inSample: null, finding: "lost" },
  { name: "fixed, chance", daily: 0.0005, wave: 0.02, inSample: null, finding: "unproven" },
  { name: "fixed, earned", daily: 0.001, wave: 0.002, inSample: null, finding: "held up" },
  {
    name: "no gain to fit",
    daily: 0.001,
    wave: 0.002,
    inSample: -0.001,
    finding: "nothing earned in sample",
  },
  { name: "a loss", daily: -0.001, wave: 0.01, inSample: 0.001, finding: "overfitted" },
  { name: "49 % kept", daily: 0.00049, wave: 0.0002, inSample: 0.001, finding: "overfitted" },
  { name: "51 % kept", daily: 0.00051, wave: 0.0002, inSample: 0.001, finding: "held up" },
  { name: "kept by chance", daily: 0.001, wave: 0.03, inSample: 0.001, finding: "unproven" },
  {
    ...{ name: "a coin toss", daily: 0.001, wave: 0.03, inSample: 0.001, overfitting: 0.6 },
    finding: "overfitted",
  },
  {
    ...{ name: "any choice earns", daily: 0.001, wave: 0.002, inSample: 0.001, overfitting: 0.6 },
    finding: "held up",
  },
];

function stepOf({ trades = 30, daily, wave, inSample, overfitting = 0.2 }: Case): WalkStep {
  const trip = { netPnl: 100_000_000n, riskMoney: 100_000_000n, r: 1 } as RoundTrip;
  const fitted = inSample === null
    ? null
    : { meanDaily: inSample, trials: 8, overfitting, deflatedSharpe: 0.5 };
  return {
    fit: { fromMs: START_MS, toMs: START_MS },
    test: { fromMs: START_MS, toMs: START_MS + DAYS * DAY_MS },
    point: {},
    fitted: fitted as FitFigures | null,
    outcome: { trips: Array<RoundTrip>(trades).fill(trip) } as Partial<TrialOutcome> as TrialOutcome,
    figures: {} as TrialFigures,
    returns: Float64Array.from({ length: DAYS }, (_, i) => daily + (i % 2 === 0 ? wave : -wave)),
  };
}

for (const it of CASES) {
  Deno.test(`judgeWalk() finds ${it.finding}: ${it.name}`, () => {
    const { finding, sentence, chained, hold } = judgeWalk(TAPE, [stepOf(it)]);
    strictEqual(finding, it.finding, sentence);
    match(sentence, /^[A-Z].*\.$/);
    strictEqual(chained.days, DAYS);
    ok(hold.returnPct > 2_000, "the market of the test rises from 100 to 2,500");
  });
}

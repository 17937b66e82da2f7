/**
 * `deno run --allow-read tests/research_rates.ts [SETS]`: how often research is wrong, counted over many seeded markets: what
 * a sweep and a walk believe of walks that nobody can foresee, and of markets with a drift that can be followed. It ends with 1
 * where a rate is more than three standard deviations beyond the one that is stated.
 *
 * @module
 */
import { unwrap } from "../lib/core/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import {
  createSearch,
  judgeSweep,
  judgeWalk,
  runTrial,
  studyTrades,
  tradeReturns,
  tryPoint,
  walkForward,
  walkWindows,
} from "../lib/research/mod.ts";
import { CROSS_PLAN, crossSystem, crossWalk, walkMarket } from "./fixtures/no_edge.ts";

const system = crossSystem();
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;

/** Sweeps over 100 days each: figures of the best trial, and of all trials. */
export function sweepRates(sets: number, strength: number): Record<string, number> {
  const search = unwrap(createSearch(CROSS_PLAN, system), "plan");
  const nothing = { pointAt: () => ({}), scoreAt: () => NaN };
  const best: number[] = [], all: number[] = [], overfitting: number[] = [];
  for (let set = 0; set < sets; set++) {
    const market = walkMarket(`set ${set}`, 2_400, strength, 120);
    const tried = Array.from(
      { length: search.count },
      (_, i) => tryPoint(market, system, search.pointAt(i, nothing)),
    );
    const sharpes = tried.map(({ figures }) => figures!.sharpe), returns = tried.map((it) => it.returns);
    const verdict = judgeSweep(returns[sharpes.indexOf(Math.max(...sharpes))]!, sharpes, returns);
    best.push(verdict.deflatedSharpe);
    overfitting.push(verdict.overfitting);
    for (const own of returns) all.push(judgeSweep(own, sharpes, []).deflatedSharpe);
  }
  return {
    sweeps: sets,
    bestBelieved: best.filter((it) => it > 0.95).length,
    bestMedian: middle(best),
    ordinaryMedian: middle(all),
    overfittingMean: mean(overfitting),
  };
}

/** Walks of six tests of 30 days: how often each is found. */
export function walkRates(sets: number, strength: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (let set = 0; set < sets; set++) {
    const market = walkMarket(`walk ${set}`, 242 * 24, strength, 120);
    const windows = walkWindows(market.tape, { fitDays: 60, testDays: 30, purgeDays: 2, anchored: false });
    const { finding } = judgeWalk(market.tape, walkForward(market, system, windows, crossWalk(system)));
    found[finding] = (found[finding] ?? 0) + 1;
  }
  return found;
}

/** Backtests over walks that nobody can foresee: how many realised curves run inside their 90 % band. */
export function bandRate(sets: number): number {
  let inside = 0;
  for (let set = 0; set < sets; set++) {
    const { trips, startEquity } = runTrial(walkMarket(`band ${set}`, 1_200), system);
    const returns = tradeReturns(trips.map(({ netPnl }) => Money.toNumber(netPnl)), startEquity);
    const study = studyTrades(returns, {
      ...{
        paths: 200,
        coverage: 0.9,
        meanBlock: 1,
        ruinPct: 50,
        drawdownsPct: [],
        horizon: 1,
        seed: `${set}`,
      },
    });
    if (study.realised.isInsideShuffled) inside += 1;
  }
  return inside / sets;
}

/** Most of `sets` that may be found where each is with a chance of `rate`: three standard deviations above the mean. */
const mostOf = (sets: number, rate: number) => sets * rate + 3 * Math.sqrt(sets * rate * (1 - rate));

if (import.meta.main) {
  const sets = Number(Deno.args[0] ?? 100), drifting = Math.ceil(sets / 4);
  let failed = 0;
  const tell = (what: string, it: unknown, isRight: boolean) => {
    const line = `${isRight ? "right" : "WRONG"}  ${what}: ${JSON.stringify(it)}\n`;
    Deno.stdout.writeSync(new TextEncoder().encode(line));
    if (!isRight) failed += 1;
  };
  const noise = sweepRates(sets, 0), drift = sweepRates(drifting, 0.5);
  tell("sweeps, nothing to foresee", noise, noise.bestBelieved! <= mostOf(sets, 0.05));
  tell("sweeps, a drift to follow", drift, drift.bestBelieved! >= drifting - mostOf(drifting, 0.1));
  const walks = walkRates(sets, 0), followed = walkRates(drifting, 0.5);
  tell("walks, nothing to foresee", walks, (walks["held up"] ?? 0) <= mostOf(sets, 0.05));
  tell("walks, a drift to follow", followed, (followed["held up"] ?? 0) >= drifting - mostOf(drifting, 0.1));
  const inside = bandRate(sets);
  tell("curves inside their 90 % band", inside, sets * (1 - inside) <= mostOf(sets, 0.1));
  Deno.exit(failed === 0 ? 0 : 1);
}

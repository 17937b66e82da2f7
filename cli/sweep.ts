import { canonicalJson, sha256Hex, systemClock } from "../lib/core/mod.ts";
import {
  createSearch,
  type SweepPlan,
  type SweepRow,
  type SweepSearch,
  type TrialMarket,
} from "../lib/research/mod.ts";
import { type BacktestPlan, planBacktest } from "./backtest_plan.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { number, type Parsed, readOptions, text } from "./options.ts";
import { openSweepFile, type SweepFile, type SweepHeader } from "./sweep_file.ts";
import { sharedCopy } from "./sweep_memory.ts";
import { SWEEP_HELP, SWEEP_OPTIONS } from "./sweep_options.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { createTrialPool } from "./sweep_pool.ts";
import { runSweep, type Swept } from "./sweep_run.ts";
import { countsText, rankingText, verdictOf, verdictText } from "./sweep_text.ts";
import { complain, createProgress, say, utc } from "./terminal.ts";
import { version } from "./version.ts";

/** `sweep`: tries many settings of a system on all cores, ranks them, and says what the best is worth. */
export const sweepCommand: Command = {
  name: "sweep",
  summary: "try many settings of a system on all cores; resumable; grid, random, Sobol or TPE",
  async run(args) {
    const parsed = readOptions("sweep", SWEEP_OPTIONS, args, 1);
    if (parsed.values.help) {
      say(SWEEP_HELP);
      return EXIT.ok;
    }
    if (parsed.values.cluster) {
      throw new Refusal(
        "--cluster is not there yet: it spreads trials over workers on NATS JetStream, which nothing here speaks so far. " +
          "Leave it out: all cores of this machine are used.",
      );
    }
    const workers = wholeOption(parsed, "workers") ?? navigator.hardwareConcurrency;
    const top = wholeOption(parsed, "top") ?? 20;
    const plan = sweepPlan(parsed);
    const backtest = await planBacktest(parsed);
    const search = createSearch(plan, backtest.config.system);
    if (!search.ok) {
      throw new Refusal(`Plan refused, nothing was run:\n${search.error.map((it) => `  ${it}`).join("\n")}`);
    }
    const path = text(parsed, "out") ?? "run/sweep.jsonl";
    const file = openSweepFile(path, headerOf(plan, backtest, search.value), parsed.values.fresh === true);
    say(aboutText(plan, backtest, search.value));
    let swept: Swept;
    try {
      swept = await sweep(plan, { backtest, search: search.value, file, workers });
    } catch (error) {
      file.close();
      throw error;
    }
    const verdict = verdictOf(swept, plan);
    file.finish(swept.rows, {
      kind: "verdict",
      objective: plan.objective,
      minTrades: plan.minTrades,
      ...verdict,
    });
    const ranking = rankingText(swept.rows, plan.parameters, { ranking: plan, top });
    say(
      [countsText(swept.rows, plan), "", ...(verdict === null ? [] : [ranking, ""]), verdictText(verdict)]
        .join("\n"),
    );
    complain(`all trials: ${path}`);
    return EXIT.ok;
  },
};

function wholeOption(parsed: Parsed, name: string): number | undefined {
  const value = number(parsed, name);
  if (value === undefined || Number.isInteger(value) && value >= 1 && value <= 1_024) return value;
  throw new Refusal(`--${name} must be a whole number of 1 to 1024: current value is ${value}`);
}

/** Hashes of everything that a trial's figures and its number follow from. */
function headerOf(plan: SweepPlan, backtest: BacktestPlan, search: SweepSearch): SweepHeader {
  const { config, market, spec, runId } = backtest;
  const { tape: _, ...exchange } = spec.exchange;
  const { objective, minTrades, method, parameters, where, seed, round } = plan;
  const { tape } = market;
  const learns = method === "tpe" ? { objective, minTrades, round } : {};
  const parts = {
    program: version(),
    system: config.system,
    data: [
      market.digests,
      market.historySources,
      tape.fromMs,
      tape.toMs,
      tape.symbols.map((it) => it.instrument),
    ],
    costs: { exchange, balance: spec.walletBalance },
    parameters,
    conditions: where,
    search: { method, trials: search.count, ...(method === "grid" ? {} : { seed }), ...learns },
    // all of the above, and whatever else a run comes to follow from
    run: runId,
  };
  const hashes = Object.entries(parts).map((
    [name, part],
  ) => [name, sha256Hex(canonicalJson(part)).slice(0, 16)]);
  return {
    kind: "sweep",
    version: 1,
    parts: Object.fromEntries(hashes),
    about: { system: config.system.id, ...plan, symbols: tape.symbols.map((it) => it.instrument.symbol) },
  };
}

function aboutText(
  { method, parameters, where }: SweepPlan,
  { config, market }: BacktestPlan,
  search: SweepSearch,
): string {
  const { tape } = market;
  return [
    `${config.system.id}: ${search.count} trials (${method}) of ${
      parameters.map(({ name }) => name).join(", ")
    }`,
    ...(where.length === 0 ? [] : [`where ${where.join(" and ")}`]),
    `${tape.symbols.map((it) => it.instrument.symbol).join(", ")}, ${tape.bars} bars, ${
      utc(tape.fromMs)
    } to ${utc(tape.toMs)}`,
    ...market.remarks,
    "",
  ].join("\n");
}

interface Sweep {
  readonly backtest: BacktestPlan;
  readonly search: SweepSearch;
  readonly file: SweepFile;
  readonly workers: number;
}

async function sweep(plan: SweepPlan, { backtest, search, file, workers }: Sweep): Promise<Swept> {
  const { config, spec, market } = backtest;
  const { tape, ...exchange } = spec.exchange;
  const trialMarket: TrialMarket = sharedCopy({
    ...{ tape, exchange, walletBalance: spec.walletBalance },
    historySources: market.historySources,
  });
  const known = file.known.filter(({ index }) => index < search.count);
  const told = new Set(known.map(({ index }) => index));
  if (told.size > 0) complain(`${told.size} of ${search.count} trials are in the results file already`);
  const progress = createProgress(search.count);
  const startedMs = systemClock.nowMs();
  let ran = 0;
  const onRows = (rows: readonly SweepRow[]) => {
    file.append(rows);
    ran += rows.length;
    const perSecond = 1_000 * ran / Math.max(1, systemClock.nowMs() - startedMs);
    progress(told.size + ran, paceText(perSecond, tape.bars));
  };
  const threads = Math.max(1, Math.min(workers, search.count));
  const pool = createTrialPool(threads, { market: trialMarket, system: config.system });
  try {
    return await runSweep({ search, ranking: plan, known, onRows }, pool);
  } finally {
    pool.close();
  }
}

const paceText = (trialsPerSecond: number, bars: number): string =>
  `${trialsPerSecond.toFixed(1)} trials/s, ${(trialsPerSecond * bars / 1e6).toFixed(2)} M bars/s`;

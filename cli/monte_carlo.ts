import { Money } from "../lib/domain/mod.ts";
import {
  runTrial,
  type StudyOptions,
  studyTrades,
  tradeReturns,
  type TradeStudy,
} from "../lib/research/mod.ts";
import { tradeLogLine } from "../lib/trader/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, number, type Options, type Parsed, readOptions, text } from "./options.ts";
import { CHANCE_OPTIONS, drawSeed, planResearch, whole } from "./research_plan.ts";
import { figure, jsonText, share } from "./research_text.ts";
import { say, table } from "./terminal.ts";

const OPTIONS: Options = {
  ...PLAN_OPTIONS,
  ...CHANCE_OPTIONS,
  trades: { type: "string", value: "FILE", help: "a trade log (JSON lines) in place of a backtest" },
  balance: {
    type: "string",
    value: "MONEY",
    help: "equity before the first trade of --trades (default: 10000)",
  },
  paths: { type: "string", value: "N", help: "curves drawn (default: 2000)" },
  coverage: { type: "string", value: "SHARE", help: "share of curves inside the bands (default: 0.9)" },
  block: { type: "string", value: "N", help: "mean length of the blocks a forecast draws (default: 1)" },
  horizon: { type: "string", value: "N", help: "trades of a forecast (default: as many as there were)" },
  ruin: { type: "string", value: "PCT", help: "loss of the starting equity that is ruin (default: 50)" },
  drawdown: {
    type: "string",
    multiple: true,
    value: "PCT",
    help: "depth whose probability is told; may be repeated (default: 5, 10, 20, 30)",
  },
};

const HELP = describeOptions("deno task monte-carlo [SYSTEM_FILE] [options]", OPTIONS, [
  "deno task monte-carlo --trades run/paper.trades.jsonl",
  "deno task monte-carlo --bars 8000 --block 5 --ruin 30",
]);

/** `monte-carlo`: the trades of a run in other orders, and others like them. */
export const monteCarloCommand: Command = {
  name: "monte-carlo",
  summary: "reshuffle the trades of a run: bands of equity and drawdown, probability of ruin",
  async run(args) {
    const parsed = readOptions("monte-carlo", OPTIONS, args, 1);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const isJson = parsed.values.json === true;
    const returns = await returnsOf(parsed, isJson);
    if (returns.length < 2) {
      throw new Refusal(`${returns.length} closed trades: there is nothing to shuffle. Two are needed.`);
    }
    const options = studyOptions(parsed, returns.length);
    const study = studyTrades(returns, options);
    say(
      isJson ? jsonText({ trades: returns.length, options, ...study }) : studyText(study, returns, options),
    );
    return EXIT.ok;
  },
};

async function returnsOf(parsed: Parsed, isJson: boolean): Promise<Float64Array> {
  const path = text(parsed, "trades");
  if (path !== undefined) return fileReturns(path, number(parsed, "balance") ?? 10_000);
  if (parsed.values.balance !== undefined) {
    throw new Refusal("--balance goes with --trades: a backtest begins with account.balance.");
  }
  const { plan, market, system } = await planResearch(parsed);
  if (!isJson) say(headerText(plan));
  const { trips, startEquity } = runTrial(market, system);
  return tradeReturns(trips.map(({ netPnl }) => Money.toNumber(netPnl)), startEquity);
}

/** Returns of the trades of a log, in order of closing. */
function fileReturns(path: string, balance: number): Float64Array {
  if (!(balance > 0)) throw new Refusal(`--balance must be above 0: current value is "${balance}"`);
  let content: string;
  try {
    content = Deno.readTextFileSync(path);
  } catch (cause) {
    throw new Refusal(`Cannot read trades ${path}: ${(cause as Error).message}. Check the path.`);
  }
  const lines = content.split("\n").map((line, i) => ({ line, row: i + 1 })).filter(({ line }) =>
    line !== ""
  );
  const trades = lines.map(({ line, row }) => readTrade(line, `${path}, line ${row}`));
  trades.sort((a, b) => a.close < b.close ? -1 : a.close > b.close ? 1 : 0);
  return tradeReturns(trades.map(({ pnl }) => Number(pnl)), balance);
}

function readTrade(line: string, place: string): { readonly close: string; readonly pnl: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Refusal(`${place}: not valid JSON (${(cause as Error).message}).`);
  }
  const parsed = tradeLogLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(`${place}: no line of a trade log: ${issue!.path.join(".")}: ${issue!.message}`);
}

function studyOptions(parsed: Parsed, trades: number): StudyOptions {
  const coverage = number(parsed, "coverage") ?? 0.9;
  if (!(coverage > 0 && coverage < 1)) {
    throw new Refusal(`--coverage must lie between 0 and 1: current value is "${coverage}"`);
  }
  const meanBlock = number(parsed, "block") ?? 1;
  if (!(meanBlock >= 1)) throw new Refusal(`--block must be at least 1: current value is "${meanBlock}"`);
  const asked = parsed.values.drawdown;
  const depths = Array.isArray(asked) ? asked.map(Number) : [5, 10, 20, 30];
  for (const pct of [...depths, number(parsed, "ruin") ?? 50]) {
    if (pct > 0 && pct < 100) continue;
    throw new Refusal(`--ruin and --drawdown are percentages between 0 and 100: current value is "${pct}"`);
  }
  return {
    paths: whole(parsed, "paths", { fallback: 2_000, least: 100, most: 1_000_000 }),
    horizon: whole(parsed, "horizon", { fallback: trades, least: 1, most: 1_000_000 }),
    ruinPct: number(parsed, "ruin") ?? 50,
    drawdownsPct: depths,
    seed: drawSeed(parsed),
    ...{ coverage, meanBlock },
  };
}

function studyText(study: TradeStudy, returns: Float64Array, options: StudyOptions): string {
  const { realised, shuffled, forecast, ruin, drawdowns } = study;
  const { coverage, paths, horizon, meanBlock, ruinPct } = options;
  const band = `${share(coverage, 0)} % of ${paths}`;
  const change = (level: number) => figure(100 * (level - 1));
  const rows = [
    ["", "low", "middle", "high"],
    [
      `drawdown %, same trades shuffled (${band})`,
      figure(100 * shuffled.maxDrawdown.low),
      figure(100 * shuffled.maxDrawdown.middle),
      figure(100 * shuffled.maxDrawdown.high),
    ],
    [
      `drawdown %, next ${horizon} trades`,
      figure(100 * forecast.maxDrawdown.low),
      figure(100 * forecast.maxDrawdown.middle),
      figure(100 * forecast.maxDrawdown.high),
    ],
    [
      `return %, next ${horizon} trades`,
      change(forecast.final.low),
      change(forecast.final.middle),
      change(forecast.final.high),
    ],
  ];
  const chances = [
    ["probability, %", "shuffled", "next", "+-"],
    ...drawdowns.map((it) => [
      `drawdown of ${it.depthPct} % or more`,
      share(it.shuffled.probability),
      share(it.forecast.probability),
      share(it.forecast.error),
    ]),
    [`ruin (down ${ruinPct} % of the start)`, "", share(ruin.probability), share(ruin.error)],
  ];
  const inside = realised.isInsideShuffled ? "inside" : "OUTSIDE";
  return [
    `${returns.length} trades, return ${figure(realised.returnPct)} %, drawdown ${
      figure(realised.maxDrawdownPct)
    } % at closings; the curve runs ${inside} the band of its trades in other orders`,
    `forecast draws blocks of ${meanBlock} on average`,
    "",
    table(rows),
    "",
    table(chances),
  ].join("\n");
}

import {
  createSearch,
  judgeWalk,
  type SweepPlan,
  walkForward,
  type WalkPlan,
  type WalkSpans,
  walkWindows,
} from "../lib/research/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, number, type Options, type Parsed, readOptions, text, texts } from "./options.ts";
import { planResearch, type ResearchPlan, whole } from "./research_plan.ts";
import { day, jsonText } from "./research_text.ts";
import { SWEEP_OPTIONS } from "./sweep_options.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { createProgress, say } from "./terminal.ts";
import { longestHoldingDays, walkJson } from "./walk_result.ts";
import { walkText } from "./walk_text.ts";

const { workers: _workers, out: _out, fresh: _fresh, top: _top, cluster: _cluster, ...FIT_OPTIONS } =
  SWEEP_OPTIONS;

const OPTIONS: Options = {
  "fit-days": {
    type: "string",
    value: "N",
    help: "UTC days of a fit (default: 365); 0 where nothing is fitted: begin at once",
  },
  "test-days": {
    type: "string",
    value: "N",
    help: "UTC days of the untouched stretch behind it (default: 90)",
  },
  "purge-days": {
    type: "string",
    value: "N",
    help: "days left out between them (default: the longest trade of the system in the first fit)",
  },
  anchored: { type: "boolean", help: "every fit begins where the data does, in place of rolling" },
  json: { type: "boolean", help: "print one JSON object and nothing else" },
  ...FIT_OPTIONS,
  ...PLAN_OPTIONS,
};

const HELP = describeOptions("deno task walk-forward [SYSTEM_FILE] [options]", OPTIONS, [
  "deno task walk-forward config/systems/regime-router.yaml --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT",
  "deno task walk-forward config/systems/ema-cross.yaml --bars 20000 --param strategies.ema_cross.fast=5..50:5 --param strategies.ema_cross.slow=20..200:20 --where 'strategies.ema_cross.fast < strategies.ema_cross.slow'",
]);

/** `walk-forward`: fits on the past, reports the untouched next stretch, again and again. */
export const walkForwardCommand: Command = {
  name: "walk-forward",
  summary: "fit a system on a rolling window and report the untouched next one; without --param as it is",
  async run(args) {
    const parsed = readOptions("walk-forward", OPTIONS, args, 1);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const isJson = parsed.values.json === true;
    const fit = fitPlan(parsed);
    const research = await planResearch(parsed);
    const plan = fit === null ? null : walkPlan(fit, research);
    const { windows, purgeDays } = windowsOf(parsed, research, plan !== null);
    if (!isJson) {
      say(headerText(research.plan));
      say(aboutText(fit, windows, purgeDays));
    }
    const { market, system } = research;
    const count = plan === null ? 1 : plan.newSearch().count;
    const progress = createProgress(windows.length * count);
    const steps = walkForward(market, system, windows, plan, (window, all, trial) => {
      progress(window * count + trial, `window ${Math.min(window + 1, all)} of ${all}`);
    });
    const verdict = judgeWalk(market.tape, steps);
    say(isJson ? jsonText(walkJson(steps, verdict, purgeDays)) : walkText(steps, verdict));
    return EXIT.ok;
  },
};

/** What is fitted; null where nothing is varied. */
function fitPlan(parsed: Parsed): SweepPlan | null {
  if (texts(parsed, "param").length > 0 || text(parsed, "plan") !== undefined) return sweepPlan(parsed);
  const idle = ["method", "trials", "where", "objective", "min-trades", "search-seed", "round"]
    .filter((name) => parsed.values[name] !== undefined);
  if (idle.length === 0) return null;
  throw new Refusal(`${idle.map((name) => `--${name}`).join(", ")}: what is varied? Add --param PATH=RANGE.`);
}

function walkPlan(plan: SweepPlan, { system }: ResearchPlan): WalkPlan {
  const newSearch = () => {
    const search = createSearch(plan, system);
    if (search.ok) return search.value;
    throw new Refusal(`Plan refused, nothing was run:\n${search.error.map((it) => `  ${it}`).join("\n")}`);
  };
  newSearch();
  return { newSearch, ranking: plan };
}

function windowsOf(
  parsed: Parsed,
  { market, system }: ResearchPlan,
  isFitted: boolean,
): { windows: readonly WalkSpans[]; purgeDays: number } {
  const most = 36_500;
  const fitDays = whole(parsed, "fit-days", { fallback: 365, least: isFitted ? 7 : 0, most });
  const testDays = whole(parsed, "test-days", { fallback: 90, least: 1, most });
  const cut = { fitDays, testDays, anchored: parsed.values.anchored === true };
  const [first] = walkWindows(market.tape, { ...cut, purgeDays: 0 });
  const days = Math.floor((market.tape.toMs - market.tape.fromMs) / 86_400_000);
  const tooShort =
    `There are ${days} days: a fit of ${fitDays} and what is left out behind it leave none to test. ` +
    `Shorten --fit-days${isFitted ? "" : " (0: begin to test at once)"}, or give more candles.`;
  if (first === undefined) throw new Refusal(tooShort);
  const longest = () => isFitted ? longestHoldingDays(market, system, first.fit) : 0;
  const purgeDays = number(parsed, "purge-days") === undefined
    ? longest()
    : whole(parsed, "purge-days", { fallback: 0, least: 0, most });
  const windows = walkWindows(market.tape, { ...cut, purgeDays });
  if (windows.length === 0) throw new Refusal(tooShort);
  return { windows, purgeDays };
}

function aboutText(fit: SweepPlan | null, windows: readonly WalkSpans[], purgeDays: number): string {
  const [first] = windows, last = windows.at(-1)!;
  const tests = `${windows.length} windows tested, ${day(first!.test.fromMs)} to ${day(last.test.toMs)}`;
  if (fit === null) return `${tests}; nothing is fitted: the system as it is\n`;
  const names = fit.parameters.map(({ name }) => name).join(", ");
  return `${tests}; fitted before each: ${names}, by ${fit.objective}, ${purgeDays} days left out between\n`;
}

import {
  checkLookahead,
  type Leak,
  type LookaheadVerdict,
  type RecordedRun,
  recordedRun,
} from "../lib/research/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, type Options, readOptions } from "./options.ts";
import { CHANCE_OPTIONS, drawSeed, planResearch, type ResearchPlan, whole } from "./research_plan.ts";
import { jsonText } from "./research_text.ts";
import { createProgress, say, utc } from "./terminal.ts";

const OPTIONS: Options = {
  ...PLAN_OPTIONS,
  ...CHANCE_OPTIONS,
  cuts: { type: "string", value: "N", help: "places at which the future is hidden (default: 24)" },
};

const HELP = describeOptions("deno task lookahead-check [SYSTEM_FILE] [options]", OPTIONS, [
  "deno task lookahead-check --bars 3000",
  "deno task lookahead-check config/systems/regime-router.yaml --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT --cuts 60",
]);

/** Gives the exit code of a check: 0 where no record knew the future, 1 where one did. */
export async function lookaheadCheck(
  args: readonly string[],
  runOf: (research: ResearchPlan) => RecordedRun = ({ market, system }) => recordedRun(market, system),
): Promise<number> {
  const parsed = readOptions("lookahead-check", OPTIONS, args, 1);
  if (parsed.values.help) {
    say(HELP);
    return EXIT.ok;
  }
  const isJson = parsed.values.json === true;
  const research = await planResearch(parsed);
  const { tape } = research.market;
  const cuts = whole(parsed, "cuts", { fallback: 24, least: 1, most: 100_000 });
  if (tape.bars < 2) throw new Refusal("There is one bar alone: a cut needs a bar on both sides of it.");
  if (!isJson) say(headerText(research.plan));
  const progress = createProgress(cuts);
  const verdict = checkLookahead(tape, runOf(research), {
    cuts,
    seed: drawSeed(parsed),
    onCut: (done) => progress(done, `${done} cuts`),
  });
  say(isJson ? jsonText(verdict) : verdictText(verdict));
  return verdict.leaks.length === 0 ? EXIT.ok : EXIT.unexpected;
}

/** `lookahead-check`. */
export const lookaheadCheckCommand: Command = {
  name: "lookahead-check",
  summary: "run a system with the future hidden, at many places; fails where a decision is another one",
  run: (args) => lookaheadCheck(args),
};

function verdictText({ leaks, cuts, runs, records, decisions, atOrders }: LookaheadVerdict): string {
  const counts =
    `${cuts} cuts (${atOrders} of them where something was ordered), ${runs} runs with the future ` +
    `hidden, ${records} records compared, ${decisions} of them decisions`;
  if (leaks.length === 0) return `${counts}\nok: nothing that was told depends on what came later`;
  return `${counts}\n${leaks.length} of the runs differ. The first:\n${leakText(leaks[0]!)}`;
}

function leakText({ cutMs, future, kind, id, atMs, field, withFuture, without }: Leak): string {
  const hidden = future === "absent" ? "without what came later" : "with something else later";
  const value = (it: unknown) => jsonText(it)?.replace(/\s+/g, " ").slice(0, 200) ?? "no such record";
  return [
    `  ${kind} ${id} at ${utc(atMs)}, ${field === "" ? "the record itself" : `field ${field}`}:`,
    `    as it was                        ${value(withFuture)}`,
    `    ${hidden.padEnd(32)} ${value(without)}`,
    `  known was all up to ${utc(cutMs)}`,
  ].join("\n");
}

import { stress, type StressRow } from "../lib/research/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { describeOptions, type Options, readOptions } from "./options.ts";
import { planResearch } from "./research_plan.ts";
import { day, figure, jsonText } from "./research_text.ts";
import { complain, say, table } from "./terminal.ts";

const OPTIONS: Options = {
  ...PLAN_OPTIONS,
  json: { type: "boolean", help: "print one JSON object and nothing else" },
};

const HELP = describeOptions("deno task stress [SYSTEM_FILE] [options]", OPTIONS, [
  "deno task stress --bars 3000",
  "deno task stress config/systems/regime-router.yaml --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT",
]);

/** `stress`: the crashes in the data, and shocks that it does not hold. */
export const stressCommand: Command = {
  name: "stress",
  summary: "run a system through the crashes in the data and through shocks",
  async run(args) {
    const parsed = readOptions("stress", OPTIONS, args, 1);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const { plan, market, system } = await planResearch(parsed);
    const isJson = parsed.values.json === true;
    if (!isJson) say(headerText(plan));
    const rows = stress(market, system, (name) => isJson || complain(`... ${name}`));
    say(isJson ? jsonText(rows) : stressText(rows));
    return EXIT.ok;
  },
};

function stressText(rows: readonly StressRow[]): string {
  const heads = [
    ...["", "from", "to", "change %", "drawdown %", "liquidations", "trades", "worst R", "stops"],
    ...["slip bps", "worst bps", "funding %", ""],
  ];
  return table([heads, ...rows.map(rowCells)]);
}

function rowCells({ name, fromMs, toMs, figures: it, remark }: StressRow): string[] {
  const place = [name, day(fromMs), day(toMs)];
  if (it === null) return [...place, ...Array<string>(9).fill("-"), remark];
  return [
    ...place,
    figure(it.changePct),
    figure(it.maxDrawdownPct),
    String(it.liquidations),
    String(it.trades),
    figure(it.worstR),
    String(it.stopFills),
    figure(it.stopSlippageBps, 1),
    figure(it.worstStopSlippageBps, 1),
    figure(it.fundingPct, 3),
    remark,
  ];
}

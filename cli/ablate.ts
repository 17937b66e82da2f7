import { ablate, type Ablation } from "../lib/research/mod.ts";
import { PLAN_OPTIONS } from "./backtest_options.ts";
import { headerText } from "./backtest_text.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { describeOptions, type Options, readOptions } from "./options.ts";
import { planResearch } from "./research_plan.ts";
import { FIGURE_HEADS, figureCells, jsonText } from "./research_text.ts";
import { createProgress, say, table } from "./terminal.ts";

const OPTIONS: Options = {
  ...PLAN_OPTIONS,
  json: { type: "boolean", help: "print one JSON object and nothing else" },
};

const HELP = describeOptions("deno task ablate [SYSTEM_FILE] [options]", OPTIONS, [
  "deno task ablate --bars 3000",
  "deno task ablate config/systems/regime-router.yaml --data BTC_USDT-1h.json.gz --funding BTC-funding.csv.gz --symbols BTC/USDT:USDT",
]);

/** `ablate`: what a system comes to without each of its parts. */
export const ablateCommand: Command = {
  name: "ablate",
  summary: "switch a system's parts off one at a time, beside the whole",
  async run(args) {
    const parsed = readOptions("ablate", OPTIONS, args, 1);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const { plan, market, system } = await planResearch(parsed);
    const isJson = parsed.values.json === true;
    if (!isJson) say(headerText(plan));
    let progress: ReturnType<typeof createProgress> | null = null;
    const ablation = ablate(market, system, {
      onRun: (done, runs) => (progress ??= createProgress(runs))(done, `${done} runs`),
    });
    say(isJson ? jsonText(ablation) : ablationText(ablation));
    return EXIT.ok;
  },
};

function ablationText({ whole, rows }: Ablation): string {
  const told = rows.filter(({ refused }) => refused === "");
  const lines = [
    ["", ...FIGURE_HEADS, ""],
    ["as a whole", ...figureCells(whole), ""],
    ...told.map(({ without, figures, changed }) => [
      `without ${without}`,
      ...figureCells(figures),
      changed ? "" : "the same run",
    ]),
  ];
  const refused = rows.filter((row) => row.refused !== "").map((row) =>
    `not tried: without ${row.without} (${row.refused})`
  );
  return [table(lines), ...refused].join("\n");
}

import { reportHtml, type RunReport } from "../lib/research/mod.ts";
import type { Backtested } from "./backtest_play.ts";
import { Refusal } from "./exit.ts";
import { type Parsed, text } from "./options.ts";
import { tradeLogLines } from "./trade_log.ts";

/** Writes the files a command line asks for, and gives their paths. */
export type FileWriter = (played: Backtested, report: () => RunReport) => readonly string[];

/** Makes sure that files can be written before the work of a long run; refuses what cannot. */
export function writeFiles(parsed: Parsed): FileWriter {
  const out = text(parsed, "out");
  if (out !== undefined) tryTo(`--out ${out}`, () => Deno.mkdirSync(out, { recursive: true }));
  const inOut = (name: string) => out === undefined ? [] : [`${out}/${name}`];
  const own = (option: string) => text(parsed, option) === undefined ? [] : [text(parsed, option)!];
  const json = inOut("report.json");
  const html = [...inOut("report.html"), ...own("html")];
  const isTally = parsed.values["no-records"] === true;
  const trades = [...(isTally ? [] : inOut("trades.jsonl")), ...own("trades")];
  if (isTally && trades.length > 0) {
    throw new Refusal(
      "--trades needs strategy and reasons of each trade, which --no-records leaves out: drop one.",
    );
  }
  const paths = [...json, ...html, ...trades];
  for (const path of paths) tryTo(path, () => Deno.writeTextFileSync(path, "", { append: true }));
  return (played, report) => {
    for (const path of json) Deno.writeTextFileSync(path, `${JSON.stringify(report(), null, 2)}\n`);
    for (const path of html) Deno.writeTextFileSync(path, reportHtml(report()));
    for (const path of trades) Deno.writeTextFileSync(path, tradesText(played));
    return paths;
  };
}

function tryTo(what: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    throw new Refusal(`Cannot write ${what}: ${(cause as Error).message}. Check the path.`);
  }
}

function tradesText({ plan, events }: Backtested): string {
  const trips = events.flatMap((event) => event.kind === "RoundTripClosed" ? [event.trip] : []);
  return tradeLogLines(trips, plan.spec.trader.portfolio.instruments).join("");
}

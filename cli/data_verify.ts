import { type Expectation, type FileReport, inspectSource } from "./data_inspection.ts";
import { time, timeframe } from "./data_options.ts";
import { readAnySource } from "./data_parquet.ts";
import { describeFile } from "./data_report.ts";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, number, type Options, readOptions } from "./options.ts";
import { say } from "./terminal.ts";

const OPTIONS: Options = {
  timeframe: { type: "string", value: "1h", help: "length of a bar (default: as the file says or shows)" },
  "as-of": {
    type: "string",
    value: "TIME",
    help: "when the rows were told: a bar that closes later is a fault",
  },
  jump: { type: "string", value: "PCT", help: "closes that move by more are told (default: 50)" },
  show: { type: "string", value: "N", help: "faults of a kind told one by one (default: 20)" },
  json: { type: "boolean", help: "everything, as JSON" },
};

const HELP = describeOptions("deno task data verify FILE... [options]", OPTIONS, [
  "deno task data verify BTC_USDT-1h.json.gz",
  "deno task data verify candles/*.candles --json",
]);
const MAX_FILES = 10_000, JUMP_PCT = 50, SHOWN = 20;

/** `data verify`: looks files over; exit code 2 where one has a fault. */
export async function verify(args: readonly string[]): Promise<number> {
  const parsed = readOptions("data verify", OPTIONS, args, MAX_FILES);
  if (parsed.values.help) {
    say(HELP);
    return EXIT.ok;
  }
  if (parsed.positionals.length === 0) throw new Refusal(`Which file is to be verified?\n\n${HELP}`);
  const expected: Expectation = {
    timeframeMs: timeframe(parsed),
    asOfMs: time(parsed, "as-of"),
    jumpPct: number(parsed, "jump") ?? JUMP_PCT,
  };
  const show = number(parsed, "show") ?? SHOWN;
  const reports: FileReport[] = [];
  for (const path of parsed.positionals) {
    const report = inspectSource(await readAnySource(path), expected);
    reports.push(report);
    if (!parsed.values.json) say(describeFile(report, show));
  }
  const faults = reports.reduce((sum, it) => sum + it.faults.length, 0);
  const warnings = reports.reduce((sum, it) => sum + it.warnings.length, 0);
  if (parsed.values.json) say(JSON.stringify({ faults, warnings, files: reports }, null, 1));
  return faults > 0 ? EXIT.refused : EXIT.ok;
}

/**
 * `backtest` from outside: it comes to what the tree comes to on the same market, and says it in the same words, as JSON, as
 * trades and as a page.
 *
 * @module
 */
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { tradeLogLine } from "../lib/trader/mod.ts";
import {
  cli,
  mustRefuse,
  type Outcome,
  putReplay,
  REPLAY_ARGS,
  resultOf,
  SHORT_YAML,
} from "./fixtures/cli.ts";
import { type Scratch, scratch } from "./fixtures/cli.ts";

const DATA = `${Deno.cwd()}/../shared/data`;
const CANDLES = `${DATA}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`;
const FUNDING = `${DATA}/spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz`;
const SYSTEM = new URL("../config/systems/regime-router.yaml", import.meta.url).pathname;

/** The figures of a run: everything after the line that tells how long it took. */
const figuresOf = ({ out }: Outcome): string => out.slice(out.indexOf("\n", out.indexOf("wall time")));

async function tested(folder: Scratch, ...args: string[]): Promise<Outcome> {
  const outcome = await cli(folder.path, ["backtest", ...args]);
  strictEqual(outcome.code, 0, outcome.err);
  return outcome;
}

/** The arguments of a run without those of its store. */
const BACKTEST_ARGS = REPLAY_ARGS.slice(1).filter((arg) => arg !== "--store" && arg !== "run.sqlite");

Deno.test("backtest comes to the result of the tree on an invented market, in the same words", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const run = await cli(folder.path, ["start", "--config", "short.yaml", "--store", "run.sqlite"]);
  const traces = folder.traces();
  const test = await tested(folder, "--config", "short.yaml");
  strictEqual(resultOf(test), resultOf(run));
  match(test.out, /^ {2}trades +[1-9]/m);
  strictEqual(figuresOf(test), figuresOf(run));
  deepStrictEqual(folder.traces(), traces, "a backtest leaves nothing behind");
});

Deno.test("backtest comes to the result of the tree on recorded candles, and to the same trades", async () => {
  using folder = scratch();
  putReplay(folder);
  const run = await cli(folder.path, REPLAY_ARGS);
  const test = await tested(folder, SYSTEM, ...BACKTEST_ARGS, "--trades", "own.jsonl");
  strictEqual(resultOf(test), resultOf(run));
  strictEqual(figuresOf(test), figuresOf(run));
  strictEqual(folder.text("own.jsonl"), folder.text("run.trades.jsonl"));
  const lines = folder.text("own.jsonl").split("\n").slice(0, -1);
  ok(lines.length > 0);
  for (const line of lines) tradeLogLine.parse(JSON.parse(line));
});

Deno.test({
  ignore: !existsSync(CANDLES),
  name: "backtest comes to the result of the tree on recorded BTC (skipped without ../shared/data)",
  async fn() {
    using folder = scratch();
    const args = ["--data", CANDLES, "--funding", FUNDING, "--symbols", "BTC/USDT:USDT"];
    const span = ["--from", "2021-05-01", "--to", "2021-07-01"];
    const run = await cli(folder.path, ["start", ...args, ...span, "--store", "run.sqlite"]);
    const test = await tested(folder, SYSTEM, ...args, ...span);
    match(test.out, /^ {2}trades +[1-9]/m);
    strictEqual(resultOf(test), resultOf(run));
    strictEqual(figuresOf(test), figuresOf(run));
  },
});

Deno.test("backtest --json prints one object and nothing else, to the same bytes each time", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const args = ["--config", "short.yaml", "--json", "--out", "made"];
  const first = await tested(folder, ...args);
  const report = JSON.parse(first.out);
  const page = folder.text("made/report.html"), trades = folder.text("made/trades.jsonl");
  strictEqual(first.out, folder.text("made/report.json"));
  match(report.facts.result.sha256, /^[0-9a-f]{64}$/);
  strictEqual(report.facts.result.sha256, resultOf(await tested(folder, "--config", "short.yaml")));
  strictEqual(report.trades.trades, trades.split("\n").length - 1);
  ok(report.trades.trades > 0);
  match(page, /^<!doctype html>/i);
  const second = await tested(folder, ...args);
  strictEqual(second.out, first.out);
  strictEqual(folder.text("made/report.html"), page);
  strictEqual(folder.text("made/trades.jsonl"), trades);
});

Deno.test("backtest --set changes a value of the system, or of the configuration by its section", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  folder.put("more.yaml", "system: { risk: { risk_per_trade_pct: 0.7 } }\nsimulator: { slippage_bps: 7 }\n");
  const plain = await tested(folder, "--config", "short.yaml");
  const set = ["--set", "risk.risk_per_trade_pct=0.7", "--set", "simulator.slippage_bps=7"];
  const other = await tested(folder, "--config", "short.yaml", ...set);
  notStrictEqual(resultOf(other), resultOf(plain));
  const layered = await tested(folder, "--config", "short.yaml", "--config", "more.yaml");
  strictEqual(resultOf(other), resultOf(layered));
});

Deno.test("backtest --no-records knows trades and days alone, and says that it has no result", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const whole = await tested(folder, "--config", "short.yaml");
  const test = await tested(folder, "--config", "short.yaml", "--no-records", "--out", "made");
  strictEqual(test.out.trimEnd().split("\n").at(-1), "no result: records were off (--no-records)");
  for (const row of ["trades", "profit factor", "expectancy", "net result", "final equity"]) {
    const line = ({ out }: Outcome) =>
      out.split("\n").find((it) => it.startsWith(`  ${row} `))!.replace(/ +/g, " ");
    strictEqual(line(test), line(whole));
  }
  const report = JSON.parse(folder.text("made/report.json"));
  deepStrictEqual([report.facts.result, report.facts.recorded, report.decisions], [null, "tally", null]);
});

Deno.test("backtest refuses what it cannot do, and says what to do", async (t) => {
  using folder = scratch();
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no history", [], /Which history is it\? Add --data FILE, or --bars N/],
    [
      "a system file that is not there",
      ["none.yaml", "--bars", "50"],
      /Cannot read configuration file none\.yaml/,
    ],
    ["two system files", ["a.yaml", "--system", "b.yaml"], /Two system files: a\.yaml and --system b\.yaml/],
    ["a value without a path", ["--bars", "50", "--set", "0.5"], /--set needs PATH=VALUE/],
    ["a path that is none", ["--bars", "50", "--set", "a..b=1"], /--set needs PATH=VALUE/],
    [
      "an unknown knob",
      ["--bars", "50", "--set", "risk.luck=1"],
      /system\.risk: .*luck|system\.risk\.luck: unknown key/,
    ],
    [
      "a value that breaks a rule",
      ["--bars", "50", "--set", "risk.leverage=9"],
      /system\.risk\.leverage: must not exceed/,
    ],
    [
      "a value that is no YAML",
      ["--bars", "50", "--set", "risk.leverage=["],
      /--set risk\.leverage=\[: not valid YAML/,
    ],
    [
      "a file that cannot be written",
      ["--bars", "50", "--html", "no/such/page.html"],
      /Cannot write no\/such\/page\.html/,
    ],
    [
      "trades without records",
      ["--bars", "50", "--no-records", "--trades", "t.jsonl"],
      /--trades needs strategy and reasons/,
    ],
    ["a live market", ["--set", "feed.kind=live"], /A backtest needs history: add --data FILE/],
    [
      "--bars on recorded candles",
      ["--bars", "50", "--data", "x.json"],
      /--bars goes with the simulated market/,
    ],
  ];
  for (const [name, args, pattern] of cases) {
    await t.step(name, async () => mustRefuse(await cli(folder.path, ["backtest", ...args]), pattern));
  }
});

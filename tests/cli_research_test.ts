/**
 * The commands that ask whether a result can be believed: what they print, how they end, and what they refuse.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { lookaheadCheck } from "../cli/lookahead_check.ts";
import { recordedRun } from "../lib/research/mod.ts";
import { cli, mustRefuse, type Outcome, pooled, putReplay, scratch } from "./fixtures/cli.ts";

const EMA_CROSS = new URL("../config/systems/ema-cross.yaml", import.meta.url).pathname;
/** 50 days of an invented symbol. */
const MARKET = ["--bars", "1200", "--set", "feed.simulated.symbols=1"];

function resultOf({ code, out, err }: Outcome) {
  strictEqual(code, 0, err);
  return JSON.parse(out);
}

Deno.test("ablate tells the whole and each part that is on, stress what was held and hit, both as JSON alone", async () => {
  using folder = scratch();
  const [ablated, stressed] = await pooled(
    ["ablate", "stress"],
    (command) => cli(folder.path, [command, EMA_CROSS, ...MARKET, "--json"]),
  );
  const { whole, rows } = resultOf(ablated!);
  ok(whole.trades > 3, JSON.stringify(whole));
  const cross = rows.find((row: { name: string }) => row.name === "strategies.ema_cross.enabled");
  deepStrictEqual([cross.figures.trades, cross.changed], [0, true]);
  ok(rows.some((row: { name: string }) => row.name === "risk.losing_streak"));

  const shocks = resultOf(stressed!);
  const row = (name: RegExp) => shocks.find((it: { name: string }) => name.test(it.name));
  strictEqual(row(/^as it was$/).figures.trades, whole.trades);
  ok(row(/^gap of -?10 %$/).figures.changePct > row(/^gap of -?50 %$/).figures.changePct);
  ok(row(/^gap of -?30 %$/).figures.worstStopSlippageBps > 1_000, "a stop fills at the gap");
  match(row(/^outage/).remark, /as a hole refused/);
  deepStrictEqual(folder.names(), [], "nothing is written");
});

Deno.test("lookahead-check ends with 0 where nothing leaks, and with 1 and the record where something does", async () => {
  using folder = scratch();
  const { code, out } = await cli(folder.path, ["lookahead-check", EMA_CROSS, ...MARKET, "--cuts", "6"]);
  strictEqual(code, 0);
  match(out, /6 cuts \(3 of them where something was ordered\), 12 runs/);
  match(out, /^ok: nothing that was told depends on what came later$/m);

  const lines: string[] = [];
  // deno-lint-ignore no-console
  const log = console.log;
  // deno-lint-ignore no-console
  console.log = (line: string) => void lines.push(line);
  try {
    const leaky = await lookaheadCheck(
      [EMA_CROSS, ...MARKET, "--cuts", "6"],
      ({ market, system }) => (tape, stops) => {
        const recording = recordedRun(market, system)(tape, stops);
        // the decision at each end of the tape is made of how much of it is still to come
        const events = recording.events.map((event) =>
          event.kind === "DecisionMade"
            ? { ...event, decision: { ...event.decision, confidence: tape.toMs - event.decision.atMs } }
            : event
        );
        return { ...recording, events };
      },
    );
    strictEqual(leaky, 1);
  } finally {
    // deno-lint-ignore no-console
    console.log = log;
  }
  match(lines.at(-1)!, /12 of the runs differ\. The first:\n {2}DecisionMade \S+ at .*decision\.confidence:/);
});

Deno.test("monte-carlo says the same of a backtest and of the trade log it wrote", async () => {
  using folder = scratch();
  const asked = ["--json", "--paths", "200", "--block", "3"];
  const log = await cli(folder.path, [
    "backtest",
    EMA_CROSS,
    ...MARKET,
    "--json",
    "--trades",
    "trades.jsonl",
  ]);
  strictEqual(log.code, 0, log.err);
  const [direct, read] = await pooled(
    [[EMA_CROSS, ...MARKET], ["--trades", "trades.jsonl"]],
    (of) => cli(folder.path, ["monte-carlo", ...of, ...asked]),
  );
  strictEqual(read!.out, direct!.out);
  const { trades, ruin, drawdowns, realised } = resultOf(direct!);
  strictEqual(trades, folder.text("trades.jsonl").trimEnd().split("\n").length);
  strictEqual(realised.growth.length, trades);
  ok(ruin.probability >= 0 && drawdowns.length === 4);
});

const WALK = ["walk-forward", EMA_CROSS, ...MARKET, "--fit-days", "20", "--test-days", "10"];
const PARAM = ["--param", "strategies.ema_cross.fast=4|8|12", "--min-trades", "3"];

Deno.test("walk-forward fits before each window, or runs the system as it is; twice to the same bytes", async () => {
  using folder = scratch();
  const [fixed, fitted, again, text] = await pooled(
    [["--json"], [...PARAM, "--json"], [...PARAM, "--json"], PARAM],
    (more) => cli(folder.path, [...WALK, ...more]),
  );
  strictEqual(again!.out, fitted!.out);
  const asItIs = resultOf(fixed!), chosen = resultOf(fitted!);
  ok(asItIs.windows.length >= 2 && asItIs.windows[0].fitted === null);
  deepStrictEqual(
    chosen.windows.map(({ fit, test }: Window) => [test.fromMs - fit.toMs, (fit.toMs - fit.fromMs) / DAY_MS]),
    chosen.windows.map(() => [chosen.purgeDays * DAY_MS, 20]),
  );
  strictEqual(chosen.windows[0].fitted.trials, 3);
  ok([4, 8, 12].includes(chosen.windows[0].point["strategies.ema_cross.fast"]));
  strictEqual(chosen.verdict.growth.length, chosen.verdict.chained.days);
  match(chosen.verdict.sentence, /^(No verdict|Overfitted|Nothing to trust|Not proven|Held up): /);
  strictEqual(text!.out.trimEnd().split("\n").at(-1), chosen.verdict.sentence);
});

interface Window {
  readonly fit: { readonly fromMs: number; readonly toMs: number };
  readonly test: { readonly fromMs: number; readonly toMs: number };
}
const DAY_MS = 86_400_000;

/** Arguments, and what must be said against them. */
const REFUSED: readonly (readonly [args: readonly string[], why: RegExp])[] = [
  [[...WALK.slice(0, -4)], /There are 50 days: a fit of 365 .* leave none to test/],
  [[...WALK, "--method", "tpe"], /--method: what is varied\? Add --param/],
  [
    [...WALK, "--param", "strategies.ema_cross.fats=1..2"],
    /the system has no such value; near it are .*fast/,
  ],
  [["lookahead-check", ...MARKET, "--cuts", "0"], /--cuts needs a whole number of 1 to 100000/],
  [["monte-carlo", "--trades", "no.jsonl"], /Cannot read trades no\.jsonl/],
  [["monte-carlo", "--trades", "bad.jsonl"], /bad\.jsonl, line 1: no line of a trade log/],
  [
    ["monte-carlo", "--trades", "bad.jsonl", "--coverage", "2"],
    /bad\.jsonl|--coverage must lie between 0 and 1/,
  ],
  [["stress"], /Which history is it\? Add --data FILE, or --bars N/],
  [["ablate", "--data", "hole.json", "--symbols", "TEST/USDT:USDT", "--funding", "funding.csv"], /missing/],
];

Deno.test("the commands refuse what makes no sense, and say what to do", async () => {
  using folder = scratch();
  putReplay(folder);
  folder.put("bad.jsonl", '{"id":"x"}\n');
  folder.put("hole.json", JSON.stringify(JSON.parse(folder.text("test.json")).toSpliced(900, 34)));
  const outcomes = await pooled(REFUSED, ([args]) => cli(folder.path, args));
  outcomes.forEach((outcome, i) => mustRefuse(outcome, REFUSED[i]![1]));
});

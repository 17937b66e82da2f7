import assert from "node:assert/strict";
import { cli, denoNeeds, mustRefuse, type Outcome, pooled, type Scratch, scratch } from "./fixtures/cli.ts";

const KILLED = new URL("./fixtures/killed_sweep.ts", import.meta.url).pathname;
const YAML = "feed: { simulated: { bars: 400, symbols: 1, seed: 5 } }\nsystem: { min_bars: 60 }\n";
const ADX = "regime.adx_trend", RR = "strategies.range_reversion.reward_risk_min";

/** 45 points of a grid, of which the system refuses the 9 whose ADX is not above that of RANGE. */
const GRID = [
  "sweep",
  "--config",
  "short.yaml",
  "--min-trades",
  "1",
  "--objective",
  "return",
  "--param",
  `${ADX}=20..24`,
];
const PARAMETERS = ["--param", `${RR}=1.0..3:0.25`];
const TPE = [...GRID, "--param", `${RR}=1.0..3`, "--method", "tpe", "--trials", "48", "--round", "8"];
const COUNT: Readonly<Record<string, number>> = { grid: 45, tpe: 48 };

function folderWith(text = YAML): Scratch {
  const folder = scratch();
  folder.put("short.yaml", text);
  return folder;
}

function mustEnd(outcome: Outcome): string {
  assert.equal(outcome.code, 0, outcome.err);
  return outcome.out;
}

const trialsIn = (text: string) =>
  text.split("\n").filter((line) => line.startsWith('{"kind":"trial"') && line.endsWith("}"));

/** Runs a sweep whose process ends in the middle of writing a trial. */
async function killedAfter(trials: number, folder: Scratch, args: readonly string[]): Promise<void> {
  const { signal } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "--cached-only", "-A", KILLED, ...args],
    cwd: folder.path,
    clearEnv: true,
    env: { ...denoNeeds(), NO_COLOR: "1", KILL_AFTER: `${trials}` },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).output();
  assert.equal(signal, "SIGKILL");
}

for (const [name, args] of [["grid", [...GRID, ...PARAMETERS]], ["tpe", TPE]] as const) {
  Deno.test(`sweep comes to the same bytes on one thread, on two, and killed at half and run again: ${name}`, async () => {
    using folder = folderWith();
    const run = async (out: string, ...more: string[]) =>
      mustEnd(await cli(folder.path, [...args, "--out", out, ...more]));
    const one = await run("one.jsonl", "--workers", "1");
    const two = await run("two.jsonl", "--workers", "2");
    assert.equal(two, one);
    assert.equal(folder.text("two.jsonl"), folder.text("one.jsonl"));

    const count = COUNT[name]!, half = Math.floor(count / 2);
    await killedAfter(half, folder, [...args, "--out", "killed.jsonl", "--workers", "2"]);
    const torn = folder.text("killed.jsonl");
    assert.equal(torn.endsWith("\n"), false, "the last line is torn");
    assert.equal(trialsIn(torn).length, half);
    const resumed = await cli(folder.path, [...args, "--out", "killed.jsonl"]);
    assert.equal(mustEnd(resumed), one);
    assert.match(
      resumed.err,
      new RegExp(`^${half} of ${count} trials are in the results file already$`, "m"),
    );
    assert.equal(folder.text("killed.jsonl"), folder.text("one.jsonl"));

    // a finished one is gone on with too: nothing is left to do
    assert.equal(await run("one.jsonl"), one);
    assert.equal(folder.text("one.jsonl"), folder.text("two.jsonl"));
    assert.equal(trialsIn(folder.text("one.jsonl")).length, count);
    assert.deepEqual(folder.names(), ["killed.jsonl", "one.jsonl", "short.yaml", "two.jsonl"]);
  });
}

Deno.test("sweep ranks by the objective, best first, and says what was not ranked and what the best is worth", async () => {
  using folder = folderWith();
  const args = [...GRID, ...PARAMETERS, "--out", "a.jsonl", "--top", "7"];
  const out = mustEnd(await cli(folder.path, args));
  const rows = trialsIn(folder.text("a.jsonl")).map((line) => JSON.parse(line));
  const scores = rows.filter((row) => row.figures?.trades >= 1).map((row) => row.figures.returnPct);
  assert.deepEqual(scores, scores.toSorted((a, b) => b - a));
  assert.equal(new Set(rows.map((row) => row.index)).size, 45);
  assert.match(out, /^9 were refused by the system, e\.g\. trial 0: regime\.adx_trend: .*above adx_range/m);
  assert.match(out, /return\* +fall .*adx_trend +reward_risk_min\n +1 +\d+/);
  assert.equal(out.split("\n").filter((line) => /^ +\d+ +\d+ /.test(line)).length, 7);
  assert.match(out, /^Probability of backtest overfitting: /m);
  // another objective of the same trials: nothing is run
  const other = await cli(folder.path, [...args, "--objective", "sharpe", "--min-trades", "100"]);
  assert.match(other.err, /45 of 45 trials are in the results file/);
  assert.match(
    mustEnd(other),
    /36 had fewer than 100 trades.*\n.*\n\nNo trial has a score: lower --min-trades/,
  );
});

Deno.test("sweep reads a plan file, and options go before it", async () => {
  using folder = folderWith();
  folder.put(
    "plan.yaml",
    `method: random\ntrials: 9\nmin_trades: 0\nobjective: calmar\nwhere: ${ADX} < 24\nparameters:\n` +
      `  ${ADX}: 21..26\n  ${RR}: { low: 1, high: 3, step: 0.5 }\n  strategies.trend_pullback.enabled: [true, false]\n`,
  );
  const out = mustEnd(
    await cli(folder.path, [
      "sweep",
      "--config",
      "short.yaml",
      "--plan",
      "plan.yaml",
      "--trials",
      "6",
      "--param",
      `${RR}=2`,
    ]),
  );
  assert.match(
    out,
    /^regime-router: 6 trials \(random\) of regime\.adx_trend, strategies\.trend_pullback\.enabled, /,
  );
  const points = trialsIn(folder.text("run/sweep.jsonl")).map((line) => JSON.parse(line).point);
  assert.equal(points.length, 6);
  assert.ok(points.every((point) => point[ADX] < 24 && point[RR] === 2));
});

Deno.test("sweep refuses what it cannot do, and says what to do", async () => {
  using folder = folderWith();
  folder.put("bad.yaml", "method: magic\nparameters: { a: [] }\nseeds: 3\n");
  folder.put("notes.jsonl", "my notes\n");
  mustEnd(await cli(folder.path, [...GRID, "--out", "run.jsonl"]));
  const lines = folder.text("run.jsonl").split("\n");
  folder.put("spoilt.jsonl", lines.toSpliced(2, 1, '{"kind":"trial","index":1').join("\n"));
  const refused: readonly (readonly [readonly string[], ...RegExp[]])[] = [
    [["sweep", "--cluster"], /--cluster is not there yet.*JetStream/],
    [["sweep"], /What is varied\? Add --param/],
    [["sweep", "--param", `${ADX}=21..24`], /--bars N/],
    [[...GRID, "--param", `${RR}`], /a path and a range are needed/],
    [
      [...GRID, "--param", "regime.adx_rang=1..3"],
      /regime\.adx_rang: the system has no such value; near it are regime\.adx_range/,
    ],
    [[...GRID, "--where", `${ADX} <`], /a value is missing/],
    [[...GRID, "--method", "magic"], /--method must be one of grid, random, sobol, tpe/],
    [[...GRID, "--objective", "luck"], /--objective must be one of sharpe, calmar/],
    [[...GRID, "--workers", "0"], /--workers must be a whole number/],
    [[...GRID, "--plan", "bad.yaml"], /method: /, /parameters\.a: /, /seeds/],
    [[...GRID, "--plan", "none.yaml"], /Cannot read the plan none\.yaml/],
    [[...GRID, "--out", "notes.jsonl"], /notes\.jsonl is no results file of a sweep/],
    [[...GRID, ...PARAMETERS, "--out", "run.jsonl"], /another sweep \(other parameters, search\).*--fresh/],
    [[...GRID, "--seed", "6", "--out", "run.jsonl"], /another sweep \(other data\)/],
    [[...GRID, "--set", "risk.leverage=1", "--out", "run.jsonl"], /another sweep \(other system\)/],
    [[...GRID, "--set", "simulator.slippage_bps=3", "--out", "run.jsonl"], /another sweep \(other costs\)/],
    [[...GRID, "--out", "spoilt.jsonl"], /spoilt\.jsonl, line 3: this is no trial/],
  ];
  await pooled(refused, async ([args, ...patterns]) => mustRefuse(await cli(folder.path, args), ...patterns));
  assert.equal(folder.text("notes.jsonl"), "my notes\n", "what is refused is left alone");
  assert.equal(folder.text("run.jsonl"), lines.join("\n"));
  mustEnd(await cli(folder.path, [...GRID, ...PARAMETERS, "--out", "run.jsonl", "--fresh"]));
  assert.equal(trialsIn(folder.text("run.jsonl")).length, 45);
});

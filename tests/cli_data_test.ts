/**
 * `data import`, `verify` and `export` as a person runs them: round trips to the bit, faults refused with exit code 2 and nothing
 * written, repairs told wherever the file goes, and runs that are the same on a columnar file as on its source.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { inspectSource } from "../cli/data_inspection.ts";
import { readSource } from "../cli/data_source.ts";
import { CandleColumns, decodeCandles, parseCandles } from "../lib/market/mod.ts";
import {
  cli,
  inventedCandles,
  mustRefuse,
  type Outcome,
  putReplay,
  REPLAY_ARGS,
  REPLAY_BARS,
  resultOf,
  type Row,
  scratch,
} from "./fixtures/cli.ts";

const ROWS = inventedCandles(REPLAY_BARS);
const HOUR_MS = 3_600_000;

function must({ code, out, err }: Outcome): string {
  strictEqual(code, 0, `${out}\n${err}`);
  return out;
}

function candlesOf(bytes: Uint8Array): CandleColumns {
  const parsed = parseCandles(bytes, "file");
  if (!parsed.ok) throw new Error(parsed.error[0]!.what);
  return parsed.value;
}

const withoutRows = (...missing: number[]): Row[] => ROWS.filter((_, i) => !missing.includes(i));

Deno.test("data import and export come back to the same numbers, and verify finds nothing", async () => {
  using folder = scratch();
  putReplay(folder);
  const run = (...args: string[]) => cli(folder.path, ["data", ...args]);
  match(
    must(await run("import", "test.json", "--out", "test.candles", "--symbol", "TEST/USDT:USDT")),
    /^test\.candles: 1,740 candles of 1h, [\d,]+ bytes \(\d+ % of the source's [\d,]+\)$/m,
  );
  const verified = must(await run("verify", "test.candles", "test.json"));
  match(
    verified,
    /^test\.candles: candles of 1h of TEST\/USDT:USDT, 1,740 rows, 2023-11-02 00:00 to 2024-01-13 11:00$/m,
  );
  match(verified, /^ {2}from test\.json \(SHA-256 [0-9a-f]{16}\.\.\.\)$/m);
  strictEqual(verified.match(/sound: 0 faults, 0 warnings/g)?.length, 2);
  const source = candlesOf(folder.bytes("test.json"));
  for (const [format, out] of [["csv", "back.csv"], ["json", "back.json.gz"]] as const) {
    must(await run("export", "test.candles", "--format", format, "--out", out));
    ok(CandleColumns.equals(candlesOf(folder.bytes(out)), source), out);
  }
  must(await run("import", "funding.csv", "--out", "f.funding"));
  const printed = must(await run("export", "f.funding", "--format", "csv"));
  strictEqual(printed.trimEnd(), folder.text("funding.csv"));
});

Deno.test("start gives the same result on columnar candles, history and funding as on their sources", async () => {
  using folder = scratch();
  putReplay(folder);
  const run = (...args: string[]) => cli(folder.path, args);
  must(await run("data", "import", "test.json", "--out", "own.candles", "--from", "2024-01-01"));
  must(await run("data", "import", "test.json", "--out", "early.candles", "--to", "2024-01-01"));
  must(await run("data", "import", "funding.csv", "--out", "f.funding"));
  const plain = await run(...REPLAY_ARGS);
  const columnar = await run(
    ...["start", "--data", "own.candles", "--history", "early.candles", "--symbols", "TEST/USDT:USDT"],
    ...["--funding", "f.funding", "--config", "short.yaml", "--store", "other.sqlite"],
  );
  must(plain);
  must(columnar);
  match(columnar.out, /own\.candles: cut: 1440 bars outside of --from and --to left out/);
  strictEqual(resultOf(columnar).length, 64);
  // the history's name is part of a run: the same tape under the sources' own name is the same run
  must(await run("data", "import", "test.json", "--out", "test.candles"));
  const same = await run(
    ...REPLAY_ARGS.map((it) => it === "test.json" ? "test.candles" : it === "run.sqlite" ? "c.sqlite" : it),
  );
  strictEqual(resultOf(same), resultOf(plain));
});

Deno.test("data import refuses faults, writes nothing, and mends what it is asked to", async () => {
  using folder = scratch();
  const run = (...args: string[]) =>
    cli(folder.path, ["data", "import", "bad.json", "--out", "out.candles", ...args]);
  folder.put("bad.json", JSON.stringify([...withoutRows(50, 51, 900), ROWS.at(-1)]));
  mustRefuse(
    await run(),
    /^Not imported:$/m,
    /row 51, .*2 bars of 1h missing/,
    /\(duplicate\)/,
    /--repair fill-holes/,
  );
  mustRefuse(await run("--repair", "fill-holes"), /\(duplicate\)/);
  deepStrictEqual(folder.names(), ["bad.json"]);
  const out = must(await run("--repair", "fill-holes,drop-duplicates"));
  const told = [
    /drop-duplicates: 1 row equal to the row above left out/,
    /fill-holes: 3 flat bars without volume at the last close in 2 holes, the longest 2 bars from 2023-11-04T02:00:00Z/,
  ];
  for (const it of told) match(out, it);
  const verified = must(await cli(folder.path, ["data", "verify", "out.candles"]));
  for (const it of told) match(verified, it);
  strictEqual(candlesOf(folder.bytes("out.candles")).length, ROWS.length);
  // a file made of it knows too
  must(await cli(folder.path, ["data", "import", "out.candles", "--out", "four/", "--timeframe", "4h"]));
  const four = decodeCandles(folder.bytes("four/out-4h.candles"), "four");
  ok(four.ok);
  strictEqual(four.value.header.repairs.length, 3);
  match(
    four.value.header.repairs[2]!,
    /^aggregated: 435 bars of 4h from 1h, 0 bars of incomplete ones left out$/,
  );
  strictEqual(four.value.candles.length, 435);
});

Deno.test("start refuses holes, and with --repair-holes fills them as an import does, and says so", async () => {
  using folder = scratch();
  putReplay(folder, withoutRows(700, 701, 1_500));
  const run = (data: string, store: string, ...more: string[]) =>
    cli(folder.path, [
      ...REPLAY_ARGS.map((it) => it === "test.json" ? data : it === "run.sqlite" ? store : it),
      ...more,
    ]);
  mustRefuse(await run("test.json", "a.sqlite"), /2 bars of 1h missing/, /1 bar of 1h missing/);
  const repaired = await run("test.json", "b.sqlite", "--repair-holes");
  match(
    must(repaired),
    /^test\.json: fill-holes: 3 flat bars without volume at the last close in 2 holes, the longest 2 bars/m,
  );
  must(
    await cli(folder.path, [
      "data",
      "import",
      "test.json",
      "--out",
      "test.candles",
      "--repair",
      "fill-holes",
    ]),
  );
  const imported = await run("test.candles", "c.sqlite");
  match(must(imported), /^test\.candles: fill-holes: 3 flat bars without volume/m);
  strictEqual(resultOf(imported), resultOf(repaired));
});

Deno.test("data import joins the parts of a series, and refuses parts with a hole between them", async () => {
  using folder = scratch();
  folder.put("b.json", JSON.stringify(ROWS.slice(700)));
  folder.put(
    "a.csv.gz",
    new Uint8Array(gzipSync(["timestamp,open,high,low,close,volume", ...ROWS.slice(0, 700)].join("\n"))),
  );
  folder.put("c.json", JSON.stringify(ROWS.slice(703)));
  const run = (...args: string[]) => cli(folder.path, ["data", "import", ...args, "--out", "all.candles"]);
  mustRefuse(await run("c.json", "a.csv.gz"), /3 bars of 1h missing/);
  must(await run("b.json", "a.csv.gz"));
  ok(CandleColumns.equals(candlesOf(folder.bytes("all.candles")), CandleColumns.fromRows(ROWS)));
});

Deno.test("data import makes candles of trades", async () => {
  using folder = scratch();
  const dayMs = Date.UTC(2024, 0, 1);
  const trades = Array.from(
    { length: 288 },
    (_, i) => [i, 100 + i % 7, "0.5", i, i, dayMs + i * 300_000 + 5, "false"].join(),
  );
  folder.put("BTCUSDT-aggTrades.csv", trades.join("\n"));
  const run = (...args: string[]) =>
    cli(folder.path, ["data", "import", "BTCUSDT-aggTrades.csv", "--out", "t.candles", ...args]);
  mustRefuse(await run(), /holds trades: add --trades and --timeframe/);
  mustRefuse(await run("--trades"), /--timeframe 1m/);
  match(must(await run("--trades", "--timeframe", "15m")), /288 trades made 96 bars of 15m/);
  const candles = candlesOf(folder.bytes("t.candles"));
  deepStrictEqual(CandleColumns.row(candles, 1), [dayMs + 900_000, 103, 105, 103, 105, 1.5]);
});

Deno.test("data refuses wrong use, damage and Parquet, and says what to do", async () => {
  using folder = scratch();
  putReplay(folder);
  folder.put("mine.candles", "not a columnar file");
  folder.put("x.parquet", "PAR1....PAR1");
  const run = (...args: string[]) => cli(folder.path, ["data", ...args]);
  must(await run("import", "test.json", "--out", "good.candles"));
  const damaged = folder.bytes("good.candles");
  damaged[1_000]! ^= 1;
  folder.put("damaged.candles", damaged);
  mustRefuse(await run("nonsense"), /Unknown: data nonsense/);
  mustRefuse(await run("import", "test.json"), /Which files, and where to/);
  mustRefuse(await run("import", "test.json", "--out", "mine.candles"), /something else is there/);
  mustRefuse(await run("import", "test.json", "--out", "o", "--repair", "magic"), /Cannot repair by "magic"/);
  mustRefuse(
    await run("import", "x.parquet", "--out", "o"),
    /the Parquet file is damaged.*Fetch the file again/,
  );
  mustRefuse(await run("import", "absent.json", "--out", "o"), /Cannot read history file absent\.json/);
  mustRefuse(
    await run("import", "test.json", "funding.csv", "--out", "o"),
    /one file of funding rates at a time/,
  );
  mustRefuse(await run("export", "test.json", "--format", "xml"), /--format must be csv or json/);
  mustRefuse(
    await run("export", "damaged.candles", "--format", "csv"),
    /damaged or cut short: its checksum is wrong/,
  );
  strictEqual(folder.text("mine.candles"), "not a columnar file");
  folder.put("other/test.json", JSON.stringify(ROWS));
  mustRefuse(
    await run("import", "test.json", "other/test.json", "--out", "all/"),
    /two sources would be all\/test\.candles/,
  );
  mustRefuse(await run("import", "good.candles", "--out", "."), /good\.candles would be written over itself/);
  ok(!folder.names().includes("all"));
  const verified = await run("verify", "damaged.candles", "--json");
  strictEqual(verified.code, 2);
  deepStrictEqual(JSON.parse(verified.out).files[0].faults[0].kind, "checksum");
});

const DATA = "../shared/data";
const ignore = (() => {
  try {
    return !Deno.statSync(DATA).isDirectory;
  } catch {
    return true;
  }
})();

/** Hard cases of data/INDEX.md: faults by kind, missing bars, the longest hole, warnings by kind. */
const HARD: readonly (readonly [string, Record<string, number>, number, number, Record<string, number>])[] = [
  ["spot_binance_djienne/BTC_USDT-1h.json.gz", { gap: 27 }, 127, 33, { "zero-volume": 1 }],
  ["spot_binance_misrori/LUNAUSDT_1h.csv.gz", { gap: 6 }, 449, 437, {
    "zero-volume": 1,
    jump: 11,
    suspect: 1,
  }],
  ["perp_binance_mooneyes/043a6c254/LUNA_USDT-1h.json.gz", { gap: 10 }, 455, 437, {
    "zero-volume": 1,
    jump: 10,
    suspect: 1,
  }],
  ["spot_binance_misrori/FTTUSDT_1h.csv.gz", { gap: 5 }, 7_478, 7_467, {}],
  ["spot_kucoin_mohsenjfar/USDC_USDT-1m.json.gz", {}, 0, 0, { "zero-volume": 1 }],
  ["perp_binance_mooneyes/629f00c87/DOGE_USDT-1h-futures.json.gz", {}, 0, 0, { jump: 1 }],
  ["spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz", {}, 0, 0, { jitter: 1 }],
  ["perp_binance_mooneyes/8bcba1472/BTC_USDT-1w-futures.json.gz", { timeframe: 1 }, 0, 0, {}],
];

const byKind = (items: readonly { readonly kind: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

for (const [path, faults, missing, longest, warnings] of HARD) {
  Deno.test({
    name: `inspectSource() lists what is odd about ${path}${ignore ? ` (skipped: ${DATA} is absent)` : ""}`,
    ignore,
    fn() {
      const found = inspectSource(readSource(`${DATA}/${path}`), {
        timeframeMs: undefined,
        asOfMs: undefined,
        jumpPct: 50,
      });
      const sizes = found.gaps.map(({ missingBars }) => missingBars);
      deepStrictEqual(
        [
          byKind(found.faults),
          sizes.reduce((a, b) => a + b, 0),
          Math.max(0, ...sizes),
          byKind(found.warnings),
        ],
        [faults, missing, longest, warnings],
      );
    },
  });
}

Deno.test({
  name: `inspectSource() names the worst of it: LUNA, DOGE, USDC, jitter${
    ignore ? ` (skipped: ${DATA} is absent)` : ""
  }`,
  ignore,
  fn() {
    const look = (path: string) =>
      inspectSource(readSource(`${DATA}/${path}`), {
        timeframeMs: undefined,
        asOfMs: undefined,
        jumpPct: 50,
      });
    const luna = look("spot_binance_misrori/LUNAUSDT_1h.csv.gz").warnings.find(({ kind }) =>
      kind === "suspect"
    );
    deepStrictEqual([luna?.at, luna?.what], [
      "2022-05-31T06:00:00Z",
      "looks like another instrument under this name: +17,111,500 % after 437 missing bars of 1h",
    ]);
    const doge = look("perp_binance_mooneyes/629f00c87/DOGE_USDT-1h-futures.json.gz").jumps;
    deepStrictEqual(doge?.map(({ openMs, changePct }) => [openMs, changePct.toFixed(1)]), [
      [Date.UTC(2021, 0, 29, 3), "67.9"],
    ]);
    const usdc = look("spot_kucoin_mohsenjfar/USDC_USDT-1m.json.gz").zeroVolume;
    deepStrictEqual([usdc?.bars, usdc?.longestRun], [509, 3]);
    const funding = look("spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz").funding;
    deepStrictEqual(funding, {
      jitteredRows: 2_268,
      maxJitterMs: 47,
      repeatedRows: 0,
      intervalMs: 8 * HOUR_MS,
    });
  },
});

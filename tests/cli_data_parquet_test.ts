/**
 * Parquet files as a person imports them: the same bytes as from a CSV of the same rows, the same refusals, and nothing
 * written from a file that is damaged or of unknown columns.
 *
 * @module
 */
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { parquetToCsv } from "../cli/data_parquet.ts";
import { openColumnar, parseCandles } from "../lib/market/mod.ts";
import {
  cli,
  inventedCandles,
  mustRefuse,
  type Outcome,
  REGISTRY,
  type Row,
  type Scratch,
  scratch,
} from "./fixtures/cli.ts";

const ROWS = inventedCandles(500).map((row, i) => row.with(5, 1e-7 * (i + 1)) as Row);
const NAMES = ["open", "high", "low", "close", "volume"];
const HEADER = ["timestamp", ...NAMES].join();
const HOUR_MS = 3_600_000, DAY_MS = Date.UTC(2024, 0, 1);
type Options = Partial<Omit<Parameters<typeof parquetWriteBuffer>[0], "columnData">>;

/** A Parquet file; every `rowGroupSize` rows are a row group. */
function parquet(columnData: ColumnSource[], options: Options = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 64, ...options }));
}

const int64 = (name: string, values: readonly number[], factor = 1n): ColumnSource => ({
  ...{ name, type: "INT64", nullable: false },
  data: BigInt64Array.from(values, (it) => BigInt(it) * factor),
});
const double = (name: string, values: readonly number[]): ColumnSource => ({
  ...{ name, type: "DOUBLE", data: Float64Array.from(values) },
});
const values = (rows: readonly Row[], c: number): number[] => rows.map((row) => row[c]);
const prices = (rows: readonly Row[]) => NAMES.map((name, c) => double(name, values(rows, c + 1)));
const csv = (header: string, rows: readonly (readonly unknown[])[]): string => [header, ...rows].join("\n");
const opens = (rows: readonly Row[], name = "timestamp") => int64(name, values(rows, 0));

function must({ code, out, err }: Outcome): string {
  strictEqual(code, 0, `${out}\n${err}`);
  return out;
}

/** A columnar file without what its sources were called: the header's other words, and the packed columns. */
function content(folder: Scratch, name: string) {
  const bytes = folder.bytes(name), opened = openColumnar(bytes, name);
  if (!opened.ok) throw new Error(opened.error.what);
  const { sources, ...header } = opened.value.header;
  const from = 16 + new DataView(bytes.buffer).getUint32(12, true);
  return { sources, header, columns: bytes.subarray(from, bytes.length - 32) };
}

async function text(file: Uint8Array): Promise<string> {
  const read = await parquetToCsv(file, "f.parquet");
  if (!read.ok) throw new Error(read.error.what);
  return new TextDecoder().decode(read.value);
}

Deno.test("data import makes of Parquet what it makes of a CSV of the same rows, and verify finds it sound", async () => {
  using folder = scratch();
  const run = (...args: string[]) => cli(folder.path, ["data", ...args]);
  folder.put("bars.csv", csv(HEADER, ROWS));
  folder.put("bars.parquet", parquet([opens(ROWS), ...prices(ROWS)]));
  match(must(await run("verify", "bars.parquet")), /candles of 1h, 500 rows[^]*sound: 0 faults, 0 warnings/);
  must(await run("import", "bars.csv", "--out", "text.candles", "--timeframe", "4h"));
  const said = must(await run("import", "bars.parquet", "--out", "columns/", "--timeframe", "4h"));
  const size = folder.bytes("bars.parquet").length.toLocaleString("en-US");
  ok(
    said.includes(`columns/bars-4h.candles: 125 candles of 4h`) && said.includes(`the source's ${size})`),
    said,
  );
  const ours = content(folder, "columns/bars-4h.candles"), theirs = content(folder, "text.candles");
  deepStrictEqual([ours.header, ours.columns], [theirs.header, theirs.columns]);
  strictEqual(ours.sources[0]!.name, "bars.parquet");
  notStrictEqual(ours.sources[0]!.sha256, theirs.sources[0]!.sha256);
});

Deno.test("data import refuses faults of a Parquet file in the words for a CSV, and writes nothing", async () => {
  using folder = scratch();
  const rows = [...ROWS.slice(0, 50), ...ROWS.slice(52), ROWS.at(-1)!];
  folder.put("bad.parquet", parquet([opens(rows), ...prices(rows)], { codec: "UNCOMPRESSED" }));
  folder.put("bad.csv", csv(HEADER, rows));
  const run = (source: string) => cli(folder.path, ["data", "import", source, "--out", "o.candles"]);
  const refused = await run("bad.parquet");
  mustRefuse(refused, /row 51, .*2 bars of 1h missing/, /\(duplicate\)/, /--repair fill-holes/);
  strictEqual(refused.err.replaceAll("bad.parquet", "bad.csv"), (await run("bad.csv")).err);
  deepStrictEqual(folder.names(), ["bad.csv", "bad.parquet"]);
});

Deno.test("data import takes funding rates and trades from Parquet", async () => {
  using folder = scratch();
  const run = (...args: string[]) => cli(folder.path, ["data", "import", ...args]);
  const times = Array.from({ length: 90 }, (_, i) => DAY_MS + 8 * HOUR_MS * i + 7);
  const rates = times.map((_, i) => (i - 40) * 1e-6);
  folder.put("rates.csv", csv("timestamp,funding_rate", times.map((ms, i) => [ms, rates[i]])));
  folder.put(
    "rates.parquet",
    parquet([
      int64("calc_time", times),
      int64("funding_interval_hours", times.map(() => 8)),
      double("last_funding_rate", rates),
    ]),
  );
  const trades = Array.from(
    { length: 288 },
    (_, i) => [i, 100 + i % 7, 5e-8, i, i, DAY_MS + i * 300_000 + 5, false],
  );
  const column = (c: number) => trades.map((trade) => Number(trade[c]));
  folder.put("trades.csv", csv("", trades.map((it) => it.toSpliced(2, 1, "0.00000005" as never))).trim());
  folder.put(
    "trades.parquet",
    parquet([
      int64("agg_trade_id", column(0)),
      double("price", column(1)),
      double("quantity", column(2)),
      int64("transact_time", column(5), 1_000n),
      { name: "is_buyer_maker", type: "BOOLEAN", data: trades.map(() => false) },
    ]),
  );
  mustRefuse(await run("trades.parquet", "--out", "o"), /holds trades: add --trades and --timeframe/);
  for (
    const [name, kind, ...more] of [["rates", "funding"], [
      "trades",
      "candles",
      "--trades",
      "--timeframe",
      "15m",
    ]]
  ) {
    must(await run(`${name}.parquet`, "--out", `p.${kind}`, ...more!));
    must(await run(`${name}.csv`, "--out", `c.${kind}`, ...more!));
    const [ours, theirs] = ["p", "c"].map((it) => content(folder, `${it}.${kind}`));
    deepStrictEqual([ours!.header, ours!.columns], [theirs!.header, theirs!.columns]);
  }
});

Deno.test("data refuses Parquet that is cut short, of unknown columns or not imported, and says what to do", async () => {
  using folder = scratch();
  const run = (...args: string[]) => cli(folder.path, args);
  const sound = parquet([opens(ROWS), ...prices(ROWS)]);
  folder.put("cut.parquet", sound.subarray(0, sound.length - 100));
  folder.put("odd.parquet", parquet([opens(ROWS), ...prices(ROWS), double("spread", values(ROWS, 1))]));
  folder.put("sound.parquet", sound);
  const out = ["--out", "o.candles"];
  mustRefuse(
    await run("data", "import", "cut.parquet", ...out),
    /cut\.parquet: the Parquet file is damaged.*Fetch/,
  );
  mustRefuse(
    await run("data", "import", "sound.parquet", "odd.parquet", ...out),
    /odd\.parquet: no layout is known for the Parquet columns "timestamp", .*"spread" .*Give the columns timestamp/,
  );
  folder.put("instruments/binance_usdm.json", JSON.stringify(REGISTRY));
  mustRefuse(
    await run("backtest", "--data", "sound.parquet", "--symbols", "TEST/USDT:USDT"),
    /this is a Parquet file.*Import it first, unpacked: deno task data import FILE\.parquet --out FILE\.candles/,
  );
  const verified = await run("data", "verify", "cut.parquet", "--json");
  deepStrictEqual([verified.code, JSON.parse(verified.out).files[0].faults[0].kind], [2, "layout"]);
  deepStrictEqual(folder.names(), ["cut.parquet", "instruments", "odd.parquet", "sound.parquet"]);
});

const timestamps = (unit: "MILLIS" | "MICROS" | "NANOS", factor: bigint): [ColumnSource[], Options] => [
  [{ name: "date", data: int64("", values(ROWS, 0), factor).data }, ...prices(ROWS)],
  {
    schema: [
      { name: "root", num_children: 6 },
      {
        ...{ name: "date", type: "INT64", repetition_type: "REQUIRED" },
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit },
      },
      ...NAMES.map((name) => ({ name, type: "DOUBLE", repetition_type: "REQUIRED" } as const)),
    ],
  },
];
const untyped = ([columns, options]: [ColumnSource[], Options]): [ColumnSource[], Options] => [
  columns.map(({ name, data }) => ({ name, data })),
  options,
];
const MAKINGS: Readonly<Record<string, [ColumnSource[], Options]>> = {
  "integers of ms": [[opens(ROWS, "open_time"), ...prices(ROWS)], {}],
  "integers of us": [[int64("Open time", values(ROWS, 0), 1_000n), ...prices(ROWS)], {}],
  "integers of ns": [[int64("openTime", values(ROWS, 0), 1_000_000n), ...prices(ROWS)], {}],
  "integers of s": [[int64("timestamp", values(ROWS, 0).map((ms) => ms / 1_000)), ...prices(ROWS)], {}],
  "timestamps of ms": untyped(timestamps("MILLIS", 1n)),
  "timestamps of us": untyped(timestamps("MICROS", 1_000n)),
  "timestamps of ns": untyped(timestamps("NANOS", 1_000_000n)),
  "no packing, one row group": [[opens(ROWS), ...prices(ROWS)], {
    codec: "UNCOMPRESSED",
    rowGroupSize: 1_000,
  }],
  "columns in another order": [[...prices(ROWS).reverse(), opens(ROWS)], {}],
  "prices as text": [
    [opens(ROWS), ...NAMES.map((name, c) => ({ name, data: values(ROWS, c + 1).map(String) }))],
    {},
  ],
  "columns of no interest": [[opens(ROWS), ...prices(ROWS), opens(ROWS, "close_time")], {}],
};
for (const [name, [columns, options]] of Object.entries(MAKINGS)) {
  Deno.test(`parquetToCsv() has the numbers of candles with ${name}`, async () => {
    const read = parseCandles(new TextEncoder().encode(await text(parquet(columns, options))), "f");
    deepStrictEqual(read, parseCandles(new TextEncoder().encode(csv(HEADER, ROWS)), "f"));
  });
}

Deno.test("parquetToCsv() writes decimals exactly, and empty cells and wrong units as what nobody reads", async () => {
  const decimal = (name: string) =>
    ({
      name,
      type: "INT64",
      converted_type: "DECIMAL",
      scale: 3,
      precision: 18,
      repetition_type: "OPTIONAL",
    }) as const;
  const file = parquet([
    { name: "timestamp", data: [1_700_000_000_000n, 1_700_000_000_000_000n] },
    { name: "funding_rate", data: [-1_005n, null] },
  ], {
    schema: [
      { name: "root", num_children: 2 },
      { name: "timestamp", type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "REQUIRED" },
      decimal("funding_rate"),
    ],
  });
  strictEqual(await text(file), "timestamp,funding_rate\n1700000000000,-1.005\n1700000000000000 ms,\n");
});

Deno.test("parquetToCsv() lets no text make a row or a cell", async () => {
  const file = parquet([
    int64("timestamp", [DAY_MS]),
    ...NAMES.map((name) => ({ name, data: ["1\n1704067200000,1,1,1,1,1"] })),
  ]);
  strictEqual((await text(file)).trimEnd().split("\n").length, 2);
});

Deno.test("parquetToCsv() refuses a file cut at any length, and throws at no changed byte", async () => {
  const rows = ROWS.slice(0, 20), file = parquet([opens(rows), ...prices(rows)], { rowGroupSize: 10 });
  for (let length = 4; length < file.length; length++) {
    const read = await parquetToCsv(file.subarray(0, length), "f");
    ok(!read.ok, `${length} of ${file.length} bytes were read`);
  }
  for (let at = 4; at < file.length; at++) {
    await parquetToCsv(file.map((it, i) => i === at ? it ^ 0x55 : it), "f");
  }
});

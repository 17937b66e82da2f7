import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { aggregate } from "./aggregate.ts";
import { CandleColumns } from "./columns.ts";
import { type CandleComparison, compareCandles } from "./compare.ts";
import type { DataFault } from "./data_fault.ts";
import { parseCandles } from "./candle_file.ts";
import { parseFunding } from "./funding_file.ts";
import { checkCandles } from "./integrity.ts";
import { DAY_MS, detectTimeframeMs } from "./timeframe.ts";

const DATA = "../shared/data";
const H = 3_600_000;
const PERP = "perp_binance_mooneyes", SPOT = "spot_binance_djienne", SKY = "spot2h_and_funding_sky1241";
const DIRTY = "spot_binance_misrori", KUCOIN = "spot_kucoin_mohsenjfar";

function present(): boolean {
  try {
    return Deno.statSync(DATA).isDirectory;
  } catch {
    return false;
  }
}
const ignore = !present();

/** A test on real files, skipped where the project stands alone. */
function realTest(name: string, fn: () => void): void {
  Deno.test({ name: ignore ? `${name} (skipped: ${DATA} is absent)` : name, ignore, fn });
}

function load(path: string): CandleColumns {
  const parsed = parseCandles(Deno.readFileSync(`${DATA}/${path}`), path);
  if (!parsed.ok) throw new Error(`${path}: ${parsed.error[0].what}`);
  return parsed.value;
}

function faultsOf(columns: CandleColumns): DataFault[] {
  return checkCandles(columns, { timeframeMs: detectTimeframeMs(columns.openMs) ?? NaN });
}

/** Holes, missing bars in all, and kinds other than "gap". */
function holes(path: string): readonly [number, number, readonly string[]] {
  const faults = faultsOf(load(path));
  const gaps = faults.filter((fault) => fault.gap !== undefined);
  const missing = gaps.reduce((sum, fault) => sum + (fault.gap?.missingBars ?? 0), 0);
  return [gaps.length, missing, faults.filter((fault) => fault.gap === undefined).map((fault) => fault.kind)];
}

function compareAggregate(fine: string, coarse: string): CandleComparison {
  const target = load(coarse);
  return compareCandles(aggregate(load(fine), detectTimeframeMs(target.openMs) ?? NaN), target);
}

/** Fine file, coarse file, and how many whole buckets both have. */
const AGGREGATES: readonly [string, string, number][] = [
  [`${PERP}/8bd2def13/BTC_USDT-1h-futures.json.gz`, `${PERP}/c3e489f0b/BTC_USDT-4h-futures.json.gz`, 1_318],
  [`${PERP}/8bd2def13/BTC_USDT-1h-futures.json.gz`, `${PERP}/c3e489f0b/BTC_USDT-8h-futures.json.gz`, 2_675],
  [`${PERP}/8bd2def13/BTC_USDT-1h-futures.json.gz`, `${PERP}/c3e489f0b/BTC_USDT-1d-futures.json.gz`, 892],
  [`${PERP}/8bd2def13/BTC_USDT-15m-futures.json.gz`, `${PERP}/8bd2def13/BTC_USDT-1h-futures.json.gz`, 420],
  [`${SPOT}/BTC_USDT-1h.json.gz`, `${SPOT}/BTC_USDT-4h.json.gz`, 11_234],
  [`${SPOT}/BTC_USDT-1h.json.gz`, `${SPOT}/BTC_USDT-1d.json.gz`, 1_852],
  [`${SPOT}/XRP_USDT-1h.json.gz`, `${SPOT}/XRP_USDT-4h.json.gz`, 9_685],
  [`${SPOT}/AVAX_USDT-15m.json.gz`, `${SPOT}/AVAX_USDT-1h.json.gz`, 17_952],
  [`${SKY}/DOGE_USDT_2h@53f524f.csv.gz`, `${SPOT}/DOGE_USDT-1d.json.gz`, 784],
];

for (const [fine, coarse, count] of AGGREGATES) {
  realTest(`aggregate() of ${fine} equals the venue's ${coarse} in ${count} bars`, () => {
    const { compared, differences } = compareAggregate(fine, coarse);
    deepStrictEqual(differences.slice(0, 5), []);
    strictEqual(compared, count);
  });
}

realTest(
  "checkCandles() finds the 34 h outage of Binance spot on 2018-02-08, with its place and size",
  () => {
    const columns = load(`${SPOT}/BTC_USDT-1h.json.gz`);
    const faults = faultsOf(columns).filter((fault) => fault.gap !== undefined);
    const longest = faults.reduce((a, b) => (b.gap?.missingBars ?? 0) > (a.gap?.missingBars ?? 0) ? b : a);
    deepStrictEqual(longest.gap, {
      fromMs: Date.UTC(2018, 1, 8, 1),
      toMs: Date.UTC(2018, 1, 9, 9),
      missingBars: 33,
    });
    strictEqual(longest.at, "2018-02-09T10:00:00Z");
    strictEqual(columns.openMs[longest.row - 1] - columns.openMs[longest.row - 2], 34 * H);
    strictEqual(longest.what, "33 bars of 1h missing, 2018-02-08T01:00:00Z to 2018-02-09T09:00:00Z");
  },
);

/** File, holes, and missing bars in all, as counted by another program. */
const HOLES: readonly [string, number, number][] = [
  [`${SPOT}/BTC_USDT-1h.json.gz`, 27, 127],
  [`${SPOT}/MANA_USDT-15m.json.gz`, 9, 89],
  [`${DIRTY}/LUNAUSDT_1h.csv.gz`, 6, 449],
  [`${PERP}/043a6c254/LUNA_USDT-1h.json.gz`, 10, 455],
  [`${DIRTY}/FTTUSDT_1h.csv.gz`, 5, 7_478],
  [`${DIRTY}/USDCUSDT_1h.csv.gz`, 6, 4_007],
  [`${SKY}/BTC_USDT_2h.csv.gz`, 18, 53],
  [`${PERP}/8bd2def13/BTC_USDT-1h-futures.json.gz`, 0, 0],
  [`${PERP}/8bd2def13/BTC_USDT-8h-mark.json.gz`, 0, 0],
  ["perp_binance_itumor/BTC_USDT-1h-futures.json.gz", 0, 0],
  ["spot_binance_pr4v33n23/BTC_USDT-5m.json.gz", 0, 0],
  ["lob_nautilus/btc-perp-20211231-20220201_1m.csv.gz", 0, 0],
];

for (const [path, count, missing] of HOLES) {
  realTest(`checkCandles() finds ${count} holes with ${missing} bars in ${path}, and nothing else`, () => {
    deepStrictEqual(holes(path), [count, missing, []]);
  });
}

realTest("checkCandles() suspects the reused LUNA ticker at its 437 h hole", () => {
  for (const path of [`${DIRTY}/LUNAUSDT_1h.csv.gz`, `${PERP}/043a6c254/LUNA_USDT-1h.json.gz`]) {
    const suspects = faultsOf(load(path)).filter((fault) => fault.todo === "Cut the file here");
    deepStrictEqual(suspects.map((fault) => [fault.at, fault.gap?.missingBars]), [[
      "2022-05-31T06:00:00Z",
      437,
    ]]);
  }
});

realTest("checkCandles() takes KuCoin's zero-volume bars as legal", () => {
  const columns = load(`${KUCOIN}/USDC_USDT-1m.json.gz`);
  strictEqual(columns.volume.filter((volume) => volume === 0).length, 509);
  deepStrictEqual(faultsOf(columns), []);
});

realTest("checkCandles() accepts DOGE's hour of +68 %", () => {
  const columns = load(`${PERP}/629f00c87/DOGE_USDT-1h-futures.json.gz`);
  const i = CandleColumns.lowerBound(columns, Date.UTC(2021, 0, 29, 3));
  strictEqual((columns.close[i] / columns.close[i - 1] - 1).toFixed(3), "0.679");
  deepStrictEqual(faultsOf(columns), []);
});

realTest("checkCandles() refuses weekly bars, which tile no UTC day", () => {
  const faults = faultsOf(load(`${PERP}/8bcba1472/BTC_USDT-1w-futures.json.gz`));
  deepStrictEqual(faults.map((fault) => fault.what), ["a bar of 7d does not divide a UTC day"]);
});

realTest("compareCandles() shows the unfinished last row of a file, and closedBy() leaves it out", () => {
  const rows = load(`${DIRTY}/BTCUSDT_1h.csv.gz`), reference = load(`${SKY}/BTC_USDT_2h.csv.gz`);
  const { compared, differences } = compareCandles(aggregate(rows, 2 * H), reference);
  const lastMs = Date.UTC(2023, 11, 30, 18);
  deepStrictEqual(differences.map(({ openMs, field }) => [openMs, field]), [[lastMs, "close"], [
    lastMs,
    "volume",
  ]]);
  const closed = CandleColumns.closedBy(rows, H, lastMs + 2 * H - 1);
  strictEqual(closed.length, rows.length - 1);
  deepStrictEqual(compareCandles(aggregate(closed, 2 * H), reference), {
    compared: compared - 1,
    differences: [],
  });
});

realTest("aggregate() makes no day of the unfinished last day of a file", () => {
  const days = aggregate(load(`${SKY}/BTC_USDT_2h.csv.gz`), DAY_MS);
  strictEqual(days.openMs[days.length - 1], Date.UTC(2025, 7, 25));
});

realTest("parseFunding() puts jittered times on their hours", () => {
  const path = `${SKY}/funding_rate_BTCUSDT.until-2024.csv.gz`;
  const parsed = parseFunding(Deno.readFileSync(`${DATA}/${path}`), path);
  if (!parsed.ok) throw new Error(parsed.error[0].what);
  const { length, atMs, rate } = parsed.value;
  strictEqual(length, 4_721);
  for (let i = 0; i < length; i++) strictEqual(atMs[i], Date.UTC(2019, 8, 10, 8) + i * 8 * H);
  deepStrictEqual([Math.min(...rate), Math.max(...rate)], [-0.003, 0.003]);
  const pages = `${PERP}/8bd2def13/BTC_USDT-8h-funding_rate.json.gz`;
  const page = parseFunding(Deno.readFileSync(`${DATA}/${pages}`), pages);
  strictEqual(page.ok && page.value.length, 999);
  const offset = atMs.indexOf(page.ok ? page.value.atMs[0] : NaN);
  deepStrictEqual(page.ok && page.value.rate, rate.slice(offset, offset + 999));
});

realTest("parseCandles() and parseFunding() refuse each other's files", () => {
  const candles = `${DATA}/${KUCOIN}/BTC_USDT-1m.json.gz`;
  const rates = `${DATA}/${PERP}/8bd2def13/BTC_USDT-8h-funding_rate.json.gz`;
  const asRates = parseFunding(Deno.readFileSync(candles), "candles");
  strictEqual(!asRates.ok && asRates.error.length, 44_320);
  const asCandles = parseCandles(Deno.readFileSync(rates), "rates");
  strictEqual(asCandles.ok && checkCandles(asCandles.value, { timeframeMs: 8 * H }).length > 0, true);
});

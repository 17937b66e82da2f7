import { ok } from "node:assert/strict";
import { parseCandles } from "../candle_file.ts";
import { CandleColumns } from "../columns.ts";
import { parseFunding } from "../funding_file.ts";
import { decodeCandles, encodeCandles } from "./candles.ts";
import { decodeFunding, encodeFunding } from "./funding.ts";

const DATA = "../shared/data";
const ABOUT = { symbol: "", sources: [], asOfMs: null, repairs: [] };

/** File, and how many percent of its own size the columnar file may have. */
const FILES: readonly (readonly [string, number])[] = [
  ["perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz", 48],
  ["perp_binance_mooneyes/629f00c87/DOGE_USDT-1h-futures.json.gz", 48],
  ["perp_binance_mooneyes/8bcba1472/BTC_USDT-1w-futures.json.gz", 100],
  ["spot_binance_djienne/BTC_USDT-1h.json.gz", 48],
  ["spot_binance_djienne/AAVE_USDT-15m.json.gz", 50],
  ["spot_binance_pr4v33n23/BTC_USDT-5m.json.gz", 46],
  ["spot_binance_misrori/LUNAUSDT_1h.csv.gz", 50],
  ["spot_kucoin_mohsenjfar/USDC_USDT-1m.json.gz", 80],
  ["spot_kucoin_mohsenjfar/BTC_USDT-1m.json.gz", 41],
  ["lob_nautilus/btc-perp-20211231-20220201_1m.csv.gz", 61],
];

function present(): boolean {
  try {
    return Deno.statSync(DATA).isDirectory;
  } catch {
    return false;
  }
}
const ignore = !present();
const skipped = ignore ? ` (skipped: ${DATA} is absent)` : "";

for (const [path, percent] of FILES) {
  const name = `encodeCandles() keeps every bit of ${path} in ${percent} % of its bytes${skipped}`;
  Deno.test({
    ...{ name, ignore },
    fn() {
      const bytes = Deno.readFileSync(`${DATA}/${path}`);
      const parsed = parseCandles(bytes, path);
      if (!parsed.ok) throw new Error(parsed.error[0].what);
      const file = encodeCandles(parsed.value, 0, ABOUT);
      const read = decodeCandles(file, path);
      ok(read.ok && CandleColumns.equals(read.value.candles, parsed.value));
      ok(file.length <= bytes.length * percent / 100, `${file.length} of ${bytes.length} bytes`);
    },
  });
}

Deno.test({
  name: `encodeFunding() keeps every bit of four years of BTC rates${skipped}`,
  ignore,
  fn() {
    const path = "spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz";
    const bytes = Deno.readFileSync(`${DATA}/${path}`);
    const parsed = parseFunding(bytes, path);
    if (!parsed.ok) throw new Error(parsed.error[0].what);
    const file = encodeFunding(parsed.value, ABOUT), read = decodeFunding(file, path);
    ok(read.ok && read.value.funding.rate.every((it, i) => it === parsed.value.rate[i]));
    ok(read.ok && read.value.funding.atMs.every((it, i) => it === parsed.value.atMs[i]));
    ok(file.length < bytes.length / 2, `${file.length} of ${bytes.length} bytes`);
  },
});

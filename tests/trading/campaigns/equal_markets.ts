import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A market that all legs of a comparison play. */
export interface MarketSpec {
  readonly name: string;
  /** Options of `start`. */
  readonly args: readonly string[];
  /** A layer of configuration. */
  readonly config: string;
  /** What it must come to on any machine; "" where nobody knows. */
  readonly expected: string;
  /** Bars of all its symbols together: how long it may take. */
  readonly symbolBars: number;
}

export const DEMO_BARS = 2_160;
export const BTC_BARS = 26_316;
/** Hours of 2020-08-01 .. 2020-11-01. */
export const DELAYED_BARS = 2_208;

const DEMO_RESULT = "e2cd4192a24b5c818c87e042ab44967deb532375bf63118a0e8729a111228a5e";
const BTC_RESULT = "39e7fee8fa563c344b740735c17a59b0e2525285d426b5fa6288021f6ffddebe";

const DATA = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const CANDLES = `${DATA}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`;
const FUNDING = `${DATA}/spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz`;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2020, 0, 1), DELAYED_FROM_MS = Date.UTC(2020, 7, 1);

/** The demo, or one like it with other bars. */
export function demo(bars: number, symbols = 4): MarketSpec {
  const isWhole = bars === DEMO_BARS && symbols === 4;
  return {
    name: `demo, ${symbols} symbols, ${bars} bars`,
    args: [],
    config: `feed: { simulated: { bars: ${bars}, symbols: ${symbols} } }\n`,
    expected: isWhole ? DEMO_RESULT : "",
    symbolBars: bars * symbols,
  };
}

/** The first bars of the BTC replay. */
export function btc(bars: number): MarketSpec {
  return replay(`BTC, ${bars} bars`, FIRST_MS, bars, bars === BTC_BARS ? BTC_RESULT : "");
}

/** Bars of the BTC replay from 2020-08-01 on: with trades from the first days. */
export function btcFromAugust(bars: number): MarketSpec {
  return replay(`BTC from 2020-08-01, ${bars} bars`, DELAYED_FROM_MS, bars, "");
}

function replay(name: string, fromMs: number, bars: number, expected: string): MarketSpec {
  const iso = (ms: number) => new Date(ms).toISOString();
  const span = ["--from", iso(fromMs), "--to", iso(fromMs + bars * HOUR_MS)];
  const files = ["--data", CANDLES, "--funding", FUNDING, "--symbols", "BTC/USDT:USDT"];
  return { name, args: ["--feed", "replay", ...files, ...span], config: "", expected, symbolBars: bars };
}

/** True if the recorded history is here. */
export function hasHistory(): boolean {
  try {
    return Deno.statSync(CANDLES).isFile && Deno.statSync(FUNDING).isFile;
  } catch {
    return false;
  }
}

import { CandleColumns, formatFaults, parseCandles } from "../../lib/market/mod.ts";
import { generateMarket } from "../../lib/simulator/mod.ts";
import { encodeNpy } from "./npy.ts";

/** Real hours, where the folder of public data lies beside the project. */
const HOURS_FILE = "../shared/data/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz";
const MINUTE_MS = 60_000, HOUR_MS = 3_600_000;
/** Two years of minutes. */
const MINUTE_BARS = 730 * 1_440;
const SEED = "peers";

/** Candles on disk, for every contender to read. */
export interface CandleSet {
  readonly name: string;
  readonly candles: CandleColumns;
  readonly timeframeMs: number;
  /** Path of the .npy file. */
  readonly file: string;
}

/** A series that cannot be had here, and why. */
export interface MissingCandles {
  readonly name: string;
  readonly reason: string;
}

/** Two years of minutes of the seeded market's first symbol, cut to `most` bars. */
export async function exportMinutes(folder: string, most = MINUTE_BARS): Promise<CandleSet> {
  const bars = Math.min(most, MINUTE_BARS), startMs = Date.UTC(2021, 0, 1);
  const [{ candles }] = generateMarket({ seed: SEED, symbols: 1, startMs, timeframeMs: MINUTE_MS, bars });
  return await write(folder, "minutes", candles, MINUTE_MS);
}

/** All hours of the recorded perpetual, cut to `most` bars. */
export async function exportHours(folder: string, most = Infinity): Promise<CandleSet | MissingCandles> {
  const name = "hours";
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(HOURS_FILE);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { name, reason: `${HOURS_FILE} is not there` };
    throw error;
  }
  const parsed = parseCandles(bytes, HOURS_FILE);
  if (!parsed.ok) return { name, reason: formatFaults(parsed.error) };
  return await write(folder, name, CandleColumns.slice(parsed.value, 0, most), HOUR_MS);
}

async function write(
  folder: string,
  name: string,
  candles: CandleColumns,
  timeframeMs: number,
): Promise<CandleSet> {
  const file = `${folder}/${name}.npy`;
  await Deno.writeFile(file, encodeNpy(candles));
  return { name, candles, timeframeMs, file };
}

import { unwrap } from "../core/mod.ts";
import { type Instrument, parseInstrument } from "../domain/mod.ts";

/** [cap in USDT, maintenance rate in bps, highest leverage] of each bracket. */
type Ladder = readonly (readonly [number, number, number])[];

const DEEP: Ladder = [
  [100_000, 40, 100],
  [500_000, 60, 50],
  [2_000_000, 100, 25],
  [10_000_000, 250, 10],
  [50_000_000, 500, 5],
];

const THIN: Ladder = [
  [20_000, 100, 50],
  [100_000, 150, 25],
  [500_000, 250, 10],
  [2_000_000, 500, 5],
  [10_000_000, 1250, 2],
];

/** Brackets as registry rows; each deduction makes the maintenance margin continuous where its bracket begins. */
function tiers(ladder: Ladder) {
  let amount = 0;
  return ladder.map(([cap, bps, maxLeverage], i) => {
    const [floor, lowerBps] = i === 0 ? [0, 0] : ladder[i - 1];
    amount += floor * (bps - lowerBps) / 10_000;
    return {
      floor: String(floor),
      cap: String(cap),
      maintMarginRate: String(bps / 10_000),
      maintAmount: String(amount),
      maxLeverage: String(maxLeverage),
    };
  });
}

function entry(id: string, [tickSize, stepSize]: readonly [string, string], ladder: Ladder, hours = 8) {
  return {
    id,
    quote: "USDT",
    settle: "USDT",
    linear: true,
    contractSize: "1",
    tickSize,
    stepSize,
    minQty: stepSize,
    minNotional: "5",
    makerFeeBps: "2",
    takerFeeBps: "5",
    fundingIntervalHours: hours,
    tiers: tiers(ladder),
  };
}

/**
 * Registry entries of eight invented linear perpetuals, by symbol, in the form of a registry file. Filters and brackets are
 * ours and no venue's; HOTEL settles funding every four hours.
 */
export const SIMULATED_INSTRUMENTS: Readonly<Record<string, unknown>> = {
  "ALFA/USDT:USDT": entry("ALFAUSDT", ["0.1", "0.001"], DEEP),
  "BRAVO/USDT:USDT": entry("BRAVOUSDT", ["0.01", "0.001"], DEEP),
  "CHARLIE/USDT:USDT": entry("CHARLIEUSDT", ["0.01", "0.01"], DEEP),
  "DELTA/USDT:USDT": entry("DELTAUSDT", ["0.001", "0.1"], DEEP),
  "ECHO/USDT:USDT": entry("ECHOUSDT", ["0.001", "0.1"], THIN),
  "FOXTROT/USDT:USDT": entry("FOXTROTUSDT", ["0.0001", "1"], THIN),
  "GOLF/USDT:USDT": entry("GOLFUSDT", ["0.0001", "1"], THIN),
  "HOTEL/USDT:USDT": entry("HOTELUSDT", ["0.00001", "1"], THIN, 4),
};

/** More than these could not be told apart by anybody. */
export const MOST_SIMULATED = 200;

/** The first `count` as instruments, in that order; beyond the eight come more of each: ALFA2, BRAVO2, ... */
export function simulatedInstruments(count = Object.keys(SIMULATED_INSTRUMENTS).length): Instrument[] {
  const entries = Object.entries(SIMULATED_INSTRUMENTS);
  return Array.from({ length: count }, (_, i) => {
    const [symbol, one] = entries[i % entries.length];
    const series = Math.floor(i / entries.length) + 1;
    if (series === 1) return unwrap(parseInstrument(symbol, one), "simulated instruments");
    const base = `${symbol.split("/")[0]}${series}`;
    const other = { ...one as Readonly<Record<string, unknown>>, id: `${base}USDT` };
    return unwrap(parseInstrument(`${base}/USDT:USDT`, other), "simulated instruments");
  });
}

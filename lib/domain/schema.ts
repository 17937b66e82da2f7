import { z } from "zod";
import { err, ok, parseDecimal, type Result } from "../core/mod.ts";
import type { Instrument, MarginTier } from "./instrument.ts";
import { Money, MONEY_SCALE } from "./money.ts";

const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a plain decimal in quotes is needed, such as "0.001"');

const tier = z.strictObject({
  floor: decimal,
  cap: decimal,
  maintMarginRate: decimal,
  maintAmount: decimal,
  maxLeverage: decimal,
});

/** One entry of an instrument registry file. Unknown keys refuse the symbol: a filter we do not understand is not safe. */
export const instrumentEntry = z.strictObject({
  id: z.string().min(1),
  quote: z.string().min(1),
  settle: z.string().min(1),
  linear: z.literal(true, { error: "only linear contracts are supported" }),
  contractSize: decimal,
  tickSize: decimal,
  stepSize: decimal,
  filtersFrom: z.string().optional(),
  minQty: decimal.optional(),
  maxQty: decimal.optional(),
  minNotional: decimal.optional(),
  makerFeeBps: decimal,
  takerFeeBps: decimal,
  fundingIntervalHours: z.number().int().min(1).max(24),
  tiers: z.array(tier).min(1),
});

/** Reads one registry entry; the refusal says what is wrong and where. */
export function parseInstrument(symbol: string, entry: unknown): Result<Instrument, string> {
  const parsed = instrumentEntry.safeParse(entry);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((i) => `${[symbol, ...i.path].join(".")}: ${i.message}`);
    return err(`Instrument ${symbol} refused: ${faults.join("; ")}`);
  }
  try {
    return ok(build(symbol, parsed.data));
  } catch (cause) {
    return err(`Instrument ${symbol} refused: ${(cause as Error).message}`);
  }
}

function split(text: string): { mantissa: number; pow10: number; scale: number } {
  const scale = (text.split(".")[1] ?? "").replace(/0+$/, "").length;
  const mantissa = Number(parseDecimal(text, scale));
  if (!(mantissa > 0) || !Number.isSafeInteger(mantissa)) {
    throw new RangeError(`size must be positive: current value is ${text}`);
  }
  return { mantissa, pow10: 10 ** scale, scale };
}

function build(symbol: string, entry: z.infer<typeof instrumentEntry>): Instrument {
  const tick = split(entry.tickSize), lot = split(entry.stepSize), contract = split(entry.contractSize);
  // a step in base units: so many contracts, each of so much
  const step = { mantissa: lot.mantissa * contract.mantissa, pow10: lot.pow10 * contract.pow10 };
  const scale = MONEY_SCALE - tick.scale - lot.scale - contract.scale;
  if (scale < 0) {
    throw new RangeError(
      `one tick on one step must be a whole number of 1e-8 ${entry.settle}: tick ${entry.tickSize} x step ${entry.stepSize} is finer`,
    );
  }
  const lots = (text: string) => (Number(text) * lot.pow10) / lot.mantissa;
  return {
    symbol,
    nativeId: entry.id,
    settle: entry.settle,
    tickMantissa: tick.mantissa,
    tickPow10: tick.pow10,
    stepMantissa: step.mantissa,
    stepPow10: step.pow10,
    tickStepValue: BigInt(tick.mantissa) * BigInt(step.mantissa) *
      10n ** BigInt(scale),
    minSteps: entry.minQty === undefined ? 1 : Math.max(1, Math.ceil(lots(entry.minQty) - 1e-9)),
    maxSteps: entry.maxQty === undefined ? null : Math.floor(lots(entry.maxQty) + 1e-9),
    minNotional: entry.minNotional === undefined ? null : Money.parse(entry.minNotional),
    makerRateE8: parseDecimal(entry.makerFeeBps, 4),
    takerRateE8: parseDecimal(entry.takerFeeBps, 4),
    fundingIntervalMs: entry.fundingIntervalHours * 3_600_000,
    tiers: tiers(entry.tiers),
  };
}

function tiers(rows: readonly z.infer<typeof tier>[]): MarginTier[] {
  const out = rows.map((row): MarginTier => ({
    floor: Money.parse(row.floor),
    cap: Money.parse(row.cap),
    maintRateE8: parseDecimal(row.maintMarginRate, 8),
    maintAmount: Money.parse(row.maintAmount),
    maxLeverage: Math.floor(Number(row.maxLeverage)),
  }));
  for (let i = 0; i < out.length; i++) {
    const floor = i === 0 ? 0n : out[i - 1]!.cap;
    if (out[i]!.floor !== floor) {
      throw new RangeError(`tiers must be contiguous from 0: tier ${i + 1} starts at ${rows[i]!.floor}`);
    }
  }
  return out;
}

import { parseDecimal } from "../core/mod.ts";
import type { Instrument } from "../domain/mod.ts";
import type { Tape } from "./tape.ts";

/** What a taker pays beyond the price, against itself (docs/realism.md). */
export type SlippageModel =
  /** So many basis points: ExchangeSpec.slippageBps. */
  | { readonly model: "bps" }
  /** Half of a spread in basis points: that of the symbol, or the general one. */
  | {
    readonly model: "spread";
    readonly spreadBps: number;
    readonly symbols: Readonly<Record<string, number>>;
  }
  /** slippageBps, and coefficientBps x (what is filled / volume of the candle) ^ exponent. */
  | { readonly model: "impact"; readonly coefficientBps: number; readonly exponent: number };

/** In which order a bar comes to its extremes: see docs/realism.md. */
export type IntrabarPath = "pessimistic" | "nearest" | "finer";

/** Rates of an account's tier, in basis points of the notional. */
export interface FeeRates {
  readonly makerBps: number;
  readonly takerBps: number;
}

/** What of a real venue an exchange does: the switches. */
export interface Realism {
  readonly slippage: SlippageModel;
  readonly hasFunding: boolean;
  readonly hasLiquidation: boolean;
  /** Time from an order's or a cancel's being sent to its being there. */
  readonly latencyMs: number;
  /** Without them a fill takes any size at once, whatever the volume. */
  readonly hasPartialFills: boolean;
  readonly intrabar: IntrabarPath;
}

/** 10-architecture, "Terms". */
export const REALISM: Realism = {
  slippage: { model: "bps" },
  hasFunding: true,
  hasLiquidation: true,
  latencyMs: 0,
  hasPartialFills: true,
  intrabar: "pessimistic",
};

/** Throws RangeError on what no exchange can be. */
export function checkRealism({ slippage, latencyMs }: Realism): void {
  check("latencyMs", latencyMs, Number.isSafeInteger(latencyMs) && latencyMs >= 0, "whole and not below 0");
  if (slippage.model === "spread") {
    for (const bps of [slippage.spreadBps, ...Object.values(slippage.symbols)]) {
      check("a spread", bps, bps >= 0 && bps < 10_000, "in [0, 10000) bps");
    }
  }
  if (slippage.model !== "impact") return;
  const { coefficientBps, exponent } = slippage;
  check("coefficientBps", coefficientBps, coefficientBps >= 0 && coefficientBps < 10_000, "in [0, 10000)");
  check("exponent", exponent, exponent > 0 && exponent <= 3, "in (0, 3]");
}

function check(name: string, value: number, isSound: boolean, rule: string): void {
  if (!isSound) {
    throw new RangeError(`Cannot create an exchange: ${name} must be ${rule}, current value is ${value}`);
  }
}

/** The same market where everybody pays these fees; "off": nobody pays any. A rate is exact to 1e-4 bps. */
export function withFees(tape: Tape, fees: "off" | FeeRates): Tape {
  const rates = fees === "off"
    ? { makerRateE8: 0n, takerRateE8: 0n }
    : { makerRateE8: rateE8(fees.makerBps), takerRateE8: rateE8(fees.takerBps) };
  const symbols = tape.symbols.map((symbol) => {
    const instrument: Instrument = { ...symbol.instrument, ...rates };
    return { ...symbol, instrument };
  });
  return { ...tape, symbols };
}

function rateE8(bps: number): bigint {
  check("a fee", bps, bps > -10_000 && bps < 10_000, "in (-10000, 10000) bps");
  return parseDecimal(bps.toFixed(4), 4);
}

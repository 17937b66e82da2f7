import { formatDecimal } from "../core/mod.ts";
import type { Instrument } from "../domain/mod.ts";

/** Exact plain decimal of a price in ticks. */
export function priceText(it: Instrument, ticks: number): string {
  return scaled(BigInt(ticks) * BigInt(it.tickMantissa), it.tickPow10);
}

/** Exact plain decimal of a quantity in steps. */
export function quantityText(it: Instrument, steps: number): string {
  return scaled(BigInt(steps) * BigInt(it.stepMantissa), it.stepPow10);
}

function scaled(value: bigint, pow10: number): string {
  return formatDecimal(value, Math.round(Math.log10(pow10)));
}

/** The shortest decimal that reads back as this double, without exponent. Throws RangeError unless it is finite. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot write a decimal as the number must be finite: current value is ${value}`);
  }
  const [mantissa, exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole, fraction = ""] = mantissa.split(".");
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale > 0 ? formatDecimal(digits, scale) : String(digits * 10n ** BigInt(-scale));
}

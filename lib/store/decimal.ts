import { formatDecimal } from "../core/mod.ts";

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

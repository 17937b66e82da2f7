/** Quotient rounded to the nearest integer, ties to even. The only rounding used for money. Throws RangeError on d = 0. */
export function divHalfEven(n: bigint, d: bigint): bigint {
  if (d < 0n) return divHalfEven(-n, -d);
  const floor = divFloor(n, d);
  const twice = 2n * (n - floor * d);
  if (twice < d) return floor;
  if (twice > d) return floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}

/** Quotient rounded toward minus infinity (quantities down to their step). Throws RangeError on d = 0. */
export function divFloor(n: bigint, d: bigint): bigint {
  const q = n / d;
  return n % d !== 0n && (n < 0n) !== (d < 0n) ? q - 1n : q;
}

/** Quotient rounded toward plus infinity. Throws RangeError on d = 0. */
export function divCeil(n: bigint, d: bigint): bigint {
  return -divFloor(-n, d);
}

const DECIMAL_REGEXP = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Exact integer value of a decimal text times 10^scale: parseDecimal("0.25", 8) = 25000000n.
 * Throws SyntaxError when the text is no plain decimal, RangeError when it has more than `scale` significant decimals.
 */
export function parseDecimal(text: string, scale: number): bigint {
  const match = DECIMAL_REGEXP.exec(text);
  if (match === null) throw new SyntaxError(`Cannot read a decimal number: current value is "${text}"`);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) {
    throw new RangeError(`Cannot keep "${text}" exactly with ${scale} decimals: it has ${fraction.length}`);
  }
  const magnitude = BigInt(match[2]! + fraction.padEnd(scale, "0"));
  return match[1] === "-" ? -magnitude : magnitude;
}

/** Shortest plain decimal text of value / 10^scale: formatDecimal(25000000n, 8) = "0.25". */
export function formatDecimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : "." + fraction}`;
}

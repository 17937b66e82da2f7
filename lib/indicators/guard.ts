/** Longest window an indicator accepts, TA-Lib's own limit; a longer one is a slip of the configuration. */
export const MAX_PERIOD = 100_000;

/** Throws RangeError unless `value` is a whole number from `min` to `max`; `name` is the parameter's name. */
export function requireWhole(
  indicator: string,
  name: string,
  value: number,
  min: number,
  max: number = MAX_PERIOD,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(
    `Cannot create ${indicator} as '${name}' must be a whole number from ${min} to ${max}: ` +
      `current value is ${value}`,
  );
}

/** Throws RangeError unless `value` is finite and above zero. */
export function requirePositive(indicator: string, name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(
    `Cannot create ${indicator} as '${name}' must be a finite number above 0: current value is ${value}`,
  );
}

/**
 * What a single-series indicator does with an input that is no number. Called only when `x - x !== 0`.
 *
 * A NaN before the first number is a chained indicator still warming up: it is skipped and NaN is returned.
 * Later, a hole would silently shift every window, so it throws RangeError, as infinities always do.
 */
export function skipLeading(indicator: string, x: number, started: boolean): number {
  if (!started && Number.isNaN(x)) return NaN;
  throw new RangeError(
    `Cannot update ${indicator} as its input must be finite (NaN is allowed before the first number): ` +
      `current value is ${x}`,
  );
}

/**
 * Throws RangeError for a bar with a missing or infinite price; `prices` spells them. Candles are checked
 * earlier.
 */
export function refuseBar(indicator: string, prices: string): never {
  throw new RangeError(
    `Cannot update ${indicator} as a bar's prices must be finite: current values are ${prices}`,
  );
}

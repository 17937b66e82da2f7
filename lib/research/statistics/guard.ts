/** Throws RangeError unless `value` is a whole number of at least `least`. `action` completes "Cannot ...". */
export function requireWhole(action: string, name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot ${action} as '${name}' must be a whole number of at least ${least}: current value is ${value}`,
  );
}

/** Throws RangeError unless `value` is a finite number above 0. */
export function requirePositive(action: string, name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(
    `Cannot ${action} as '${name}' must be a finite number above 0: current value is ${value}`,
  );
}

/** Throws RangeError unless `value` lies strictly between 0 and 1. */
export function requireFraction(action: string, name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new RangeError(
    `Cannot ${action} as '${name}' must lie between 0 and 1: current value is ${value}`,
  );
}

/** Throws RangeError unless two series that belong together are of one length. */
export function requireSameLength(action: string, a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length === b.length) return;
  throw new RangeError(
    `Cannot ${action} as both series must be of one length: current lengths are ${a.length} and ${b.length}`,
  );
}

/** A figure that JSON can hold: null for one that is not defined (NaN) or without bound (no loss to divide by). */
export const known = (value: number): number | null => Number.isFinite(value) ? value : null;

/** A fraction as percent, null where it is not defined. */
export const percent = (fraction: number): number | null => known(100 * fraction);

/** A difference of amounts of money without the noise of doubles: to 1e-8, as money is kept. */
export const amount = (value: number): number => Math.round(value * 1e8) / 1e8;

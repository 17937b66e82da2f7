/** One bar of an hour each hour, and the fastest the page offers; bars a second. */
export const SLOWEST = 1 / 3_600;
export const FASTEST = 50;
/** Steps of the slider. */
export const STEPS = 1_000;
/** Where the market is meant to be looked at. */
export const MARKED = 10;

/** Bars a second at a place of the slider, which is even in powers. */
export function speedAt(step: number): number {
  const speed = SLOWEST * (FASTEST / SLOWEST) ** (step / STEPS);
  return speed >= 1 ? Number(speed.toPrecision(2)) : speed;
}

/** The place of a speed on the slider. */
export function stepOf(barsPerSecond: number): number {
  const share = Math.log(barsPerSecond / SLOWEST) / Math.log(FASTEST / SLOWEST);
  return Math.round(STEPS * Math.min(1, Math.max(0, share)));
}

/** "10 bars/s", "1 bar a minute"; 0 is as fast as the tree goes. */
export function speedText(barsPerSecond: number): string {
  if (barsPerSecond === 0) return "as fast as it goes";
  if (barsPerSecond >= 1) return `${Number(barsPerSecond.toPrecision(2))} bars/s`;
  const seconds = 1 / barsPerSecond;
  if (seconds < 90) return `a bar every ${Number(seconds.toPrecision(2))} s`;
  if (seconds < 3_540) return `a bar every ${Math.round(seconds / 60)} min`;
  return "real time (1×)";
}

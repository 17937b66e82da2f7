import { DAY_MS, HOUR_MS, type Span } from "./spans.ts";

/** A place on an axis and what is written there. */
export interface Tick<Label = string> {
  readonly at: number;
  readonly label: Label;
}

/** Round numbers within [low, high], about `count` of them, a step of 1, 2 or 5 apart. */
export function roundTicks(low: number, high: number, count = 4): number[] {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/** Round numbers on a logarithmic axis: 1, 2 and 5 of each power of ten; only powers where that is too many. */
export function logTicks(low: number, high: number): number[] {
  const within = (factors: readonly number[]) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      ticks.push(...factors.map((factor) => Number((factor * 10 ** power).toPrecision(12))));
    }
    return ticks.filter((tick) => tick >= low && tick <= high);
  };
  const fine = within([1, 2, 5]);
  return fine.length <= 7 ? fine : within([1]);
}

const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];
const STEPS_MS = [1, 3, 6, 12, 24, 48, 96, 192].map((hours) => hours * HOUR_MS);

/** Times of an axis, at most `most` (of at least 2): hours, days, months or years, as the span asks for. */
export function timeTicks({ fromMs, toMs }: Span, most = 7): Tick[] {
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step < most);
  if (stepMs !== undefined) {
    const ticks: Tick[] = [];
    for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
      const iso = new Date(ms).toISOString();
      ticks.push({
        at: ms,
        label: stepMs < DAY_MS ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(5, 10),
      });
    }
    return ticks;
  }
  const months = (toMs - fromMs) / (30.4 * DAY_MS);
  const step = MONTH_STEPS.find((step) => months / step < most - 0.5) ?? 240;
  const ticks: Tick[] = [];
  const firstYear = new Date(fromMs).getUTCFullYear();
  for (let month = 0;; month += step) {
    const ms = Date.UTC(firstYear - (firstYear % Math.ceil(step / 12)), month);
    if (ms > toMs) return ticks;
    if (ms >= fromMs) {
      ticks.push({ at: ms, label: new Date(ms).toISOString().slice(0, step % 12 === 0 ? 4 : 7) });
    }
  }
}

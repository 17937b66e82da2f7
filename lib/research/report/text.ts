import { DAY_MS, HOUR_MS } from "./spans.ts";

/** What stands for a figure that is not defined. */
export const NONE = "–";

/** "-1,234.50": a number with thousands apart; "–" for null. What rounds to zero has no sign. */
export function numberText(value: number | null, digits = 2): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  const [whole, part] = Math.abs(value).toFixed(digits).split(".");
  const text = whole.replace(/\B(?=(?:\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** The same with a sign for what is won or lost: "+12.30". */
export function signedText(value: number | null, digits = 2): string {
  const text = numberText(value, digits);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export const pctText = (pct: number | null, digits = 2): string => unit(numberText(pct, digits), "%");
export const signedPctText = (pct: number | null, digits = 2): string => unit(signedText(pct, digits), "%");
export const rText = (r: number | null): string => unit(signedText(r), "R");

const unit = (text: string, name: string): string => text === NONE ? text : `${text} ${name}`;

/** "2024-01-10" */
export const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** "2024-01-10 08:30" */
export const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

/** "15 minutes", "1 hour", "1 day" */
export function durationText(ms: number): string {
  if (ms % DAY_MS === 0) return countText(ms / DAY_MS, "day");
  return ms % HOUR_MS === 0 ? countText(ms / HOUR_MS, "hour") : countText(ms / 60_000, "minute");
}

/** "1 trade", "1,096 days", "3.5 days" */
export const countText = (count: number, noun: string): string =>
  `${numberText(count, Number.isInteger(count) ? 0 : 1)} ${noun}${count === 1 ? "" : "s"}`;

/** A price with as many digits as it has, eight at most. */
export const priceText = (price: number): string => String(Number(price.toPrecision(8)));

/** Class of what is won or lost, as it is shown. */
export const toneOf = (value: number | null, digits = 2): "up" | "down" | "flat" => {
  const text = signedText(value, digits);
  return text.startsWith("+") ? "up" : text.startsWith("-") ? "down" : "flat";
};

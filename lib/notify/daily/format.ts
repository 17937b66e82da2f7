import type { CompareRow, Comparison, DailyReportData, Decimal, IsoTime } from "./report_data.ts";

const DAY_MS = 86_400_000;
const DECIMAL_REGEXP = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** "-1234.5" as "-1,234.50": two digits after the point (half away from zero), thousands apart. What is no decimal stays as it is. */
export function moneyText(amount: Decimal): string {
  const match = DECIMAL_REGEXP.exec(amount);
  if (match === null) return amount;
  const [, sign, whole, part = ""] = match;
  const cents = BigInt(whole + part.padEnd(3, "0").slice(0, 2)) + (part.padEnd(3, "0")[2] >= "5" ? 1n : 0n);
  const digits = cents.toString().padStart(3, "0");
  const grouped = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${sign === "-" && cents > 0n ? "-" : ""}${grouped}.${digits.slice(-2)}`;
}

/** The same with a sign, for what is won or lost. */
export function resultText(amount: Decimal): string {
  return signOf(amount) > 0 ? `+${moneyText(amount)}` : moneyText(amount);
}

/** 1, 0 or -1, of the amount as it is shown; 0 for what is no decimal. */
export function signOf(amount: Decimal): number {
  return Math.sign(Number(moneyText(amount).replaceAll(",", "")) || 0);
}

/** For drawing; 0 for what is no decimal. */
export const numberOf = (amount: Decimal): number => Number.isFinite(Number(amount)) ? Number(amount) : 0;

/** "+0.40 R" */
export function rText(r: number): string {
  if (!Number.isFinite(r)) return "n/a";
  const text = r.toFixed(2);
  return `${Number(text) > 0 ? "+" : ""}${Number(text) === 0 ? "0.00" : text} R`;
}

export const pctText = (pct: number): string => Number.isFinite(pct) ? `${pct.toFixed(2)} %` : "n/a";

/** A share of 100 %, rounded down: what is not whole never looks so. */
export const shareText = (part: number, whole: number): string =>
  whole > 0 ? `${(Math.floor((10_000 * part) / whole) / 100).toFixed(2)} %` : "n/a";

/** "08:30" of the day itself, "24:00" for its end, "01-09 08:30" of another. */
export function clockText(at: IsoTime, date: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  if (ms === Date.parse(`${date}T00:00:00Z`) + DAY_MS) return "24:00";
  const iso = new Date(ms).toISOString();
  return iso.startsWith(date) ? iso.slice(11, 16) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

/** "2024-01-10 08:30 UTC" */
export function timeText(at: IsoTime): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** "1 restart, 99.96 % up" */
export function uptimeText({ uptime, restarts }: Pick<DailyReportData, "uptime" | "restarts">): string {
  const count = countText(restarts.length, "restart");
  return uptime === null ? count : `${count}, ${shareText(uptime.seconds, uptime.ofSeconds)} up`;
}

/** When the last pass was. */
export const passText = ({ at }: Pick<Comparison, "at">): string =>
  at === null ? "The last pass was before the day began" : `Last pass ${timeText(at)}`;

/** "book 3, venue 2": how many things each side has. */
export function sidesText(rows: readonly CompareRow[]): string {
  const count = (side: "book" | "venue") => rows.filter((row) => row[side] !== "").length;
  return `book ${count("book")}, venue ${count("venue")}`;
}

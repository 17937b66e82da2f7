/** Shown for what is not known. */
export const NOTHING = "–";
const MINUS = "−";

/** "12,345.60": thousands apart, `digits` decimals. */
export function decimal(value: number | string | null, digits = 2): string {
  const number = Number(value);
  if (value === null || !Number.isFinite(number)) return NOTHING;
  const [whole, part] = Math.abs(number).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const isZero = !/[1-9]/.test(whole + (part ?? ""));
  return `${number < 0 && !isZero ? MINUS : ""}${grouped}${part === undefined ? "" : `.${part}`}`;
}

/** "+12.30" or "−4.00": the sign says what the colour says. */
export function signed(value: number | string | null, digits = 2): string {
  const text = decimal(value, digits);
  return text === NOTHING || text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** "up", "down" or "": the class of a gain or loss. */
export function tone(value: number | string | null): string {
  const number = Number(value ?? 0);
  return number > 0 ? "up" : number < 0 ? "down" : "";
}

/** A price as its venue writes it: the decimals it came with, at most `most` significant ones beyond. */
export function price(value: number | string | null): string {
  if (value === null) return NOTHING;
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  return decimal(text, text.split(".")[1]?.length ?? 0);
}

/** A number of any size, to `digits` significant ones. */
export function figure(value: number | null, digits = 5): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  return String(Number(value.toPrecision(digits))).replace("-", MINUS);
}

/** "2024-03-20 08:00", UTC as everything here. */
export function minute(iso: string | null): string {
  return iso === null ? NOTHING : iso.slice(0, 16).replace("T", " ");
}

/** "03-20 08:00" */
export function shortTime(iso: string | null): string {
  return iso === null ? NOTHING : minute(iso).slice(5);
}

/** "08:00:59", of a time by the clock on the wall, UTC. */
export function clock(iso: string): string {
  return iso.slice(11, 19);
}

/** "ALFA" of "ALFA/USDT:USDT". */
export function base(symbol: string): string {
  return symbol.split("/")[0];
}

/** "no trade" of "no_trade". */
export function words(text: string): string {
  return text.replaceAll("_", " ");
}

/** "3 orders", "1 order". */
export function count(many: number, noun: string): string {
  return `${decimal(many, 0)} ${noun}${many === 1 ? "" : "s"}`;
}

/** "12 s", "3 min", "5 h" between two times. */
export function age(fromMs: number, toMs: number): string {
  const seconds = Math.max(0, Math.round((toMs - fromMs) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}

/** "40 min", "3 h", "2 d 4 h" between two times. */
export function duration(fromIso: string, toIso: string): string {
  const minutes = Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

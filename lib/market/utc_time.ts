/** Earliest and latest time a file may hold: the 13-digit ms times, so that seconds and microseconds cannot pass as ms. */
const EARLIEST_MS = 1e12, LATEST_MS = 1e13;

const ISO_REGEXP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(?:Z|UTC|[+-]00:?00)?)?$/i;
const DIGITS_REGEXP = /^\d{13}$|^\d{16}$/;

/** Whether a number is a Unix time in whole ms between 2001-09-09 and 2286-11-20. */
export function isPlausibleMs(ms: unknown): ms is number {
  return typeof ms === "number" && Number.isSafeInteger(ms) && ms >= EARLIEST_MS && ms < LATEST_MS;
}

/**
 * Unix ms of a time as history files write it, NaN where it is none: `2020-01-31`, `2020-01-31 13:00[:00[.123456]]` with
 * T or a space, with or without Z, UTC or +00:00 (any other offset is no UTC time); 13 digits are ms, 16 microseconds
 * (Binance's spot files since 2025). What is finer than a ms is cut off.
 */
export function parseUtcMs(text: string): number {
  if (DIGITS_REGEXP.test(text)) {
    const ms = text.length === 13 ? Number(text) : Math.floor(Number(text) / 1000);
    return isPlausibleMs(ms) ? ms : NaN;
  }
  const match = ISO_REGEXP.exec(text);
  if (match === null) return NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const millis = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  // Date.UTC rolls 30 February and month 13 over: such a day comes back in another month.
  return new Date(ms).getUTCMonth() === month - 1 && isPlausibleMs(ms) ? ms : NaN;
}

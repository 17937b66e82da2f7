import type { VenueFault } from "../feed/feed_state.ts";
import type { VenueName } from "../port.ts";

/** A refusal of ours that asking again will not change, e.g. a symbol the venue does not list. */
export class VenueRefusal extends Error {}

/** Headers of the latest answer, names in any case. */
export type Headers = Readonly<Record<string, string>>;

/** Silence after a limit was hit, where the venue does not say how long, ms: its own window. */
const DEFAULT_PAUSE_MS = { binance: 60_000, kucoin: 30_000 } as const;
/** A ban (HTTP 418) lasts at least two minutes. */
const BAN_MS = 120_000;
/** No pause the venue asks for is believed beyond that: it would rather be asked again. */
const MAX_PAUSE_MS = 3_600_000;
const MAX_WORDS = 240;

const LIMIT_REGEXP = /\b(?:429|418|429000|200002|1015)\b|"code":-1003\b/;
const LIMIT_NAMES: readonly string[] = ["DDoSProtection", "RateLimitExceeded"];
const FINAL_NAMES: readonly string[] = ["BadSymbol", "PermissionDenied", "AccountSuspended", "NotSupported"];

/**
 * What an error of a call means. ccxt says limits by two classes, but not for KuCoin's 429000, so the text is read too; the
 * length of the pause is in the headers (Retry-After in s, gw-ratelimit-reset in ms) or in the words ("banned until <ms>").
 */
export function readFault(error: unknown, venue: VenueName, headers: Headers, serverMs: number): VenueFault {
  if (error instanceof VenueRefusal) return { why: error.message, isFinal: true, pauseMs: null };
  if (error instanceof Deno.errors.NotCapable) {
    return { why: `no permission to reach the venue: ${words(error)}`, isFinal: true, pauseMs: null };
  }
  const name = error instanceof Error ? error.constructor.name : "", text = words(error);
  if (LIMIT_NAMES.includes(name) || LIMIT_REGEXP.test(text)) {
    return { why: text, isFinal: false, pauseMs: pauseMs(text, venue, headers, serverMs) };
  }
  return { why: text, isFinal: FINAL_NAMES.includes(name), pauseMs: null };
}

function pauseMs(text: string, venue: VenueName, headers: Headers, serverMs: number): number {
  const bannedUntil = /banned until (\d{13})/.exec(text);
  const candidates = [
    Number(header(headers, "retry-after")) * 1_000,
    Number(header(headers, "gw-ratelimit-reset")),
    bannedUntil === null ? NaN : Number(bannedUntil[1]) - serverMs,
  ].filter((it) => it > 0);
  if (candidates.length > 0) return Math.min(Math.max(...candidates), MAX_PAUSE_MS);
  return /\b418\b/.test(text) ? BAN_MS : DEFAULT_PAUSE_MS[venue];
}

/** A header by its name in lower case; "" if there is none. */
export function header(headers: Headers, name: string): string {
  const key = Object.keys(headers).find((it) => it.toLowerCase() === name);
  return key === undefined ? "" : headers[key];
}

/** The venue's time in the header Date, ms; null if there is none. */
export function servedMs(headers: Headers): number | null {
  const ms = Date.parse(header(headers, "date"));
  return Number.isNaN(ms) ? null : ms;
}

function words(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}...` : text;
}

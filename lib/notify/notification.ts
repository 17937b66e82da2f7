import { type Level, LEVELS } from "./level.ts";
import { redact } from "./secrets.ts";

/** Longest text of a notification, in UTF-16 units; what is longer is cut by oneLine(). */
export const MAX_TEXT = 1_000;
/** Longest key and variant. */
export const MAX_KEY = 200;
const MAX_ID = 300;
/** As much is looked at of a text that is to be one line: far more than is kept of it. */
const MAX_READ = 8_000;

/** Something worth telling a person. */
export interface Telling {
  readonly level: Level;
  /** What it is about, e.g. "protection/BTC/USDT:USDT". */
  readonly key: string;
  /**
   * Which of the key's states it tells of, e.g. "lost" and "restored". Of one key, only repeats of the variant told last are
   * held back as repeats, and the order is kept.
   */
  readonly variant: string;
  /** One line. */
  readonly text: string;
  /** When it happened, ms; logical time of whoever saw it. */
  readonly atMs: number;
}

/** A telling on its way to a channel. */
export interface Notification extends Telling {
  /** Unique; every repeat of one notification carries the same. Printable ASCII, fit for a header. */
  readonly id: string;
}

const ID_REGEXP = /^[\x21-\x7e]+$/;
// deno-lint-ignore no-control-regex
const UNPRINTABLE_REGEXP = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * A text from anywhere as it may be told: without line breaks and control characters (a log line stays one line), without
 * what looks like a secret, cut to `max` units after that, so that no half of a secret is left.
 */
export function oneLine(text: string, max = MAX_TEXT): string {
  const safe = redact(text.slice(0, MAX_READ), []);
  const line = safe.replace(UNPRINTABLE_REGEXP, " ").trim().toWellFormed();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
}

/** The notification without the given secrets, nor anything that looks like one. */
export function redactNotification<T extends Telling>(telling: T, secrets: readonly string[]): T {
  const { key, variant, text } = telling;
  const [safeKey, safeVariant, safeText] = [key, variant, text].map((part) => redact(part, secrets));
  return { ...telling, key: safeKey, variant: safeVariant, text: safeText };
}

/** The telling in a message of another actor. Throws TypeError that names what is malformed. */
export function readTelling(from: unknown): Telling {
  const { level, key, variant, text, atMs } = fieldsOf(from);
  if (!LEVELS.includes(level as Level)) throw malformed("level", LEVELS.join(", "), level);
  return {
    level: level as Level,
    key: readText("key", key, 1, MAX_KEY),
    variant: readText("variant", variant, 0, MAX_KEY),
    text: readText("text", text, 1, MAX_TEXT),
    atMs: readTime(atMs),
  };
}

/** The notification in a message of another actor. Throws TypeError that names what is malformed. */
export function readNotification(from: unknown): Notification {
  const { id } = fieldsOf(from);
  const text = readText("id", id, 1, MAX_ID);
  if (!ID_REGEXP.test(text)) throw malformed("id", "printable ASCII without spaces", id);
  return { ...readTelling(from), id: text };
}

function fieldsOf(from: unknown): Readonly<Record<string, unknown>> {
  if (typeof from === "object" && from !== null) return from as Record<string, unknown>;
  throw new TypeError(`Cannot notify: an object is needed, current value is ${typeof from}`);
}

function readText(name: string, value: unknown, min: number, max: number): string {
  if (typeof value === "string" && value.length >= min && value.length <= max) return value;
  throw malformed(name, `a text of ${min} to ${max} characters`, value);
}

function readTime(value: unknown): number {
  // the largest time that has a date
  if (typeof value === "number" && Math.abs(value) <= 8.64e15) return value;
  throw malformed("atMs", "a time in ms", value);
}

/** Says of what sort the value is, never the value: nobody knows what it holds. */
function malformed(name: string, needed: string, value: unknown): TypeError {
  const found = typeof value === "string" ? `a text of ${value.length} characters` : `a ${typeof value}`;
  return new TypeError(`Cannot notify as '${name}' must be ${needed}: current value is ${found}`);
}

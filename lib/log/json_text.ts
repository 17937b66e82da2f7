import { REDACTED, type Redactor } from "./redactor.ts";
import { isSecretName } from "./secret_names.ts";

/** Bounds of one line: what is deeper, longer or more is told by its size. */
const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;
const MAX_TEXT = 8_192;
/** Of a text so much is looked at. */
const MAX_RAW = 4 * MAX_TEXT;

/** What is under way while one value is written. */
interface Writing {
  readonly redactor: Redactor;
  /** Objects around the one being written. */
  readonly around: object[];
}

/**
 * Any value as JSON text of one line, without secrets. Circles, depths and crowds are cut; bigint is text; errors are {name,
 * message, stack, ...}; maps, sets, URLs and headers show what they hold; bytes only their number. Never throws.
 */
export function jsonText(value: unknown, redactor: Redactor): string {
  return written(value, { redactor, around: [] });
}

/** A text as JSON of one line, without secrets. */
export function quoted(text: string, redactor: Redactor): string {
  return JSON.stringify(cut(text, redactor)).replace(UNSEEN_REGEXP, escapeOf);
}

/** A text without secrets, and not too long. */
function cut(text: string, redactor: Redactor): string {
  const kept = redactor.text(text.length > MAX_RAW ? text.slice(0, MAX_RAW) : text);
  if (kept.length <= MAX_TEXT && text.length <= MAX_RAW) return kept;
  // half a secret at the edge of what was looked at is none to the redactor, so the edge must not be shown
  const shown = kept.length > MAX_TEXT ? kept.slice(0, MAX_TEXT) : "";
  return `${shown}... (${text.length} characters)`;
}

/** What JSON lets pass and terminals or line readers obey: DEL, C1 controls, the line separators of Unicode. */
const UNSEEN_REGEXP = /[\x7f-\x9f\u2028\u2029]/g;
const escapeOf = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

function written(value: unknown, writing: Writing): string {
  switch (typeof value) {
    case "string":
      return quoted(value, writing.redactor);
    case "number":
      return Number.isFinite(value) ? numberText(value, writing) : `"${value}"`;
    case "bigint":
      return quoted(String(value), writing.redactor);
    case "boolean":
      return String(value);
    case "undefined":
      return "null";
    case "object":
      return value === null ? "null" : objectText(value, writing);
    case "symbol":
      return quoted(String(value), writing.redactor);
    case "function":
      return '"[function]"';
  }
}

/** A number may be a secret too: a PIN, an account. */
function numberText(value: number, { redactor }: Writing): string {
  const text = String(value);
  return redactor.text(text) === text ? text : `"${REDACTED}"`;
}

function objectText(value: object, writing: Writing): string {
  const { around } = writing;
  if (around.includes(value)) return '"[circular]"';
  if (around.length >= MAX_DEPTH) return '"[deeper]"';
  around.push(value);
  try {
    return shownText(value, writing);
  } catch (error) {
    // a getter or a proxy that throws
    return quoted(
      `[unreadable: ${error instanceof Error ? error.message : "thrown value"}]`,
      writing.redactor,
    );
  } finally {
    around.pop();
  }
}

function shownText(value: object, writing: Writing): string {
  if (Array.isArray(value)) return listText(value, writing);
  if (value instanceof Error) return membersText(errorMembers(value), writing);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "null" : `"${value.toISOString()}"`;
  if (value instanceof Map) return membersText([...value].map(([k, v]) => [keyOf(k), v]), writing);
  if (value instanceof Set) return listText([...value], writing);
  if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`;
  if (value instanceof ArrayBuffer) return `"[${value.byteLength} bytes]"`;
  if (value instanceof URL || value instanceof RegExp) return quoted(String(value), writing.redactor);
  if (value instanceof String || value instanceof Number || value instanceof Boolean) {
    return written(value.valueOf(), writing);
  }
  if (value instanceof Headers || value instanceof URLSearchParams) return membersText([...value], writing);
  return membersText(Object.entries(value), writing);
}

const keyOf = (key: unknown): string =>
  typeof key === "object" || typeof key === "function" ? "[object]" : String(key);

function listText(values: readonly unknown[], writing: Writing): string {
  // ["authorization", "..."], as headers are listed
  const isPair = values.length === 2 && typeof values[0] === "string" && isSecretName(values[0]);
  if (isPair) return `[${written(values[0], writing)},${hiddenText(values[1])}]`;
  // with holes filled
  const shown = Array.from(values.slice(0, MAX_ENTRIES), (value) => written(value, writing));
  if (values.length > MAX_ENTRIES) shown.push(`"... ${values.length - MAX_ENTRIES} more"`);
  return `[${shown.join(",")}]`;
}

function membersText(members: readonly (readonly [string, unknown])[], writing: Writing): string {
  const named = members.find(([key, value]) =>
    (key === "name" || key === "key") && typeof value === "string"
  );
  // {name: "authorization", value: "..."}
  const hidesValue = named !== undefined && isSecretName(named[1] as string);
  const shown = members.slice(0, MAX_ENTRIES).map(([key, value]) => {
    const isName = named !== undefined && key === named[0] && members.some(([other]) => other === "value");
    const isSecret = !isName && (isSecretName(key) || (hidesValue && key === "value"));
    return `${quoted(key, writing.redactor)}:${isSecret ? hiddenText(value) : written(value, writing)}`;
  });
  if (members.length > MAX_ENTRIES) shown.push(`"...":"${members.length - MAX_ENTRIES} more"`);
  return `{${shown.join(",")}}`;
}

/** JSON text in place of a value with the name of a secret; whether there is one at all may be known. */
export function hiddenText(value: unknown): string {
  const isNone = value === null || value === undefined || value === "" || typeof value === "boolean";
  return isNone ? JSON.stringify(value ?? null) : `"${REDACTED}"`;
}

/** Name, message and stack of an error, its cause and parts, and what was put on it. */
function errorMembers(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  const members: [string, unknown][] = [["name", name], ["message", message]];
  if (stack !== undefined) members.push(["stack", stack]);
  if (cause !== undefined) members.push(["cause", cause]);
  if (error instanceof AggregateError) members.push(["errors", error.errors]);
  const told = new Set(["name", "message", "stack", "cause", "errors"]);
  return [...members, ...Object.entries(error).filter(([key]) => !told.has(key))];
}

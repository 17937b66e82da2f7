/** Where a replay came to something else than what is stored. */
export interface ReplayDifference {
  readonly actor: string;
  /** The input in whose handling it came. */
  readonly inputNo: number;
  /** Logical time of that handling, ms. */
  readonly atMs: number;
  /** What differs: a kind of event or message, "timers", "snapshot", or "fold" where the actor could not go on as it did. */
  readonly what: string;
  /** How, in words. */
  readonly words: string;
}

/** Characters of a text that are shown. */
const SHOWN = 60;

/** How two stored texts differ: by the first member that does where both are JSON, else by the first character. */
export function differenceOf(stored: string, again: string): string {
  const a = parsed(stored), b = parsed(again);
  const found = a === undefined || b === undefined ? null : firstMember(a, b, "");
  if (found !== null) return found;
  let at = 0;
  while (at < stored.length && stored[at] === again[at]) at++;
  return `from character ${at}: stored ${shown(stored.slice(at))}, again ${shown(again.slice(at))}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function firstMember(a: unknown, b: unknown, path: string): string | null {
  if (!isObject(a) || !isObject(b)) {
    return a === b ? null : `${path || "value"}: stored ${shown(a)}, again ${shown(b)}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstMember(a[key], b[key], path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}

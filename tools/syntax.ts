/**
 * Small questions about runs of tokens that several checks ask.
 *
 * @module
 */

import type { Token } from "./tokens.ts";

const OPENERS = new Set(["(", "[", "{", "${"]);
const CLOSERS = new Set([")", "]", "}"]);

/** Whether the token is this punctuation; false past either end of the file. */
export function isPunct(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === "punct" && texts.includes(token.text);
}

/** Whether the token is one of these words; false past either end of the file. */
export function isName(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === "name" && texts.includes(token.text);
}

/** Index of the bracket that closes the one at `open`, or the last index where the file ends first. */
export function closingIndex(code: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < code.length; i += 1) {
    if (code[i].kind !== "punct") continue;
    if (OPENERS.has(code[i].text)) depth += 1;
    else if (CLOSERS.has(code[i].text) && --depth === 0) return i;
  }
  return code.length - 1;
}

/** Whether the name at `i` is read out of something: `x.name` or `x?.name`. */
export function isMember(code: readonly Token[], i: number): boolean {
  return isPunct(code[i - 1], ".", "?.");
}

/**
 * Whether the name at `i` only names a field, a parameter or a method (`{ fetch: f }`, `fetch(url: string): void`),
 * so that the global of that name is not meant. A shorthand `{ fetch }` does mean it.
 */
export function isKey(code: readonly Token[], i: number): boolean {
  const opensField = isPunct(code[i - 1], "{", ",", ";", "(", "}") || isName(code[i - 1], "readonly");
  if (!opensField) return isMethodHead(code, i);
  if (isPunct(code[i + 1], ":")) return true;
  if (isPunct(code[i + 1], "?") && isPunct(code[i + 2], ":", "(")) return true;
  return isMethodHead(code, i);
}

/** Whether the name at `i` heads a method: parameters, then `{` on the same line or a return type. */
export function isMethodHead(code: readonly Token[], i: number): boolean {
  const opensMember = isPunct(code[i - 1], "{", ",", ";", "}", "*") ||
    isName(code[i - 1], "async", "get", "set", "static", "override", "public", "private", "protected");
  const open = opensMember ? afterTypeParameters(code, i + 1) : i;
  if (!isPunct(code[open], "(")) return false;
  const close = closingIndex(code, open);
  const after = code[close + 1];
  return isPunct(after, ":") || isPunct(after, "{") && after.line === code[close].line;
}

/** Steps over `<T, U extends V>` where it stands at `i`. */
function afterTypeParameters(code: readonly Token[], i: number): number {
  if (!isPunct(code[i], "<")) return i;
  let depth = 0;
  for (let at = i; at < code.length && !isPunct(code[at], ";"); at += 1) {
    if (isPunct(code[at], "<")) depth += 1;
    else if (isPunct(code[at], ">") && --depth === 0) return at + 1;
  }
  return i;
}

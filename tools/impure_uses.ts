/**
 * Finds in tokens what a pure file may not use: clock, chance, timers, effects, host, locale, waiting.
 *
 * @module
 */

import {
  ASYNC,
  CLOCK_READ,
  GUARDED_GLOBALS,
  type GuardedGlobal,
  LOCAL_DATE,
  REFUSED_GLOBALS,
  REFUSED_MEMBERS,
} from "./purity_rules.ts";
import { closingIndex, isKey, isMember, isMethodHead, isName, isPunct } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** One use of something impure. */
export interface ImpureUse {
  readonly line: number;
  /** As a reader would name it: `Date.now`, `new Date()`, `fetch`. */
  readonly name: string;
  /** What is wrong with it; what to do. */
  readonly why: string;
}

const GLOBAL_REASONS = new Map(REFUSED_GLOBALS.flatMap(({ names, why }) => names.map((name) => [name, why])));
const GUARDED = new Map(GUARDED_GLOBALS.map((guarded) => [guarded.name, guarded]));

/** Every impure use, in order of appearance; `mayAwait` lets async functions and promises pass. */
export function impureUsesOf(code: readonly Token[], mayAwait: boolean): ImpureUse[] {
  const uses: ImpureUse[] = [];
  for (let i = 0; i < code.length; i += 1) {
    if (code[i].kind !== "name") continue;
    const use = memberUse(code[i]) ?? globalUse(code, i, mayAwait);
    if (use !== undefined) uses.push(use);
  }
  return uses;
}

function memberUse(token: Token): ImpureUse | undefined {
  const rule = REFUSED_MEMBERS.find(({ names }) => names.test(token.text));
  return rule && { line: token.line, name: token.text, why: rule.why };
}

function globalUse(code: readonly Token[], i: number, mayAwait: boolean): ImpureUse | undefined {
  const { text, line } = code[i];
  if (isMember(code, i) || isKey(code, i)) return undefined;
  const why = GLOBAL_REASONS.get(text);
  if (why !== undefined) return { line, name: shown(code, i), why };
  if (text === "Date" && (isName(code[i - 1], "new") || isPunct(code[i + 1], "("))) return dateUse(code, i);
  if (text === "Promise" && (mayAwait || isPunct(code[i + 1], "<"))) return undefined;
  const guarded = GUARDED.get(text);
  if (guarded !== undefined) return guardedUse(code, i, guarded);
  if (mayAwait || !isAsync(code, i)) return undefined;
  return { line, name: text, why: ASYNC };
}

/** `new Date(ms)` is a calculation; without an argument it is the clock, with several it is the host's zone. */
function dateUse(code: readonly Token[], i: number): ImpureUse | undefined {
  const { line } = code[i];
  const open = i + 1;
  if (!isName(code[i - 1], "new")) return { line, name: "Date()", why: CLOCK_READ };
  const close = isPunct(code[open], "(") ? closingIndex(code, open) : open;
  if (close <= open + 1) return { line, name: "new Date()", why: CLOCK_READ };
  if (isPunct(code[open + 1], "...")) return { line, name: "new Date(...)", why: CLOCK_READ };
  for (let at = open + 1; at < close; at += 1) {
    if (isPunct(code[at], "(", "[", "{", "${")) at = closingIndex(code, at);
    else if (isPunct(code[at], ",") && at + 1 < close) {
      return { line, name: "new Date(y, m)", why: LOCAL_DATE };
    }
  }
  return undefined;
}

function guardedUse(code: readonly Token[], i: number, guarded: GuardedGlobal): ImpureUse | undefined {
  if (isName(code[i - 1], "instanceof")) return undefined;
  const member = isPunct(code[i + 1], ".", "?.") && code[i + 2]?.kind === "name"
    ? code[i + 2].text
    : undefined;
  if (member !== undefined && guarded.allows(member)) return undefined;
  return { line: code[i].line, name: shown(code, i), why: guarded.why };
}

/** `async` and `await` as keywords, not as names of fields or methods. */
function isAsync(code: readonly Token[], i: number): boolean {
  if (isName(code[i], "await")) return !isMethodHead(code, i);
  if (!isName(code[i], "async") || isMethodHead(code, i)) return false;
  const next = code[i + 1];
  return next?.kind === "name" || next?.kind === "string" || isPunct(next, "(", "*", "[");
}

/** The name with the member read from it, where one is. */
function shown(code: readonly Token[], i: number): string {
  const hasMember = isPunct(code[i + 1], ".", "?.") && code[i + 2]?.kind === "name";
  return hasMember ? `${code[i].text}.${code[i + 2].text}` : code[i].text;
}

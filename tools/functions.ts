/**
 * Finds the functions of a source file and how long they are: declarations, methods and arrow functions with a
 * block for a body. A function type with an object type as result looks like an arrow function and is listed as one.
 *
 * @module
 */

import { closingIndex, isMethodHead, isName, isPunct } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** One function with a body. */
export interface FunctionSpan {
  /** As written, or `(anonymous)`. */
  readonly name: string;
  /** Line of its head, counted from 1. */
  readonly line: number;
  /** Lines from the head to the closing brace, both counted; nested functions count with their outer one. */
  readonly lines: number;
}

const CONTROL_WORDS = ["if", "for", "while", "switch", "catch", "with", "return", "await", "super", "new"];
/** What stands before a `{` that is an object type and not a body. */
const TYPE_OPENERS = [":", "|", "&", "<", "(", "[", ",", "=>", "?"];

/** Every function of the file, in order of their heads. */
export function functionsOf(code: readonly Token[]): FunctionSpan[] {
  const spans: FunctionSpan[] = [];
  for (let i = 0; i < code.length; i += 1) {
    const head = headAt(code, i);
    if (head === undefined) continue;
    const end = closingIndex(code, head.body);
    const line = code[head.start].line;
    spans.push({ name: head.name, line, lines: code[end].line - line + 1 });
  }
  return spans;
}

interface Head {
  readonly name: string;
  readonly start: number;
  /** Index of the brace that opens the body. */
  readonly body: number;
}

function headAt(code: readonly Token[], i: number): Head | undefined {
  if (isPunct(code[i], "=>") && isPunct(code[i + 1], "{")) return arrowHead(code, i);
  if (code[i].kind !== "name") return undefined;
  if (isName(code[i], "function") && !isPunct(code[i - 1], ".")) {
    const name = code.slice(i + 1, i + 3).find((token) => token.kind === "name")?.text ?? "(anonymous)";
    return bodied(code, name, i, nextPunct(code, i, "("));
  }
  const isMethod = isMethodHead(code, i) && !isName(code[i], ...CONTROL_WORDS) &&
    !isName(code[i - 2], "function");
  return isMethod ? bodied(code, code[i].text, i, nextPunct(code, i, "(")) : undefined;
}

/** `name = (a, b): T => {`: the head begins at the name where it is on the line of the parameters. */
function arrowHead(code: readonly Token[], arrow: number): Head {
  let start = arrow;
  while (start > 0 && code[start - 1].line === code[arrow].line && !isPunct(code[start - 1], ";")) start -= 1;
  const opener = openingParen(code, arrow);
  const assigned = opener !== undefined && isPunct(code[opener - 1], "=", ":") ? code[opener - 2] : undefined;
  const name = assigned?.kind === "name" ? assigned.text : "(anonymous)";
  return { name, start: Math.min(start, opener ?? start), body: arrow + 1 };
}

/** Index of the paren that opens the parameters of an arrow; undefined for `x => {`. */
function openingParen(code: readonly Token[], arrow: number): number | undefined {
  const close = closingParen(code, arrow);
  let depth = 0;
  for (let i = close; i >= 0; i -= 1) {
    if (isPunct(code[i], ")")) depth += 1;
    else if (isPunct(code[i], "(") && --depth === 0) return i;
  }
  return undefined;
}

/** Index of the paren that closes them: right before the arrow, or before the `:` of a result type. */
function closingParen(code: readonly Token[], arrow: number): number {
  if (isPunct(code[arrow - 1], ")")) return arrow - 1;
  for (let i = arrow - 1; i > 0 && !isPunct(code[i], ";", "=", "=>"); i -= 1) {
    if (isPunct(code[i], ":") && isPunct(code[i - 1], ")")) return i - 1;
  }
  return -1;
}

/** Walks over parameters and return type to the brace of the body; undefined for an overload or a type member. */
function bodied(code: readonly Token[], name: string, start: number, open: number): Head | undefined {
  let i = closingIndex(code, open) + 1;
  if (isPunct(code[i], ":")) {
    let angles = 0;
    for (i += 1; i < code.length; i += 1) {
      const token = code[i];
      if (isPunct(token, "<", ">")) angles += token.text === "<" ? 1 : -1;
      if (isPunct(token, "{") && !isPunct(code[i - 1], ...TYPE_OPENERS)) break;
      if (isPunct(token, "{", "(", "[")) i = closingIndex(code, i);
      else if (angles === 0 && isPunct(token, ";", ",", ")", "}", "=")) return undefined;
    }
  }
  return isPunct(code[i], "{") ? { name, start, body: i } : undefined;
}

function nextPunct(code: readonly Token[], from: number, text: string): number {
  for (let i = from; i < code.length; i += 1) {
    if (isPunct(code[i], text)) return i;
  }
  return code.length - 1;
}

/**
 * Finds every place where one source file names another: imports and re-exports (type-only ones too), dynamic
 * imports, `import("x").Type`, and files named for a worker by `new URL("x.ts", import.meta.url)`.
 *
 * @module
 */

import { closingIndex, isMember, isMethodHead, isName, isPunct } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** One place that names another module. */
export interface ImportUse {
  /** What is named, or undefined where the name is computed at run time. */
  readonly specifier: string | undefined;
  /** Line of the specifier, counted from 1. */
  readonly line: number;
  /** `export` re-exports; `url` names a file that another thread will load. */
  readonly form: "import" | "export" | "dynamic" | "url";
  /** Index of the first and last token of the statement or expression. */
  readonly first: number;
  readonly last: number;
}

const MODULE_FILE_REGEXP = /\.[cm]?[jt]sx?$/;

/** Every use of another module, in order of appearance. */
export function importsOf(code: readonly Token[]): ImportUse[] {
  const uses: ImportUse[] = [];
  for (let i = 0; i < code.length; i += 1) {
    const use = useAt(code, i);
    if (use === undefined) continue;
    uses.push(use);
    i = use.last;
  }
  return uses;
}

function useAt(code: readonly Token[], i: number): ImportUse | undefined {
  const token = code[i];
  if (token.kind !== "name" || isMember(code, i)) return undefined;
  if (token.text === "new") return urlAt(code, i);
  if (token.text === "export") return clauseAt(code, i, "export");
  if (token.text !== "import") return undefined;
  const next = code[i + 1];
  if (isPunct(next, ".")) return resolveAt(code, i);
  if (isPunct(next, "(")) return isMethodHead(code, i) ? undefined : dynamicAt(code, i);
  if (next?.kind === "string") return useOf(code, "import", i, i + 1);
  return clauseAt(code, i, "import");
}

/** `import {a, type b} from "x"`, `export * as a from "x"`: walks the clause up to `from` and a string. */
function clauseAt(code: readonly Token[], first: number, form: "import" | "export"): ImportUse | undefined {
  const start = isName(code[first + 1], "type") && form === "export" ? first + 2 : first + 1;
  if (form === "export" && !isPunct(code[start], "{", "*")) return undefined;
  let depth = 0;
  for (let i = start; i < code.length; i += 1) {
    const token = code[i];
    if (isPunct(token, "{")) depth += 1;
    else if (isPunct(token, "}")) depth -= 1;
    else if (isName(token, "from") && code[i + 1]?.kind === "string") return useOf(code, form, first, i + 1);
    else if (token.kind === "punct" && !isPunct(token, ",", "*")) return undefined;
    // The next statement: what was walked had no `from`.
    else if (depth === 0 && isName(token, "import", "export")) return undefined;
  }
  return undefined;
}

/** `import("x")`; a specifier that is not one literal is reported as computed. */
function dynamicAt(code: readonly Token[], i: number): ImportUse {
  const literal = code[i + 2]?.kind === "string" && isPunct(code[i + 3], ")", ",");
  if (literal) return useOf(code, "dynamic", i, i + 2);
  return { specifier: undefined, line: code[i].line, form: "dynamic", first: i, last: i + 1 };
}

/** `new URL("x.ts", import.meta.url)`; a URL of a folder or of data names no module. */
function urlAt(code: readonly Token[], i: number): ImportUse | undefined {
  const named = isName(code[i + 1], "URL") && isPunct(code[i + 2], "(") && code[i + 3]?.kind === "string";
  if (!named || !MODULE_FILE_REGEXP.test(code[i + 3].text)) return undefined;
  const own = code.slice(i + 4, closingIndex(code, i + 2)).map((token) => token.text).join("");
  return own.startsWith(",import.meta.url") ? useOf(code, "url", i, i + 3) : undefined;
}

/** `import.meta.resolve("x")`. */
function resolveAt(code: readonly Token[], i: number): ImportUse | undefined {
  const call = code.slice(i, i + 6).map((token) => token.text).join("");
  if (call !== "import.meta.resolve(" || code[i + 6]?.kind !== "string") return undefined;
  return useOf(code, "url", i, i + 6);
}

function useOf(code: readonly Token[], form: ImportUse["form"], first: number, last: number): ImportUse {
  return { specifier: code[last].text, line: code[last].line, form, first, last };
}

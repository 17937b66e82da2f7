/**
 * Finds what a source file opens or starts beside its imports: every use of `import.meta` that names a place.
 *
 * @module
 */

import { closingIndex, isName, isPunct } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** One place where a file asks where it lies. */
export interface PlaceUse {
  /** As written, if it is one literal: `new URL("x", import.meta.url)` or `import.meta.resolve("x")`. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** Every such place, in order of appearance; `import.meta.main` names none. */
export function placesOf(code: readonly Token[]): PlaceUse[] {
  const uses: PlaceUse[] = [];
  for (let i = 0; i < code.length; i += 1) {
    if (!isName(code[i], "import") || !isPunct(code[i + 1], ".") || !isName(code[i + 2], "meta")) continue;
    if (isName(code[i + 4], "main")) continue;
    uses.push({ specifier: literalAt(code, i), line: code[i].line });
  }
  return uses;
}

/** The literal that belongs to the `import` at `i`. */
function literalAt(code: readonly Token[], i: number): string | undefined {
  if (isName(code[i + 4], "resolve")) {
    return isPunct(code[i + 5], "(") && code[i + 6]?.kind === "string" ? code[i + 6].text : undefined;
  }
  // new URL ( "x" , import . meta . url )
  const open = i - 3;
  const isUrl = isName(code[i + 4], "url") && isName(code[open - 1], "URL") && isPunct(code[open], "(") &&
    code[open + 1]?.kind === "string" && isPunct(code[open + 2], ",");
  if (!isUrl) return undefined;
  const rest = code.slice(i + 5, closingIndex(code, open));
  return rest.every((token) => isPunct(token, ",")) ? code[open + 1].text : undefined;
}

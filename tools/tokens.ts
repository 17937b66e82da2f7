/**
 * A tokenizer of TypeScript source for the checks of this folder: it tells code from comments, strings, template
 * text and regular expressions, and nothing more. No parser: the rules look at short runs of tokens.
 *
 * Limits, all on the strict side of what the rules need: JSX text is read as code (an apostrophe without a partner
 * on its line is taken as punctuation), and whether `/` divides or opens a regular expression is told from the
 * token before it.
 *
 * @module
 */

/** What a token is. `text` stands for template text that has `${}` around it; a template without is a `string`. */
export type TokenKind = "name" | "string" | "text" | "number" | "regexp" | "punct";

/** One token of code. Names, strings and template text have their escapes resolved; strings come without quotes. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Line of the first character, counted from 1. */
  readonly line: number;
  /** Whether an expression can end here, so that a following `/` divides. */
  readonly endsValue: boolean;
}

/** One comment, with its slashes and stars. */
export interface Comment {
  readonly text: string;
  readonly line: number;
}

/** A source file split in two; both lists are in order of appearance. */
export interface Tokens {
  readonly code: readonly Token[];
  readonly comments: readonly Comment[];
}

interface Scanner {
  readonly source: string;
  at: number;
  line: number;
  readonly code: Token[];
  readonly comments: Comment[];
  /** One entry per open paren: whether its `)` ends a value (that of `if (...)` does not). */
  readonly parens: boolean[];
  /** One entry per open brace: a template's `${`, an object literal, or a block. */
  readonly braces: ("template" | "object" | "block")[];
}

const SPACE_REGEXP = /[\s\uFEFF]+/y;
const COMMENT_REGEXP = /\/\/[^\n]*|\/\*[^]*?\*\//y;
const NAME_REGEXP =
  /#?(?:[\p{ID_Start}$_]|\\u\{?[\da-fA-F]+\}?)(?:[\p{ID_Continue}$\u200c\u200d]|\\u\{?[\da-fA-F]+\}?)*/uy;
const NUMBER_REGEXP = /0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
const STRING_REGEXP = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const REGEXP_REGEXP = /\/(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[\p{ID_Continue}]*/uy;
const TEMPLATE_CHUNK_REGEXP = /(?:[^\\`$]|\\[^]|\$(?!\{))*/y;
const PUNCT_REGEXP = /\.\.\.|=>|===|!==|==|!=|\?\.(?!\d)|\?\?|&&|\|\||\+\+|--|[^]/y;
const ESCAPE_REGEXP = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|\r?\n|([^]))/g;
const CONTROL_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
};
/** Words after which an expression begins; as a property (`x.return`) they are names like any other. */
const OPERATOR_WORDS = new Set(
  "return typeof case do else in instanceof new of void delete throw yield await default extends".split(" "),
);
const CONDITION_WORDS = new Set(["if", "while", "for", "with"]);

/**
 * Splits source text into tokens of code and comments. Never throws: what cannot be read (an unterminated string,
 * a stray character) becomes punctuation, one character at a time.
 */
export function tokenize(source: string): Tokens {
  const scanner: Scanner = { source, at: 0, line: 1, code: [], comments: [], parens: [], braces: [] };
  if (source.startsWith("#!")) take(scanner, /[^\n]*/y);
  while (scanner.at < source.length) {
    if (take(scanner, SPACE_REGEXP) === undefined) scanOne(scanner);
  }
  return { code: scanner.code, comments: scanner.comments };
}

function scanOne(scanner: Scanner): void {
  const line = scanner.line;
  const comment = take(scanner, COMMENT_REGEXP);
  if (comment !== undefined) {
    scanner.comments.push({ text: comment, line });
    return;
  }
  const previous = scanner.code.at(-1);
  const name = take(scanner, NAME_REGEXP);
  if (name !== undefined) {
    push(scanner, "name", unescape(name), line, !OPERATOR_WORDS.has(name) || isDot(previous));
    return;
  }
  const number = take(scanner, NUMBER_REGEXP);
  if (number !== undefined) return push(scanner, "number", number, line, true);
  const string = take(scanner, STRING_REGEXP);
  if (string !== undefined) return push(scanner, "string", unescape(string.slice(1, -1)), line, true);
  if (scanner.source[scanner.at] === "`" && scanTemplateChunk(scanner, true)) return;
  if (!(previous?.endsValue ?? false)) {
    const regexp = take(scanner, REGEXP_REGEXP);
    if (regexp !== undefined) return push(scanner, "regexp", regexp, line, true);
  }
  scanPunctuation(scanner, line, previous);
}

/** Reads template text up to `${` or the closing backtick; false where neither follows. */
function scanTemplateChunk(scanner: Scanner, opening: boolean): boolean {
  const { line, at } = scanner;
  scanner.at += 1;
  const text = take(scanner, TEMPLATE_CHUNK_REGEXP) ?? "";
  const closed = scanner.source[scanner.at] === "`";
  if (!closed && !scanner.source.startsWith("${", scanner.at)) {
    scanner.at = at;
    scanner.line = line;
    return false;
  }
  push(scanner, opening && closed ? "string" : "text", unescape(text), line, closed);
  scanner.at += 1;
  if (closed) return true;
  scanner.at += 1;
  push(scanner, "punct", "${", scanner.line, false);
  scanner.braces.push("template");
  return true;
}

function scanPunctuation(scanner: Scanner, line: number, previous: Token | undefined): void {
  if (scanner.source[scanner.at] === "}" && scanner.braces.at(-1) === "template") {
    scanner.braces.pop();
    push(scanner, "punct", "}", line, false);
    // Template text goes on from here: the brace stands where the backtick stood in the first chunk.
    if (!scanTemplateChunk(scanner, false)) scanner.at += 1;
    return;
  }
  const text = take(scanner, PUNCT_REGEXP) ?? "";
  push(scanner, "punct", text, line, closesValue(scanner, text, previous));
}

/** Keeps the stacks of open brackets and tells whether this punctuation can end an expression. */
function closesValue(scanner: Scanner, text: string, previous: Token | undefined): boolean {
  const afterValue = previous?.endsValue ?? false;
  switch (text) {
    case "(":
      scanner.parens.push(!(previous?.kind === "name" && CONDITION_WORDS.has(previous.text)));
      return false;
    case ")":
      return scanner.parens.pop() ?? true;
    case "{":
      scanner.braces.push(opensObject(previous) ? "object" : "block");
      return false;
    case "}":
      return scanner.braces.pop() === "object";
    case "]":
      return true;
    case "++":
    case "--":
    case "!":
      return afterValue;
    default:
      return false;
  }
}

function opensObject(previous: Token | undefined): boolean {
  if (previous === undefined || previous.endsValue) return false;
  if (previous.kind === "name") return !["else", "do"].includes(previous.text);
  return ![")", ";", "{", "}", "=>", ">"].includes(previous.text);
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === "punct" && (token.text === "." || token.text === "?.");
}

function push(scanner: Scanner, kind: TokenKind, text: string, line: number, endsValue: boolean): void {
  scanner.code.push({ kind, text, line, endsValue });
}

/** Consumes what the sticky pattern matches here, keeping the line count; undefined where it matches nothing. */
function take(scanner: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = scanner.at;
  const text = pattern.exec(scanner.source)?.[0];
  if (text === undefined || text === "") return undefined;
  scanner.at += text.length;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) scanner.line += 1;
  return text;
}

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE_REGEXP, (_all, braced, four, two, single) => {
    const code = braced ?? four ?? two;
    if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
    return single === undefined ? "" : CONTROL_ESCAPES[single] ?? single;
  });
}

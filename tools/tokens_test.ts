import assert from "node:assert/strict";
import fc from "fast-check";
import { tokenize } from "./tokens.ts";

/** Names and strings of a source, in short: what the checks look at. */
function names(source: string): string[] {
  return tokenize(source).code.filter((token) => token.kind === "name").map((token) => token.text);
}

const CASES: { name: string; source: string; expected: string[] }[] = [
  { name: "line comment", source: "a // b\nc", expected: ["a", "c"] },
  { name: "block comment over lines", source: "a /* b\n b2 */ c", expected: ["a", "c"] },
  { name: "comment opener in a string", source: `a("// b"); c('/*'); d`, expected: ["a", "c", "d"] },
  { name: "escaped quote", source: String.raw`a('it\'s b'); c("\\"); d`, expected: ["a", "c", "d"] },
  { name: "quote in a comment", source: "a // don't\nb", expected: ["a", "b"] },
  { name: "template text", source: "a(`b ${c} d`); e", expected: ["a", "c", "e"] },
  { name: "nested template", source: "a(`b ${c(`d ${e} f`)} g`); h", expected: ["a", "c", "e", "h"] },
  { name: "object inside a template", source: "`${{ a: b }.a} c` + d", expected: ["a", "b", "a", "d"] },
  { name: "comment opener in a template", source: "`/* ${a} // ` + b", expected: ["a", "b"] },
  { name: "escaped template", source: "`\\${a} \\` b`; c", expected: ["c"] },
  { name: "regular expression with quotes", source: `a = /["'\`]/g; b`, expected: ["a", "b"] },
  { name: "slash in a class of a regular expression", source: 'a = /[/"]b/; c', expected: ["a", "c"] },
  { name: "division is no regular expression", source: "a / b / c", expected: ["a", "b", "c"] },
  {
    name: "division after a call",
    source: "a() / b / c; d[0] / e / f",
    expected: ["a", "b", "c", "d", "e", "f"],
  },
  {
    name: "division after a closing brace of an object",
    source: "({ a }) / b / c",
    expected: ["a", "b", "c"],
  },
  { name: "division after a non-null mark", source: "a! / b / c", expected: ["a", "b", "c"] },
  { name: "division after an increment", source: "a++ / b / c", expected: ["a", "b", "c"] },
  {
    name: "regular expression after a condition",
    source: "if (a) /b'/.test(c)",
    expected: ["if", "a", "test", "c"],
  },
  {
    name: "regular expression after return",
    source: "return /b'/.test(c)",
    expected: ["return", "test", "c"],
  },
  {
    name: "division after a field named return",
    source: "a.return / b / c",
    expected: ["a", "return", "b", "c"],
  },
  { name: "regular expression after a negation", source: "!/a'/.test(b)", expected: ["test", "b"] },
  {
    name: "regular expression after a block",
    source: "if (a) { b }\n/c'/.test(d)",
    expected: ["if", "a", "b", "test", "d"],
  },
  { name: "escaped name", source: String.raw`D\u0061te.now; \u{44}ate`, expected: ["Date", "now", "Date"] },
  { name: "private name", source: "this.#fetch()", expected: ["this", "#fetch"] },
  { name: "number with a letter", source: "1e3n + 0xffn + 1_000.5e-3 + a", expected: ["a"] },
  { name: "apostrophe in markup", source: "<p>don't</p>\na", expected: ["p", "don", "t", "p", "a"] },
  { name: "unterminated template", source: "` a", expected: ["a"] },
  { name: "program header", source: "#!/usr/bin/env deno\na", expected: ["a"] },
];

for (const { name, source, expected } of CASES) {
  Deno.test(`tokenize() tells code apart: ${name}`, () => assert.deepEqual(names(source), expected));
}

Deno.test("tokenize() gives lines across comments, strings and templates", () => {
  const { code } = tokenize("a\n/* x\n y */ b\n`t\n${c}\n` + d // e\n\tf");
  const lines = code.filter((token) => token.kind === "name").map((token) => [token.text, token.line]);
  assert.deepEqual(lines, [["a", 1], ["b", 3], ["c", 5], ["d", 6], ["f", 7]]);
});

Deno.test("tokenize() gives comments with their lines", () => {
  const { comments } = tokenize('a // one\n"// no" /* two */\n`// no`');
  assert.deepEqual(comments, [{ text: "// one", line: 1 }, { text: "/* two */", line: 2 }]);
});

Deno.test("tokenize() resolves escapes in strings", () => {
  const { code } = tokenize(
    String.raw`"\x2e\u002fa\u{62}\
c\n\'" + ` + "`./d`",
  );
  assert.deepEqual(code.map((token) => token.text), ["./abc\n'", "+", "./d"]);
});

Deno.test("tokenize() never throws, and its lines never fall, on any text", () => {
  const piece = fc.constantFrom(
    "`",
    "${",
    "}",
    "{",
    "/",
    "*",
    "'",
    '"',
    "\\",
    "\n",
    "a",
    " ",
    "//",
    "/*",
    "*/",
    "(",
    ")",
    "[",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 60 }), (pieces) => {
      const source = pieces.join("");
      const { code } = tokenize(source);
      const last = source.split("\n").length;
      assert.ok(code.every((token, i) => token.line <= last && token.line >= (code[i - 1]?.line ?? 1)));
    }),
    { seed: 20261121, numRuns: 500 },
  );
});

import { strictEqual } from "node:assert/strict";
import { table } from "./terminal.ts";

const TABLES: readonly (readonly [string, (string | number)[][], string])[] = [
  ["nothing of no rows", [], ""],
  ["text to the left, numbers to the right", [["a", 5], ["long", 1234]], "  a        5\n  long  1234"],
  ["texts that are numbers as numbers", [["1.50"], ["-10.25"], ["3 %"]], "    1.50\n  -10.25\n     3 %"],
  ["rows of different lengths", [["a"], ["bb", "c"]], "  a\n  bb  c"],
  ["no white space at the end of a line", [["a", "x"], ["b", "longer"]], "  a  x\n  b  longer"],
];
for (const [name, rows, text] of TABLES) {
  Deno.test(`table() puts ${name}`, () => strictEqual(table(rows), text));
}

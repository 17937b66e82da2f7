import assert from "node:assert/strict";
import { parseParameter } from "./parameter_text.ts";

const READ: readonly (readonly [string, Record<string, unknown>])[] = [
  ["a.b=5..50", { kind: "int", low: 5, high: 50 }],
  ["a.b = 5..50:5", { kind: "int", low: 5, high: 50, step: 5 }],
  ["a.b=0.5..3", { kind: "float", low: 0.5, high: 3 }],
  ["a.b=1.0..3", { kind: "float", low: 1, high: 3 }],
  ["a.b=1..3:0.25", { kind: "float", low: 1, high: 3, step: 0.25 }],
  ["a.b=-2..2", { kind: "int", low: -2, high: 2 }],
  ["a.b=8..512:x2", { kind: "int", low: 8, high: 512, step: 2, log: true }],
  ["a.b=1..99:log", { kind: "int", low: 1, high: 99, log: true }],
  ["a.b=1e-3..1e-1:log", { kind: "float", low: 0.001, high: 0.1, log: true }],
  ["a.b=market|limit", { kind: "choice", choices: ["market", "limit"] }],
  ["a.b=true|false", { kind: "choice", choices: [true, false] }],
  ["a.b=1|2.5|off", { kind: "choice", choices: [1, 2.5, "off"] }],
  ["a.b=7", { kind: "choice", choices: [7] }],
];
for (const [text, expected] of READ) {
  Deno.test(`parseParameter() reads ${text}`, () => {
    assert.deepEqual(parseParameter(text), { ok: true, value: { name: "a.b", ...expected } });
  });
}

for (
  const text of ["", "a.b", "=1..2", "a.b=", "a.b=1..", "a.b=..2", "a.b=1..2:", "a.b=1..2:y2", "a.b=a||b"]
) {
  Deno.test(`parseParameter() refuses "${text}"`, () => {
    const parsed = parseParameter(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.error, /is needed|are needed/);
  });
}

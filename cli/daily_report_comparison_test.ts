import { deepStrictEqual } from "node:assert/strict";
import type { Message } from "../lib/runtime/mod.ts";
import type { StoredInput } from "../lib/store/mod.ts";
import { lastPassOf } from "./daily_report_comparison.ts";

const SKEW_MS = 500;

/** What reconciliation was told, as "kind handled@, or kind handled@ told@": P begins a pass; B, R and A are answers. */
function passOf(words: string): number | null {
  const kinds = { P: "TimerFired", B: "BookReported", R: "RiskReported", A: "AccountReported" };
  const inputs = words.split(" ").map((word, i): StoredInput => {
    const [, letter, at, told = at] = /^(\w)(\d+)(?:\/(-?\d+))?$/.exec(word)!;
    const kind = kinds[letter as keyof typeof kinds], atMs = Number(at);
    const body = { kind, atMs: Number(told) } as Message;
    return { inputNo: i + 1, from: "x", kind, sentAtMs: atMs, atMs, wallMs: 10 * atMs, body };
  });
  const pass = lastPassOf(inputs, SKEW_MS);
  if (pass !== null) deepStrictEqual(pass.wallMs, 10 * pass.atMs);
  return pass?.atMs ?? null;
}

Deno.test("lastPassOf() is the newest pass that everybody answered, by what answers what", () => {
  const cases: [words: string, atMs: number | null][] = [
    ["P1000 B1001 R1002 A1003", 1003],
    ["P1000 A1001 B1002 R1003 P2000 R2001 A2002 B2003", 2003],
    ["P1000 B1001 R1002", null],
    ["B1001 R1002 A1003", null],
    // the second is still open, or has lost an answer
    ["P1000 B1001 R1002 A1003 P2000 B2001", 1003],
    ["P1000 B1001 R1002 P2000 A2003", null],
    // late answers to the pass before
    ["P1000 B1001 P2000 B2001/1001 R2002 A2003", null],
    ["P1000 P2000 B2001 R2002 A2003/1001", null],
    ["P1000 P2000 B2001 R2002 A2003/1001 A2004", 2004],
    // the venue's clock is behind, by no more than it may
    ["P1000 B1001 R1002 A1003/500", 1003],
    ["P1000 B1001 R1002 A1003/499", null],
    // what comes after a whole pass changes nothing of it
    ["P1000 B1001 R1002 A1003 B1500 R1500 A1500", 1003],
  ];
  for (const [words, atMs] of cases) deepStrictEqual(passOf(words), atMs, words);
});

import { strictEqual } from "node:assert/strict";
import { type DataFault, excerpt, formatFaults, isoAt } from "./data_fault.ts";

function fault(row: number): DataFault {
  return {
    kind: "gap",
    file: "btc.json",
    row,
    at: isoAt(row * 3_600_000),
    what: "2 bars missing",
    todo: "Fetch them",
  };
}

Deno.test("formatFaults() says what is wrong, where, and what to do", () => {
  strictEqual(formatFaults([]), "");
  strictEqual(
    formatFaults([fault(2)]),
    "btc.json, row 2, at 1970-01-01T02:00:00Z: 2 bars missing (gap). Fetch them.",
  );
  strictEqual(formatFaults([{ ...fault(0), at: "" }]), "btc.json: 2 bars missing (gap). Fetch them.");
  strictEqual(formatFaults([{ ...fault(0), at: "", file: "" }]), "data: 2 bars missing (gap). Fetch them.");
});

Deno.test("formatFaults() shows the first 20 and counts the rest", () => {
  const lines = (count: number) =>
    formatFaults(Array.from({ length: count }, (_, i) => fault(i + 1))).split("\n");
  strictEqual(lines(20).length, 20);
  strictEqual(lines(21).at(-1), "... and 1 more fault, 21 in all.");
  strictEqual(lines(500).length, 21);
  strictEqual(lines(500).at(-1), "... and 480 more faults, 500 in all.");
});

Deno.test("isoAt() gives UTC text, and nothing for what is no time", () => {
  strictEqual(isoAt(1_577_836_800_000), "2020-01-01T00:00:00Z");
  strictEqual(isoAt(1_577_836_800_047), "2020-01-01T00:00:00.047Z");
  for (const ms of [NaN, Infinity, 9e15]) strictEqual(isoAt(ms), "", String(ms));
});

Deno.test("excerpt() is short and has no control characters", () => {
  strictEqual(excerpt("a\u001b[31m\r\nb"), "a [31m b");
  strictEqual(excerpt("abcdef", 3), "abc...");
});

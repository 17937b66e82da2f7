import assert from "node:assert/strict";
import { clockText, moneyText, resultText, rText, shareText, signOf } from "./format.ts";

Deno.test("moneyText() groups thousands and rounds to cents, exactly", () => {
  const cases: [string, string][] = [
    ["0", "0.00"],
    ["-0", "0.00"],
    ["12", "12.00"],
    ["1234.5", "1,234.50"],
    ["-1234567.894", "-1,234,567.89"],
    ["999.995", "1,000.00"],
    ["0.004", "0.00"],
    ["-0.004", "0.00"],
    ["-0.005", "-0.01"],
    ["90071992547409931.12345678", "90,071,992,547,409,931.12"],
    ["a lot", "a lot"],
    ["1e3", "1e3"],
    ["", ""],
  ];
  for (const [amount, text] of cases) assert.equal(moneyText(amount), text, amount);
});

Deno.test("resultText() and signOf() go by what is shown", () => {
  const cases: [string, string, number][] = [
    ["5.1", "+5.10", 1],
    ["-5.1", "-5.10", -1],
    ["0.001", "0.00", 0],
    ["-0.001", "0.00", 0],
    ["nothing", "nothing", 0],
  ];
  for (const [amount, text, sign] of cases) {
    assert.deepEqual([resultText(amount), signOf(amount)], [text, sign], amount);
  }
});

Deno.test("rText(), shareText() and clockText() write what there is", () => {
  assert.deepEqual([1.234, -0.5, 0, -0.001, NaN].map(rText), [
    "+1.23 R",
    "-0.50 R",
    "0.00 R",
    "0.00 R",
    "n/a",
  ]);
  assert.deepEqual(
    [shareText(1, 1), shareText(86_399.9, 86_400), shareText(0, 1), shareText(1, 0)],
    ["100.00 %", "99.99 %", "0.00 %", "n/a"],
  );
  const clocks = [
    "2024-01-10T08:30:59Z",
    "2024-01-11T00:00:00Z",
    "2024-01-11T00:01:00Z",
    "2024-01-09T21:00:00Z",
    "x",
  ];
  assert.deepEqual(
    clocks.map((at) => clockText(at, "2024-01-10")),
    ["08:30", "24:00", "01-11 00:01", "01-09 21:00", "x"],
  );
});

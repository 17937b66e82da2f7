import { strictEqual } from "node:assert/strict";
import { age, count, decimal, duration, figure, minute, price, signed, tone } from "./format.ts";

const CASES: readonly (readonly [string, string, string])[] = [
  ["groups thousands", decimal("1234567.891"), "1,234,567.89"],
  ["writes a real minus", decimal(-0.5), "−0.50"],
  ["gives no sign to what rounds to nothing", decimal(-0.001), "0.00"],
  ["shows what is not known", decimal(null), "–"],
  ["shows what is no number", decimal("NaN"), "–"],
  ["signs gains", signed("12.3"), "+12.30"],
  ["signs losses", signed(-4), "−4.00"],
  ["gives no sign to nothing", signed(0.001), "0.00"],
  ["keeps a price's decimals", price("0.008140"), "0.008140"],
  ["groups a price's whole part alone", price("42180.1234"), "42,180.1234"],
  ["leaves a text alone", price("market"), "market"],
  ["shortens a figure", figure(31.4159265), "31.416"],
  ["shortens a tiny figure", figure(-0.000123456), "−0.00012346"],
  ["cuts times to minutes", minute("2024-03-20T08:00:00.000Z"), "2024-03-20 08:00"],
  ["counts one", count(1, "order"), "1 order"],
  ["counts many", count(1200, "order"), "1,200 orders"],
  ["tells hours", duration("2024-03-20T08:00:00.000Z", "2024-03-20T11:00:00.000Z"), "3 h"],
  ["tells minutes", duration("2024-03-20T08:00:00.000Z", "2024-03-20T08:20:00.000Z"), "20 min"],
  ["tells an age in seconds", age(0, 12_400), "12 s"],
  ["tells an age in minutes", age(0, 119_000), "1 min"],
  ["tells an age in hours", age(0, 7_300_000), "2 h"],
  ["tells no age of what is yet to come", age(5_000, 0), "0 s"],
  ["tells days", duration("2024-03-20T08:00:00.000Z", "2024-03-23T11:00:00.000Z"), "3 d 3 h"],
  ["names a gain", tone("0.01"), "up"],
  ["names a loss", tone(-1), "down"],
  ["names neither", tone("0.00"), ""],
];

for (const [name, shown, wanted] of CASES) {
  Deno.test(`format: ${name}`, () => strictEqual(shown, wanted));
}

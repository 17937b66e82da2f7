import assert from "node:assert/strict";
import { quantiles } from "./fire_report.ts";

Deno.test("quantiles() gives median, p99 and largest by nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  const cases: [values: number[], told: string[]][] = [
    [[], ["-", "-", "-"]],
    [[7], ["7", "7", "7"]],
    [[3, 1.2], ["1", "3", "3"]],
    [hundred, ["50", "99", "100"]],
    [[...hundred, ...hundred.map((value) => value + 100)], ["100", "198", "200"]],
  ];
  for (const [values, told] of cases) assert.deepEqual(quantiles(values), told);
});

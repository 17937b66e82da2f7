import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Checks } from "./decision.ts";

Deno.test("Checks keep rules in order, tell the first that failed, and start over in place", () => {
  const checks = Checks.create(3);
  strictEqual(Checks.allPass(checks), true);
  strictEqual(Checks.firstFailed(checks), "");
  strictEqual(Checks.add(checks, "adx", 30, 25, true), true);
  strictEqual(Checks.add(checks, "rsi", NaN, 40, false), false);
  Checks.add(checks, "reward", 1, 2, false);
  deepStrictEqual([Checks.allPass(checks), Checks.firstFailed(checks)], [false, "rsi"]);
  deepStrictEqual(Checks.toRecords(checks), [
    { name: "adx", value: 30, limit: 25, pass: true },
    { name: "rsi", value: null, limit: 40, pass: false },
    { name: "reward", value: 1, limit: 2, pass: false },
  ]);
  throws(() => Checks.add(checks, "more", 1, 1, true), RangeError);
  Checks.reset(checks);
  deepStrictEqual([Checks.toRecords(checks), Checks.allPass(checks)], [[], true]);
});

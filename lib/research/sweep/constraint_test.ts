import assert from "node:assert/strict";
import { parseConstraint } from "./constraint.ts";

const VALUES: Readonly<Record<string, unknown>> = {
  "a.fast": 10,
  "a.slow": 30,
  "a.mode": "off",
  "a.on": true,
  "a.none": null,
};
const valueAt = (path: string) => VALUES[path];

const HOLDS: readonly (readonly [string, boolean])[] = [
  ["a.fast < a.slow", true],
  ["a.fast<a.slow", true],
  ["a.fast > a.slow", false],
  ["a.fast <= 10", true],
  ["a.fast >= 10.5", false],
  ["a.slow == 30", true],
  ["a.slow != 30", false],
  ["a.slow - a.fast >= 20", true],
  ["a.slow - a.fast - 5 > 15", false],
  ["2 * a.fast + 11 > a.slow", true],
  ["a.slow / a.fast == 3", true],
  ["a.fast - -20 == a.slow", true],
  ["-1 < a.fast", true],
  ["a.fast -20 < 0", true],
  ["a.fast < a.slow and a.slow < 20", false],
  ["a.fast < a.slow and a.slow < 31 and a.on == true", true],
  ["a.mode == 'off'", true],
  ["a.mode != 'on'", true],
  ["a.mode + 1 > 0", false],
  ["a.mode < 5", false],
  ["'20' > a.fast", false],
  ["'20' != a.fast", true],
  ["a.none < 5", false],
  ["a.fast > 1e1", false],
  ["a.fast > 1e-1", true],
];
for (const [text, expected] of HOLDS) {
  Deno.test(`parseConstraint() reads ${text}`, () => {
    const parsed = parseConstraint(text);
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
    assert.equal(parsed.value.holds(valueAt), expected);
  });
}

Deno.test("parseConstraint() names the paths it looks at, each once", () => {
  const parsed = parseConstraint("a.fast < a.slow and a.fast > 3 and 'x' == b.low-er");
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.paths, ["a.fast", "a.slow", "b.low-er"]);
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["", /a value is missing/],
  ["a.fast", /a comparison .* is needed at its end/],
  ["a.fast <", /a value is missing/],
  ["a.fast = 3", /a comparison .* found "="/],
  ["a.fast < 3 or a.slow < 4", /"or" is one word too many/],
  ["a.fast < 3 < 4", /"<" is one word too many/],
  ["1 < 2", /names no parameter/],
  ["a.fast < 1.2.3", /"1\.2\.3" is no number/],
  ["a.fast < (3)", /a value is needed, found "\("/],
  ["Deno.exit(1) < 3", /./],
  ["a.fast < 3 and", /a value is missing/],
  ["and < 3", /a value is needed, found "and"/],
];
for (const [text, pattern] of REFUSED) {
  Deno.test(`parseConstraint() refuses "${text}"`, () => {
    const parsed = parseConstraint(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.error, pattern);
    assert.match(parsed.error, /Write it like/);
  });
}

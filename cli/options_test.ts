import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Refusal } from "./exit.ts";
import { describeOptions, number, type Options, readOptions, text, texts } from "./options.ts";

const OPTIONS: Options = {
  seed: { type: "string", value: "SEED", help: "seed of the market" },
  data: { type: "string", multiple: true, value: "FILE", help: "candles" },
  fresh: { type: "boolean", help: "begin anew" },
};
const read = (...args: string[]) => readOptions("start", OPTIONS, args);

Deno.test("readOptions() reads values, repeated values and switches", () => {
  const parsed = read("--seed", "7", "--data=a", "--data", "b", "--fresh");
  strictEqual(text(parsed, "seed"), "7");
  deepStrictEqual(texts(parsed, "data"), ["a", "b"]);
  strictEqual(parsed.values.fresh, true);
});

Deno.test("text() and texts() of what was not written are undefined and empty", () => {
  const parsed = read();
  strictEqual(text(parsed, "seed"), undefined);
  deepStrictEqual(texts(parsed, "data"), []);
  strictEqual(number(parsed, "seed"), undefined);
});

Deno.test("texts() takes an option that is not repeated, too", () => {
  deepStrictEqual(texts(read("--seed", "7"), "seed"), ["7"]);
});

for (const flag of ["--help", "-h"]) {
  Deno.test(`readOptions() knows ${flag} in every command`, () => strictEqual(read(flag).values.help, true));
}

const WRONG: readonly (readonly [string, string[], RegExp])[] = [
  ["an unknown option", ["--sed", "7"], /^Unknown option '--sed'\.\nSee `deno task start --help`\.$/],
  ["an option without its value", ["--seed"], /'--seed <value>' argument missing\nSee `deno task start/],
  ["a switch with a value", ["--fresh=yes"], /'--fresh' does not take an argument\nSee/],
  [
    "words that belong to no option",
    ["my.yaml", "b"],
    /^Unexpected "my\.yaml b" after start: .*option\.\nSee/,
  ],
];
for (const [name, args, message] of WRONG) {
  Deno.test(`readOptions() refuses ${name}`, () => {
    throws(() => read(...args), (error) => error instanceof Refusal && message.test(error.message));
  });
}

Deno.test("readOptions() lets as many words through as the command has", () => {
  deepStrictEqual(readOptions("report", OPTIONS, ["why", "A", "B"], 3).positionals, ["why", "A", "B"]);
  throws(() => readOptions("report", OPTIONS, ["why", "A", "B", "C"], 3), /Unexpected "C" after report/);
});

for (const [written, value] of [["0.0001", 0.0001], ["=-0.5", -0.5], ["1e-4", 1e-4]] as const) {
  Deno.test(`number() reads ${written}`, () => {
    const args = written.startsWith("=") ? [`--seed${written}`] : ["--seed", written];
    strictEqual(number(read(...args), "seed"), value);
  });
}

for (const written of ["", " ", "x", "1,5", "Infinity", "NaN"]) {
  Deno.test(`number() refuses "${written}"`, () => {
    const parsed = read("--seed", written);
    throws(() => number(parsed, "seed"), new Refusal(`--seed needs a number: current value is "${written}"`));
  });
}

Deno.test("describeOptions() has usage, every option with its help, and the examples", () => {
  strictEqual(
    describeOptions("deno task start [options]", OPTIONS, ["deno task start"]),
    [
      "Usage: deno task start [options]",
      "",
      "  --seed SEED                 seed of the market",
      "  --data FILE                 candles",
      "  --fresh                     begin anew",
      "",
      "Examples:",
      "  deno task start",
    ].join("\n"),
  );
});

import { strictEqual, throws } from "node:assert/strict";
import { relative } from "node:path";
import { findInstrument, readRegistry } from "./data_files.ts";
import { Refusal } from "./exit.ts";

const ENTRY = {
  ...{ id: "TESTUSDT", quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1" },
  ...{ stepSize: "0.001", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
  tiers: [{ floor: "0", cap: "1000", maintMarginRate: "0.01", maintAmount: "0", maxLeverage: "10" }],
};

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function writeRegistry(folder: string, text = "{}"): string {
  Deno.mkdirSync(`${folder}/instruments`, { recursive: true });
  Deno.writeTextFileSync(`${folder}/instruments/binance_usdm.json`, text);
  return `${folder}/instruments/binance_usdm.json`;
}

Deno.test("readRegistry() finds the nearest registry above the data, whatever lies in between", () => {
  withFolder((folder) => {
    writeRegistry(folder);
    const near = writeRegistry(`${folder}/a`);
    Deno.mkdirSync(`${folder}/a/b/c`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/a/b/instruments`, "a file that is no folder");
    strictEqual(readRegistry(undefined, `${folder}/a/b/c/candles.json`).path, near);
  });
});

Deno.test("readRegistry() goes up from relative data, above the folder it was called in", () => {
  withFolder((folder) => {
    const path = writeRegistry(folder);
    Deno.mkdirSync(`${folder}/a`);
    strictEqual(readRegistry(undefined, relative(Deno.cwd(), `${folder}/a/candles.json`)).path, path);
  });
});

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ["no JSON", "{", /not valid JSON/],
  ["null", "null", /an object of symbol -> entry is needed/],
  ["a list", "[]", /an object of symbol -> entry is needed/],
];
for (const [name, text, message] of BAD) {
  Deno.test(`readRegistry() refuses ${name}`, () => {
    withFolder((folder) => {
      const path = writeRegistry(folder, text);
      throws(
        () => readRegistry(path, "unused"),
        (error) => error instanceof Refusal && message.test(error.message) && error.message.includes(path),
      );
    });
  });
}

const registry = (...entries: [string, unknown][]) => ({
  path: "r.json",
  entries: Object.fromEntries(entries),
});

for (const name of ["TEST/USDT:USDT", "TEST/USDT", "TESTUSDT"]) {
  Deno.test(`findInstrument() knows a contract as ${name}`, () => {
    const found = findInstrument(registry(["TEST/USDT:USDT", ENTRY], ["OTHER/USDT:USDT", { id: "X" }]), name);
    strictEqual(found.symbol, "TEST/USDT:USDT");
  });
}

const REFUSED: readonly (readonly [string, [string, unknown][], string, RegExp])[] = [
  [
    "an unknown symbol",
    [["B", ENTRY], ["A", ENTRY]],
    "NOPE",
    /^Symbol NOPE is not in r\.json\. It has: A, B$/,
  ],
  [
    "a name of two contracts",
    [["TEST/USDT:USDT", ENTRY], ["TEST/USDT:USDC", ENTRY]],
    "TEST/USDT",
    /^Symbol TEST\/USDT is ambiguous in r\.json\. It has: TEST\/USDT:USDC, TEST\/USDT:USDT$/,
  ],
  [
    "a filter nobody understands",
    [["A", { ...ENTRY, maxPosition: "3" }]],
    "A",
    /^Instrument A refused: .*"maxPosition".* \(in r\.json\)$/,
  ],
];
for (const [name, entries, symbol, message] of REFUSED) {
  Deno.test(`findInstrument() refuses ${name}`, () => {
    throws(
      () => findInstrument(registry(...entries), symbol),
      (error) => error instanceof Refusal && message.test(error.message),
    );
  });
}

/**
 * Wrong market data from outside: each kind is refused with file, place and what to do, and nothing is traded on it.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import {
  cli,
  ENTRY,
  inventedCandles,
  inventedFunding,
  mustRefuse,
  type Outcome,
  pooled,
  putReplay,
  REGISTRY,
  REPLAY_ARGS,
  REPLAY_BARS,
  scratch,
} from "./fixtures/cli.ts";

const ROWS = inventedCandles(REPLAY_BARS);
const JSON_TEXT = JSON.stringify(ROWS);
/** Row 51 of the file; opens 2023-11-04T02:00Z. */
const [openMs, open, high, low, close] = ROWS[50]!;
const NOTHING_TRADED = /^Data refused, nothing was traded:$/m;
const TEST = ["--symbols", "TEST/USDT:USDT"];

interface Case {
  readonly name: string;
  /** Files put over those of a sound replay. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Arguments in place of those of a sound replay, or after them. */
  readonly args?: readonly string[];
  readonly more?: readonly string[];
  readonly says: readonly RegExp[];
}

const candles = (name: string, content: string | Uint8Array, ...says: RegExp[]): Case => ({
  name: `candles ${name}`,
  files: { "test.json": content },
  says: [NOTHING_TRADED, ...says],
});
const rows = (changed: readonly unknown[]): string => JSON.stringify(changed);

const CANDLES: readonly Case[] = [
  candles(
    "with two gaps",
    rows(ROWS.filter((_, i) => i !== 50 && i !== 900)),
    /^test\.json, row 51, at 2023-11-04T03:00:00Z: 1 bar of 1h missing, 2023-11-04T02.* \(gap\)\. Fetch/m,
    /^test\.json, row 900, .* \(gap\)/m,
  ),
  candles(
    "with a bar twice",
    rows(ROWS.toSpliced(50, 0, ROWS[50]!)),
    /row 52, at 2023-11-04T02.* \(duplicate\)\. Remove/,
  ),
  candles(
    "out of order",
    rows(ROWS.toSpliced(50, 2, ROWS[51]!, ROWS[50]!)),
    /row 52, .* \(disorder\)\. Sort/,
  ),
  candles("newest first", rows(ROWS.toReversed()), /newest to the oldest \(disorder\)\. Reverse/),
  candles(
    "with a negative price",
    rows(ROWS.with(50, [openMs, open, high, -1, close, 1])),
    /row 51, .*low is -1.*\(negative\)/,
  ),
  candles(
    "with a high below the close",
    rows(ROWS.with(50, [openMs, open, close - 1, low, close, 1])),
    /row 51, .*\(range\)/,
  ),
  candles(
    "of another timeframe",
    rows(ROWS.filter((_, i) => i % 4 === 0)),
    /the bars are 4h apart, 1h was asked for/,
  ),
  candles(
    "with a column too few",
    rows([...ROWS.slice(0, -1), ROWS.at(-1)!.slice(0, 5)]),
    /row 1740: 5 columns in place of 6/,
  ),
  candles(
    "cut short as JSON",
    JSON_TEXT.slice(0, -9),
    /^test\.json: the JSON is truncated or damaged.*Fetch/m,
  ),
  candles(
    "cut short as gzip",
    new Uint8Array(gzipSync(JSON_TEXT)).slice(0, 999),
    /truncated: it ends after 999 bytes.*Fetch/,
  ),
  candles(
    "with columns in another order",
    "timestamp,open,close,high,low,volume\n1,2,3,4,5,6",
    /no layout is known.*Give a CSV/,
  ),
  candles("in an empty file", "", /^test\.json: the file is empty \(empty\)\. Fetch/m),
  candles("in a list without rows", "[]", /the array has no rows/),
];

const FUNDING: readonly Case[] = [
  {
    name: "a settlement without a rate",
    files: {
      "funding.csv": inventedFunding(ROWS).split("\n").filter((line) => !line.startsWith("1704268800000"))
        .join("\n"),
    },
    says: [
      NOTHING_TRADED,
      /TEST\/USDT:USDT, at 2024-01-03T08:00:00Z: no funding rate/,
      /--assume-funding 0\.0001$/m,
    ],
  },
  {
    name: "no funding at all",
    args: ["start", "--data", "test.json", ...TEST, "--config", "short.yaml", "--store", "run.sqlite"],
    says: [/no funding rate at \d+ settlements up to/, /--assume-funding 0\.0001$/m],
  },
  {
    name: "an assumed rate that is no number",
    more: ["--assume-funding", "low"],
    says: [/^--assume-funding needs a number.*"low"/],
  },
  {
    name: "an assumed rate that is no fraction",
    more: ["--assume-funding", "1.5"],
    says: [/fraction below 1.*1\.5/],
  },
];

const symbols = (name: string, args: readonly string[], ...says: RegExp[]): Case => ({
  name,
  args: ["start", "--config", "short.yaml", "--store", "run.sqlite", "--assume-funding", "0", ...args],
  says,
});

const SYMBOLS: readonly Case[] = [
  symbols(
    "an unknown symbol",
    ["--data", "test.json", "--symbols", "NOPE"],
    /^Symbol NOPE is not in .*It has: OTHER.*, TEST/,
  ),
  symbols("candles without a symbol", ["--data", "test.json"], /^Which symbol is it\? Add --symbols/),
  symbols(
    "two files and two symbols without names",
    ["--data", "test.json", "--data", "other.json", "--symbols", "TEST/USDT,OTHER/USDT"],
    /^--data test\.json: whose is it\? Write --data SYMBOL=test\.json/,
  ),
  symbols(
    "two files for one symbol",
    ["--data", "a", "--data", "b", ...TEST],
    /^--data: two files for TEST\/USDT:USDT/,
  ),
  symbols(
    "a symbol without candles",
    ["--data", "TEST/USDT=test.json", "--symbols", "OTHER/USDT"],
    /^No candles for OTHER/,
  ),
  symbols(
    "a missing candle file",
    ["--data", "nowhere.json", ...TEST],
    /^Cannot read candle file nowhere\.json/,
  ),
  {
    name: "a disabled symbol, by whatever name",
    files: { "off.yaml": "system: { symbols: { TEST/USDT:USDT: { enabled: false } } }" },
    more: ["--config", "off.yaml", "--symbols", "TESTUSDT"],
    says: [/^Disabled by system\.symbols: TEST\/USDT:USDT\. Enable it or leave it out\.$/m],
  },
];

const REGISTRIES: readonly Case[] = [
  {
    name: "a missing registry",
    more: ["--instruments", "nowhere.json"],
    says: [/^Cannot read instrument registry nowhere\.json/],
  },
  {
    name: "a filter nobody understands",
    files: { "r.json": JSON.stringify({ ...REGISTRY, "TEST/USDT:USDT": { ...ENTRY, maxPosition: "3" } }) },
    more: ["--instruments", "r.json"],
    says: [/^Instrument TEST\/USDT:USDT refused: .*Unrecognized key: "maxPosition" \(in r\.json\)$/m],
  },
  {
    name: "a registry that is null",
    files: { "r.json": "null" },
    more: ["--instruments", "r.json"],
    says: [/r\.json: an object/],
  },
];

const SPANS: readonly Case[] = [
  {
    name: "--from after --to",
    more: ["--to", "2023-12-01"],
    says: [/^--from \(2024-01-01T00.*\) must be before --to \(2023-12-01T00/],
  },
  { name: "--from at --to", more: ["--to", "2024-01-01"], says: [/must be before --to/] },
  {
    name: "a time that is none",
    more: ["--to", "soon"],
    says: [/^--to needs a UTC time such as 2021-07-14.*"soon"/],
  },
  {
    name: "a time within a bar",
    more: ["--to", "2024-01-02T00:30"],
    says: [/^--to must be the open of a bar.*"2024-01-02T00:30"/],
  },
  {
    name: "a span without bars",
    more: ["--from", "2025-01-01", "--to", "2025-02-01"],
    says: [/has no bar between 2025-01-01/],
  },
];

async function outcomeOf({ files = {}, args = REPLAY_ARGS, more = [] }: Case): Promise<Outcome> {
  using folder = scratch();
  putReplay(folder, ROWS);
  for (const [file, content] of Object.entries(files)) folder.put(file, content);
  const outcome = await cli(folder.path, [...args, ...more]);
  deepStrictEqual(folder.traces(), []);
  return outcome;
}

const GROUPS = { candles: CANDLES, funding: FUNDING, symbols: SYMBOLS, registries: REGISTRIES, spans: SPANS };

for (const [group, cases] of Object.entries(GROUPS)) {
  Deno.test(`start refuses wrong ${group} before it makes a store`, async (t) => {
    const outcomes = await pooled(cases, outcomeOf);
    for (const [i, { name, says }] of cases.entries()) {
      await t.step(name, () => mustRefuse(outcomes[i]!, ...says));
    }
  });
}

Deno.test("start refuses candles with no registry above them", async () => {
  using folder = scratch();
  folder.put("test.json", JSON_TEXT);
  mustRefuse(
    await cli(folder.path, ["start", "--data", "test.json", ...TEST, "--store", "run.sqlite"]),
    /^No instrument registry \(instruments\/binance_usdm\.json\) above test\.json: name one with --instruments/,
  );
  deepStrictEqual(folder.traces(), []);
});

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CandleColumns } from "../market/mod.ts";
import { PHASES } from "../trader/mod.ts";
import { Tape } from "./tape.ts";
import type { TapeInput } from "./tape_parts.ts";
import {
  type BarText,
  candlesOf,
  fundingOf,
  HOUR_MS,
  START_MS,
  SYMBOL,
  tapeOf,
  testInstrument,
} from "./exchange_fixture.ts";

const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];
const quiet = (n: number, from = 0) => candlesOf(Array<BarText>(n).fill(QUIET), START_MS + from * HOUR_MS);
const AT_8 = START_MS + 8 * HOUR_MS, AT_16 = START_MS + 16 * HOUR_MS, AT_24 = START_MS + 24 * HOUR_MS;

/** A day of one symbol with all its rates, changed where a case says so. */
function day(change: Partial<TapeInput> = {}): TapeInput {
  return {
    timeframeMs: HOUR_MS,
    fromMs: START_MS,
    toMs: AT_24,
    symbols: [{
      instrument: testInstrument(),
      candles: quiet(24),
      funding: fundingOf([[AT_8, 1e-4], [AT_16, 2e-4]]),
    }],
    ...change,
  };
}

function faultsOf(input: TapeInput): string[] {
  const created = Tape.create(input);
  return created.ok ? [] : created.error;
}

function made(input: TapeInput): Tape {
  const created = Tape.create(input);
  if (!created.ok) throw new Error(created.error.join("\n"));
  return created.value;
}

Deno.test("Tape.create() takes a span with a rate for every settlement inside it", () => {
  const tape = made(day());
  strictEqual(tape.bars, 24);
  strictEqual(tape.assumedSettlements, 0);
  deepStrictEqual(fundingBars(tape), [7, 15]);
  deepStrictEqual([Tape.fundingRate(tape, 0, 7), Tape.fundingRate(tape, 0, 15)], [1e-4, 2e-4]);
  deepStrictEqual([Tape.fundingRate(tape, 0, 6), Tape.fundingRate(tape, 0, 23)], [NaN, NaN]);
});

function fundingBars(tape: Tape): number[] {
  return [...tape.fundingDue.keys()].filter((bar) => tape.fundingDue[bar] === 1);
}

Deno.test("Tape.create() lists missing rates with symbol and time, and a run of them as one fault", () => {
  const symbol = (name: string, rates: readonly (readonly [number, number])[]) => ({
    instrument: testInstrument(name),
    candles: quiet(48),
    funding: fundingOf(rates),
  });
  const symbols = [
    symbol("A", [[AT_8, 1e-4]]),
    symbol("B", [[AT_16, 1e-4], [AT_24, 1e-4], [AT_24 + 16 * HOUR_MS, 1e-4]]),
  ];
  const input = day({ symbols, toMs: START_MS + 48 * HOUR_MS });
  const todo = "Give the rates, or a rate to assume (--assume-funding)";
  deepStrictEqual(faultsOf(input), [
    `A, at 2024-01-01T16:00:00Z: no funding rate at 4 settlements up to 2024-01-02T16:00:00Z. ${todo}`,
    `B, at 2024-01-01T08:00:00Z: no funding rate. ${todo}`,
    `B, at 2024-01-02T08:00:00Z: no funding rate. ${todo}`,
  ]);
  const tape = made({ ...input, assumeFundingRate: 3e-4 });
  strictEqual(tape.assumedSettlements, 6);
  deepStrictEqual([7, 15, 23].map((bar) => Tape.fundingRate(tape, 0, bar)), [1e-4, 3e-4, 3e-4]);
});

Deno.test("Tape.create() asks for rates only while the symbol has candles, and not at fromMs or toMs", () => {
  const source = { instrument: testInstrument(), funding: fundingOf([[AT_16, 1e-4]]) };
  // the bar that ends at 8:00 is not there: nobody can hold the symbol then
  deepStrictEqual(faultsOf(day({ symbols: [{ ...source, candles: quiet(12, 8) }] })), []);
  deepStrictEqual(faultsOf(day({ symbols: [{ ...source, candles: quiet(12, 7) }] })).length, 1);
  const late = made(day({ symbols: [{ ...source, candles: quiet(12, 8) }] }));
  deepStrictEqual(fundingBars(late), [15]);
  // from one settlement to the next but one: only the one in between
  const span = day({ fromMs: AT_8, toMs: AT_24, symbols: [{ ...source, candles: quiet(24) }] });
  deepStrictEqual(fundingBars(made(span)), [7]);
});

const other = (candles: CandleColumns, rates: readonly (readonly [number, number])[] = []) => [{
  instrument: testInstrument(),
  candles,
  funding: fundingOf([[AT_8, 1e-4], [AT_16, 2e-4], ...rates]),
}];

const broken = quiet(24);
broken.high[5] = 49_000;
const withHole = CandleColumns.fromRows(
  [...Array(24).keys()].filter((i) => i !== 3 && i !== 4).map((i) => CandleColumns.row(quiet(24), i)),
);

for (
  const { name, change, fault } of [
    {
      name: "a beginning off the grid",
      change: { fromMs: START_MS + 1 },
      fault: /fromMs is off the grid: it must be a UTC multiple of 1h, current value is 1704067200001/,
    },
    { name: "an end off the grid", change: { toMs: AT_24 - 60_000 }, fault: /toMs is off the grid/ },
    { name: "an empty span", change: { toMs: START_MS }, fault: /must be before toMs/ },
    { name: "a timeframe that does not divide a day", change: { timeframeMs: 5_000_000 }, fault: /UTC day/ },
    {
      name: "a timeframe that hides settlements",
      change: { timeframeMs: 86_400_000, toMs: START_MS + 86_400_000 },
      fault: /^TEST\/USDT:USDT: bars of 1d hide settlements every 8h/,
    },
    { name: "no symbols", change: { symbols: [] }, fault: /there are no symbols/ },
    {
      name: "a symbol twice",
      change: { symbols: [...other(quiet(24)), ...other(quiet(24))] },
      fault: /is on the tape twice/,
    },
    {
      name: "a symbol without a bar in the span",
      change: { symbols: other(quiet(24, 24)) },
      fault: /has no bar between 2024-01-01T00:00:00Z and 2024-01-02T00:00:00Z/,
    },
    {
      name: "bars off the grid",
      change: {
        symbols: other(candlesOf(Array<BarText>(24).fill(QUIET), START_MS + 60_000)),
      },
      fault: /TEST\/USDT:USDT, row 1, at 2024-01-01T00:01:00Z.*alignment/,
    },
    {
      name: "missing bars",
      change: { symbols: other(withHole) },
      fault: /TEST\/USDT:USDT, row 4, at 2024-01-01T05:00:00Z: 2 bars of 1h missing/,
    },
    {
      name: "an impossible bar",
      change: { symbols: other(broken) },
      fault: /row 6, at 2024-01-01T05:00:00Z: high 49000 is below/,
    },
    {
      name: "a rate between settlements",
      change: { symbols: other(quiet(24), [[AT_16 + HOUR_MS, 1e-4]]) },
      fault: /at 2024-01-01T17:00:00Z: a funding rate between settlements \(one every 8h\)/,
    },
    {
      name: "two rates of one settlement",
      change: { symbols: other(quiet(24), [[AT_16, 1e-4]]) },
      fault: /at 2024-01-01T16:00:00Z: the funding rate is there twice/,
    },
    {
      name: "a rate of 100 %",
      change: {
        symbols: [{ ...other(quiet(24))[0], funding: fundingOf([[AT_8, 1], [AT_16, 1e-4]]) }],
      },
      fault: /at 2024-01-01T08:00:00Z: the funding rate is 1, a fraction below 1 is needed/,
    },
    { name: "an assumed rate of 100 %", change: { assumeFundingRate: 1 }, fault: /assumed funding rate/ },
  ]
) {
  Deno.test(`Tape.create() refuses ${name}`, () => {
    const faults = faultsOf(day(change));
    strictEqual(faults.some((text) => fault.test(text)), true, JSON.stringify(faults));
  });
}

Deno.test("Tape.create() ignores rates outside the span and sorts symbols by code unit", () => {
  const source = (name: string) => ({
    instrument: testInstrument(name),
    candles: quiet(24),
    funding: fundingOf([[START_MS, 0.5], [AT_8, 1e-4], [AT_16, 1e-4], [AT_24, 0.5], [AT_24 + 1, 0.5]]),
  });
  const tape = made(day({ symbols: ["b", "a", "B", "Z"].map(source) }));
  deepStrictEqual(tape.symbols.map((s) => s.instrument.symbol), ["B", "Z", "a", "b"]);
  deepStrictEqual([Tape.indexOf(tape, "a"), Tape.indexOf(tape, "c")], [2, -1]);
});

Deno.test("Tape.instants() goes through open, extremes, close, bar, and funding where it is due", () => {
  const tape = tapeOf(Array<BarText>(9).fill(QUIET));
  const told = [...Tape.instants(tape)].map((i) =>
    `${i.bar} ${PHASES[i.phase]} ${(i.atMs - START_MS) / 60_000}`
  );
  deepStrictEqual(told.slice(0, 6), [
    "0 open 0",
    "0 extreme1 20",
    "0 extreme2 40",
    "0 close 60",
    "0 bar 60",
    "1 open 60",
  ]);
  deepStrictEqual(told.slice(35), [
    "7 open 420",
    "7 extreme1 440",
    "7 extreme2 460",
    "7 close 480",
    "7 bar 480",
    "7 funding 480",
    "8 open 480",
    "8 extreme1 500",
    "8 extreme2 520",
    "8 close 540",
    "8 bar 540",
  ]);
});

Deno.test("Tape.step() stays at the last instant", () => {
  const tape = tapeOf([QUIET]);
  const cursor = Tape.start(tape);
  while (Tape.step(tape, cursor));
  deepStrictEqual(cursor, { bar: 0, phase: 4, atMs: START_MS + HOUR_MS });
});

Deno.test("Tape.history() is what lies before fromMs, and row() what a bar of the grid has", () => {
  const tape = made(day({ fromMs: START_MS + 20 * HOUR_MS, symbols: other(quiet(22)) }));
  strictEqual(Tape.history(tape, 0).length, 20);
  strictEqual(Tape.history(tape, 0).openMs[19], START_MS + 19 * HOUR_MS);
  deepStrictEqual([0, 1, 2, 3].map((bar) => Tape.row(tape, 0, bar)), [20, 21, -1, -1]);
  const late = made(day({ symbols: other(quiet(12, 12)), assumeFundingRate: 0 }));
  strictEqual(Tape.history(late, 0).length, 0);
  deepStrictEqual([11, 12, 23].map((bar) => Tape.row(late, 0, bar)), [-1, 0, 11]);
  strictEqual(late.symbols[0].instrument.symbol, SYMBOL);
});

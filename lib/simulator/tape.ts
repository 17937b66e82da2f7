import { err, ok, type Result } from "../core/mod.ts";
import { CandleColumns, checkCandles, dividesDay, formatFaults, formatSpan } from "../market/mod.ts";
import { type Instant, PHASE, type Phase } from "../trader/mod.ts";
import { finerOnTape } from "./finer_path.ts";
import { fundingOnTape } from "./tape_funding.ts";
import type { TapeInput, TapeSource, TapeSymbol } from "./tape_parts.ts";
import { utcText } from "./utc_text.ts";

/** A market that has happened: bars of several symbols on one grid, and funding. Never changed once made. */
export interface Tape {
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Bars of the grid. */
  readonly bars: number;
  /** Ascending by symbol, by code unit. */
  readonly symbols: readonly TapeSymbol[];
  /** 1 where funding of some symbol is settled at the close of that bar. */
  readonly fundingDue: Uint8Array;
  /** Settlements that got the assumed rate, for printing beside the result. */
  readonly assumedSettlements: number;
}

/** A place on the tape, moved in place by step(). */
export interface TapeCursor {
  bar: number;
  phase: Phase;
  atMs: number;
}

/**
 * A tape, or everything that is wrong with its parts, each with symbol and time: bars off the grid, out of order, missing
 * in between or impossible in themselves, intrabar candles that do not make them, rates missing, double or between settlements. A settlement at fromMs itself
 * needs no rate, as nobody can hold a position then.
 */
function create(input: TapeInput): Result<Tape, string[]> {
  const faults = gridFaults(input);
  if (faults.length > 0) return err(faults);
  const { timeframeMs, fromMs, toMs } = input;
  const bars = (toMs - fromMs) / timeframeMs;
  const fundingDue = new Uint8Array(bars);
  const sources = input.symbols.toSorted((a, b) => a.instrument.symbol < b.instrument.symbol ? -1 : 1);
  const symbols: TapeSymbol[] = [];
  let assumedSettlements = 0;
  for (const source of sources) {
    const own = sourceFaults(source, input);
    faults.push(...own);
    if (own.length > 0) continue;
    const rowOfBar0 = (fromMs - source.candles.openMs[0]) / timeframeMs;
    const funding = fundingOnTape(source, { input, rowOfBar0, fundingDue, faults });
    assumedSettlements += funding.assumed;
    const finer = source.finer === undefined ? null : finerOnTape(source, input, faults);
    symbols.push({
      ...{ instrument: source.instrument, candles: source.candles, rowOfBar0, ...funding.settled },
      ...(finer === null ? {} : { finer }),
    });
  }
  if (faults.length > 0) return err(faults);
  return ok({ timeframeMs, fromMs, toMs, bars, symbols, fundingDue, assumedSettlements });
}

function gridFaults(input: TapeInput): string[] {
  const { timeframeMs, fromMs, toMs, symbols, assumeFundingRate: assumed } = input;
  if (!dividesDay(timeframeMs)) {
    return [`Tape: a bar of ${timeframeMs} ms does not divide a UTC day. Use 1m 5m 15m 30m 1h 2h 4h or 1d`];
  }
  const faults: string[] = [];
  for (const [name, ms] of [["fromMs", fromMs], ["toMs", toMs]] as const) {
    if (!Number.isSafeInteger(ms) || ms % timeframeMs !== 0) {
      const span = formatSpan(timeframeMs);
      faults.push(
        `Tape: ${name} is off the grid: it must be a UTC multiple of ${span}, current value is ${ms}`,
      );
    }
  }
  if (!(fromMs < toMs)) faults.push(`Tape: fromMs ${fromMs} must be before toMs ${toMs}`);
  if (symbols.length === 0) faults.push("Tape: there are no symbols. Name at least one");
  if (assumed !== undefined && !(Math.abs(assumed) < 1)) {
    faults.push(`Tape: the assumed funding rate must be a fraction below 1: current value is ${assumed}`);
  }
  const names = new Set<string>();
  for (const { instrument: { symbol } } of symbols) {
    if (names.has(symbol)) faults.push(`${symbol}: is on the tape twice. Name it once`);
    names.add(symbol);
  }
  return faults;
}

function sourceFaults({ instrument, candles }: TapeSource, input: TapeInput): string[] {
  const { timeframeMs, fromMs, toMs } = input;
  const { symbol, fundingIntervalMs } = instrument;
  if (fundingIntervalMs % timeframeMs !== 0) {
    const spans = [formatSpan(timeframeMs), formatSpan(fundingIntervalMs)];
    return [
      `${symbol}: bars of ${spans[0]} hide settlements every ${spans[1]}. Use a timeframe that divides it`,
    ];
  }
  const faults = checkCandles(candles, { timeframeMs, file: symbol });
  if (faults.length > 0) return faults.map((fault) => formatFaults([fault]));
  if (CandleColumns.between(candles, fromMs, toMs).length === 0) {
    return [
      `${symbol}: has no bar between ${utcText(fromMs)} and ${
        utcText(toMs)
      }. Leave it out or change the span`,
    ];
  }
  return [];
}

/** Index of a symbol, -1 when it is not on the tape. */
function indexOf(tape: Tape, symbol: string): number {
  for (let i = 0; i < tape.symbols.length; i++) if (tape.symbols[i].instrument.symbol === symbol) return i;
  return -1;
}

/** Row of a symbol's candle of a bar, -1 when it has none. */
function row(tape: Tape, symbolIndex: number, bar: number): number {
  const symbol = tape.symbols[symbolIndex];
  const at = bar + symbol.rowOfBar0;
  return at < symbol.candles.length && at >= 0 ? at : -1;
}

/** Candles from before the tape begins, as views: what features warm up on. */
function history(tape: Tape, symbolIndex: number): CandleColumns {
  const { candles, rowOfBar0 } = tape.symbols[symbolIndex];
  return CandleColumns.slice(candles, 0, Math.max(0, rowOfBar0));
}

/** Funding rate settled for a symbol at the close of a bar; NaN when none is. */
function fundingRate(tape: Tape, symbolIndex: number, bar: number): number {
  const symbol = tape.symbols[symbolIndex];
  const settlement = (closeMs(tape, bar) - symbol.firstSettlementMs) / symbol.instrument.fundingIntervalMs;
  if (!Number.isInteger(settlement) || settlement < 0) return NaN;
  return settlement < symbol.fundingRates.length ? symbol.fundingRates[settlement] : NaN;
}

/** Logical time of an instant: the extremes are at a third and two thirds of the bar, cut to whole ms. */
function atMs(tape: Tape, bar: number, phase: Phase): number {
  const openMs = tape.fromMs + bar * tape.timeframeMs;
  const thirds = phase >= PHASE.close ? 3 : phase;
  return openMs + Math.floor((thirds * tape.timeframeMs) / 3);
}

/** Time at which a bar closes. */
const closeMs = (tape: Tape, bar: number): number => tape.fromMs + (bar + 1) * tape.timeframeMs;

/** A cursor at the first instant: the open of bar 0. */
function start(tape: Tape): TapeCursor {
  return { bar: 0, phase: PHASE.open, atMs: tape.fromMs };
}

/** Moves a cursor to the next instant; false, and the cursor unchanged, when it is at the last one. */
function step(tape: Tape, cursor: TapeCursor): boolean {
  const last = tape.fundingDue[cursor.bar] === 1 ? PHASE.funding : PHASE.bar;
  if (cursor.phase < last) cursor.phase = (cursor.phase + 1) as Phase;
  else if (cursor.bar + 1 < tape.bars) {
    cursor.bar += 1;
    cursor.phase = PHASE.open;
  } else return false;
  cursor.atMs = atMs(tape, cursor.bar, cursor.phase);
  return true;
}

/** Moves a cursor from the open of its bar to its bar instant. */
function skipPrices(tape: Tape, cursor: TapeCursor): void {
  cursor.phase = PHASE.bar;
  cursor.atMs = closeMs(tape, cursor.bar);
}

/** Every instant in order: open, extreme1, extreme2, close, bar, and funding where it is due. For hot loops use step(). */
function* instants(tape: Tape): Generator<Instant> {
  const cursor = start(tape);
  do yield { ...cursor }; while (step(tape, cursor));
}

/** Companion of Tape. */
export const Tape = {
  create,
  indexOf,
  row,
  history,
  fundingRate,
  atMs,
  start,
  step,
  closeMs,
  skipPrices,
  instants,
};

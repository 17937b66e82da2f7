import { unwrap } from "../core/mod.ts";
import {
  type CheckRecord,
  Checks,
  type Instrument,
  type Intent,
  Money,
  parseInstrument,
  type Side,
} from "../domain/mod.ts";
import { anEntry } from "../domain/entry_fixture.ts";
import { Book, type Holding, LossPeriods, ReturnWindow, Streak } from "../portfolio/mod.ts";
import { evaluate, type RiskVerdict } from "./evaluate.ts";
import type { RiskInput } from "./rules.ts";
import { riskConfig } from "./schema.ts";

export const usdt = Money.parse;
/** Monday and first of a month. */
export const NOW = Date.UTC(2024, 0, 1);
export const HOUR = 3_600_000;
export const LIMITS = riskConfig.parse({});
export const SYMBOLS = ["AAA/USDT:USDT", "BBB/USDT:USDT", "CCC/USDT:USDT", "DDD/USDT:USDT"] as const;

/** Tick 0.1, step 0.001 (one tick on one step is 0.0001 USDT), brackets as a large coin's. */
export function anInstrument(symbol: string = SYMBOLS[0], change: Partial<Instrument> = {}): Instrument {
  return { ...unwrap(parseInstrument(symbol, anEntry()), "instrument of the tests"), ...change };
}

/** Long from 20,000.0 with the stop 2 % below; sized to 0.125 of 10,000 USDT. */
export function anIntent(change: Partial<Intent> = {}): Intent {
  return {
    id: "rr:AAA/USDT:USDT:0:pullback:long",
    system: "rr",
    symbol: SYMBOLS[0],
    side: 1,
    rule: "pullback",
    regime: "TREND",
    barCloseMs: NOW,
    anchorTicks: 200_000,
    stopTicks: 196_000,
    targets: [{ ticks: 208_000, sharePct: 100 }],
    leverage: 1,
    score: 0.5,
    ...change,
  };
}

/** Orthogonal, so that any two symbols are uncorrelated. */
const RETURNS = [[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1], [1, 1, -1, -1]];

/** A full window of returns that ends at NOW. */
export function returnsOf(...values: number[]): ReturnWindow {
  const window = ReturnWindow.create(values.length);
  values.forEach((value, i) => ReturnWindow.push(window, value, NOW - values.length + 1 + i, 1));
  return window;
}

/** A position of small value and no risk in a symbol. */
export function held(side: Side, change: Partial<Holding> = {}): Partial<Holding> {
  return { side, qtySteps: 1, cost: usdt("20"), stopTicks: 200_000, markPrice: 20_000, ...change };
}

/** What a case differs in from one that passes every rule; holdings by the index of their symbol. */
export interface Change extends Partial<Omit<RiskInput, "book" | "instruments" | "intent">> {
  readonly wallet?: string;
  readonly riskPct?: number;
  readonly instrument?: Partial<Instrument>;
  readonly intent?: Partial<Intent>;
  readonly holdings?: Readonly<Record<number, Partial<Holding>>>;
}

/** Input of four symbols, the intent in the first: 10,000 USDT, nothing held. */
export function anInput(change: Change = {}): RiskInput {
  const { wallet = "10000", instrument, intent, holdings = {}, ...rest } = change;
  const book = Book.create(SYMBOLS.length);
  book.wallet = usdt(wallet);
  for (const i in holdings) Object.assign(book.holdings[i], holdings[i]);
  const periods = LossPeriods.create();
  LossPeriods.observe(periods, NOW, book.wallet, [2, 5, 8]);
  return {
    nowMs: NOW,
    barMs: HOUR,
    intent: anIntent(intent),
    symbolIndex: 0,
    instruments: SYMBOLS.map((symbol, i) => anInstrument(symbol, i === 0 ? instrument : {})),
    book,
    latches: [],
    periods,
    streak: Streak.create(),
    returns: RETURNS.map((values) => returnsOf(...values)),
    limits: LIMITS,
    ...rest,
  };
}

/** The verdict on a case and every rule it was held against. */
export function judge(
  change: Change = {},
): { verdict: RiskVerdict; checks: CheckRecord[]; failed: string[] } {
  const checks = Checks.create();
  const { riskPct = LIMITS.risk_per_trade_pct, ...rest } = change;
  const verdict = evaluate(anInput(rest), riskPct, checks);
  const records = Checks.toRecords(checks);
  return { verdict, checks: records, failed: records.filter((c) => !c.pass).map((c) => c.name) };
}

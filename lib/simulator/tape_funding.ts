import { formatSpan } from "../market/mod.ts";
import { utcText } from "./utc_text.ts";
import type { TapeInput, TapeSource, TapeSymbol } from "./tape_parts.ts";

interface FundingTask {
  readonly input: TapeInput;
  readonly rowOfBar0: number;
  /** Marked where this symbol settles. */
  readonly fundingDue: Uint8Array;
  /** What is wrong is appended. */
  readonly faults: string[];
}

interface SettledFunding {
  readonly settled: Pick<TapeSymbol, "firstSettlementMs" | "fundingRates">;
  /** Settlements that got the assumed rate. */
  readonly assumed: number;
}

/**
 * Puts a symbol's rates on its settlements: UTC multiples of its funding interval after fromMs and before toMs. Neighbouring
 * settlements without a rate make one fault.
 */
export function fundingOnTape(source: TapeSource, task: FundingTask): SettledFunding {
  const { fromMs, toMs, timeframeMs, assumeFundingRate } = task.input;
  const intervalMs = source.instrument.fundingIntervalMs;
  const firstMs = (Math.floor(fromMs / intervalMs) + 1) * intervalMs;
  const count = Math.max(0, Math.ceil((toMs - firstMs) / intervalMs));
  const rates = placeRates(source, { firstMs, count, toMs, faults: task.faults });
  let assumed = 0, missing = 0;
  for (let k = 0; k <= count; k++) {
    const bar = (firstMs + k * intervalMs - fromMs) / timeframeMs - 1;
    const row = bar + task.rowOfBar0;
    const held = k < count && row >= 0 && row < source.candles.length;
    const absent = held && Number.isNaN(rates[k]);
    if (!absent && missing > 0) {
      task.faults.push(missingText(source, firstMs + (k - missing) * intervalMs, missing));
      missing = 0;
    }
    if (!held) {
      if (k < count) rates[k] = NaN;
      continue;
    }
    task.fundingDue[bar] = 1;
    if (!absent) continue;
    if (assumeFundingRate === undefined) missing += 1;
    else {
      rates[k] = assumeFundingRate;
      assumed += 1;
    }
  }
  return { settled: { firstSettlementMs: firstMs, fundingRates: rates }, assumed };
}

interface Settlements {
  readonly firstMs: number;
  readonly count: number;
  readonly toMs: number;
  readonly faults: string[];
}

function placeRates({ instrument, funding }: TapeSource, on: Settlements): Float64Array {
  const { symbol, fundingIntervalMs } = instrument;
  const rates = new Float64Array(on.count).fill(NaN);
  for (let i = 0; i < funding.length; i++) {
    const atMs = funding.atMs[i], rate = funding.rate[i];
    if (atMs <= on.firstMs - fundingIntervalMs || atMs >= on.toMs) continue;
    const k = (atMs - on.firstMs) / fundingIntervalMs;
    const place = `${symbol}, at ${utcText(atMs)}`;
    if (!Number.isInteger(k)) {
      const span = formatSpan(fundingIntervalMs);
      on.faults.push(
        `${place}: a funding rate between settlements (one every ${span}). Put times on the hour, or correct the interval`,
      );
    } else if (!(Math.abs(rate) < 1)) {
      on.faults.push(`${place}: the funding rate is ${rate}, a fraction below 1 is needed. Fetch it again`);
    } else if (!Number.isNaN(rates[k])) {
      on.faults.push(`${place}: the funding rate is there twice. Remove one of the two`);
    } else rates[k] = rate;
  }
  return rates;
}

function missingText({ instrument }: TapeSource, atMs: number, count: number): string {
  const lastMs = atMs + (count - 1) * instrument.fundingIntervalMs;
  const what = count === 1
    ? "no funding rate"
    : `no funding rate at ${count} settlements up to ${utcText(lastMs)}`;
  return `${instrument.symbol}, at ${
    utcText(atMs)
  }: ${what}. Give the rates, or a rate to assume (--assume-funding)`;
}

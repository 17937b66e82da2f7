import { divHalfEven } from "../core/mod.ts";
import { Instrument, Money } from "../domain/mod.ts";

/** What is needed to write numbers with their units. */
export interface Units {
  /** Settle currency of the account, e.g. "USDT". */
  readonly currency: string;
  readonly instruments: readonly Instrument[];
}

/** Money in cents where it is a unit or more, exactly where it is less: "12.30 USDT", "0.00004 USDT". */
export function moneyText(amount: Money, { currency }: Units): string {
  const cents = divHalfEven(amount, 1_000_000n), magnitude = cents < 0n ? -cents : cents;
  if (Money.abs(amount) < 100_000_000n) return `${Money.format(amount)} ${currency}`;
  const digits = magnitude.toString();
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
}

/** The same with a sign, for what is won or lost. */
export function resultText(amount: Money, units: Units): string {
  return `${amount > 0n ? "+" : ""}${moneyText(amount, units)}`;
}

/** A price of whole ticks: "61234.5 USDT"; in ticks where the instrument is not known. */
export function ticksText(symbol: string, ticks: number, units: Units): string {
  const it = instrumentOf(symbol, units);
  return it === undefined ? `${ticks} ticks` : priceText(symbol, Instrument.price(it, ticks), units);
}

/** An average or derived price, to eight digits. */
export function priceText(symbol: string, price: number, units: Units): string {
  return `${Number(price.toPrecision(8))} ${instrumentOf(symbol, units)?.settle ?? units.currency}`;
}

/** A size without its sign: "0.012 BTC"; in steps where the instrument is not known. */
export function sizeText(symbol: string, steps: number, units: Units): string {
  const it = instrumentOf(symbol, units);
  if (it === undefined) return `${Math.abs(steps)} steps`;
  return `${Instrument.quantity(it, Math.abs(steps))} ${symbol.split("/")[0]}`;
}

/** A signed size in words: "long 0.012 BTC", "nothing". */
export function holdingText(symbol: string, steps: number, units: Units): string {
  if (steps === 0) return "nothing";
  return `${steps > 0 ? "long" : "short"} ${sizeText(symbol, steps, units)}`;
}

/** A share, to two digits after the point. */
export const pctText = (pct: number): string => `${Number(pct.toFixed(2))} %`;

/** A result in multiples of the risk taken: "-0.98 R". */
export const rText = (r: number): string => `${r > 0 ? "+" : ""}${Number(r.toFixed(2))} R`;

/** A length of time by its two largest units: "350 ms", "2.1 s", "5 h 12 min". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  const minutes = Math.floor(ms / 60_000), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  if (days > 0) return `${days} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** A moment to the minute: "2024-01-01 03:00 UTC". */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** "1 order", "2 orders". */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const instrumentOf = (symbol: string, { instruments }: Units): Instrument | undefined =>
  instruments.find((it) => it.symbol === symbol);

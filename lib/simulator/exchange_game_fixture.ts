// A wild market and commands for it: what property tests of the exchange play.
import fc from "fast-check";
import { Rng, unwrap } from "../core/mod.ts";
import { Instrument, type OrderRequest, parseInstrument } from "../domain/mod.ts";
import type { VenueCommand } from "../trader/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { Tape } from "./tape.ts";
import {
  type BarText,
  candlesOf,
  fundingOf,
  HOUR_MS,
  START_MS,
  TEST_ENTRY,
  testInstrument,
} from "./exchange_fixture.ts";

export const BARS = 40;
export const INITIAL = 1_000_000_000_000n; // 10,000 USDT
export const SYMBOLS = ["A/USDT:USDT", "B/USDT:USDT"] as const;

/** A wild market: bars of some 5 %, gaps, thin volume at times; B settles funding every hour and starts late. */
export function randomTape(seed: number): Tape {
  const rng = Rng.create(`property ${seed}`);
  const bars = (n: number, start: number): BarText[] => {
    let price = start;
    return Array.from({ length: n }, () => {
      if (Rng.uniform(rng) < 0.2) price *= 1 + 0.04 * Rng.normal(rng);
      const open = price;
      price = Math.max(start / 20, price * (1 + 0.03 * Rng.normal(rng)));
      const high = Math.max(open, price) * (1 + 0.02 * Rng.uniform(rng));
      const low = Math.min(open, price) * (1 - 0.02 * Rng.uniform(rng));
      const volume = Rng.uniform(rng) < 0.5 ? 1000 : Rng.uniform(rng) ** 3;
      return [open, high, low, price, volume] as const;
    });
  };
  const hourly = unwrap(parseInstrument(SYMBOLS[1], { ...TEST_ENTRY, fundingIntervalHours: 1 }), "hourly");
  const rates = Array.from(
    { length: BARS },
    (_, i) => [START_MS + i * HOUR_MS, 1e-3 * Rng.normal(rng)] as const,
  );
  const eighth = rates.filter(([atMs]) => atMs % (8 * HOUR_MS) === 0);
  return unwrap(
    Tape.create({
      timeframeMs: HOUR_MS,
      fromMs: START_MS,
      toMs: START_MS + BARS * HOUR_MS,
      symbols: [
        {
          instrument: testInstrument(SYMBOLS[0]),
          candles: candlesOf(bars(BARS, 200)),
          funding: fundingOf(eighth),
        },
        {
          instrument: hourly,
          candles: candlesOf(bars(BARS - 5, 3000), START_MS + 3 * HOUR_MS),
          funding: fundingOf(rates),
        },
      ],
    }),
    "random tape",
  );
}

/** A command before the exchange's last price is known; offsets are in per mille of it. */
export const wish = fc.record({
  at: fc.nat(BARS * 5),
  symbol: fc.nat(1),
  kind: fc.constantFrom("order", "order", "order", "order", "cancel", "configure"),
  type: fc.constantFrom("market", "market", "limit", "stop_market", "take_profit_market"),
  side: fc.constantFrom(1, -1),
  qtySteps: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 3000, max: 300_000 })),
  offset: fc.integer({ min: -40, max: 40 }),
  flag: fc.constantFrom("", "", "reduce", "close"),
  clientId: fc.nat(30),
  leverage: fc.constantFrom(1, 3, 10, 50, 126),
});
export type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** A wish as a command at the market as it is. */
export function commandOf(spec: ExchangeSpec, state: ExchangeState, w: Wish): VenueCommand {
  const symbol = SYMBOLS[w.symbol], clientId = `c${w.clientId}`;
  if (w.kind === "cancel") return { kind: "CancelOrder", symbol, clientId };
  if (w.kind === "configure") return { kind: "ConfigureSymbol", symbol, leverage: w.leverage };
  const { instrument } = spec.tape.symbols[w.symbol];
  const ticks = Instrument.ticksNearest(instrument, state.lastPrice[w.symbol] * (1 + w.offset / 1000));
  const isConditional = w.type === "stop_market" || w.type === "take_profit_market";
  const closePosition = w.flag === "close" && isConditional;
  const order = {
    clientId,
    symbol,
    side: w.side,
    type: w.type,
    qtySteps: closePosition ? 0 : w.qtySteps,
    limitTicks: w.type === "limit" ? ticks : null,
    triggerTicks: isConditional ? ticks : null,
    reduceOnly: w.flag === "reduce",
    closePosition,
  } as OrderRequest;
  return { kind: "SubmitOrder", order, sentAtMs: 0, recvWindowMs: Infinity };
}

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { encodeState } from "../core/mod.ts";
import { HOUR_MS, START_MS } from "./exchange_fixture.ts";
import { MarketBar } from "./market_bar.ts";
import { MarketBook } from "./market_book.ts";
import { MarketModel } from "./model.ts";
import { simulatedInstruments } from "./simulated_instruments.ts";

const SPEC = { seed: "book", symbols: 8, startMs: START_MS, timeframeMs: HOUR_MS };

Deno.test("MarketBook.read() writes sound books about the close: on the tick, whole steps, best first, not crossed", () => {
  const instruments = simulatedInstruments(8);
  const state = MarketModel.create(SPEC);
  const bar = MarketBar.create(8), book = MarketBook.create(10);
  for (let i = 0; i < 500; i++) {
    MarketModel.next(SPEC, state, bar);
    for (let s = 0; s < 8; s++) {
      MarketBook.read(SPEC, state, s, book);
      const { bidPrice, bidQuantity, askPrice, askQuantity } = book;
      ok(bar.close[s] === bidPrice[0] || bar.close[s] === askPrice[0], "the last trade was at the touch");
      ok(bidPrice[0] < askPrice[0]);
      ok((askPrice[0] / bidPrice[0] - 1) * 1e4 < 100, `${askPrice[0]} over ${bidPrice[0]}`);
      for (let k = 0; k < 10; k++) {
        ok(k === 0 || (bidPrice[k] < bidPrice[k - 1] && askPrice[k] > askPrice[k - 1]));
        for (const price of [bidPrice[k], askPrice[k]]) {
          const ticks = price * instruments[s].tickPow10 / instruments[s].tickMantissa;
          ok(price > 0 && Math.abs(ticks - Math.round(ticks)) < 1e-6 * ticks, `${price} is off the tick`);
        }
        for (const quantity of [bidQuantity[k], askQuantity[k]]) {
          const steps = quantity * instruments[s].stepPow10 / instruments[s].stepMantissa;
          ok(
            steps >= 0.999 && Math.abs(steps - Math.round(steps)) < 1e-6 * steps,
            `${quantity} is off the step`,
          );
        }
      }
    }
  }
});

Deno.test("MarketBook.read() changes nothing, says the same twice, and something else on the next bar", () => {
  const state = MarketModel.create(SPEC);
  const bar = MarketBar.create(8);
  MarketModel.next(SPEC, state, bar);
  const before = encodeState(state);
  const [first, again, next] = [MarketBook.create(5), MarketBook.create(5), MarketBook.create(5)];
  MarketBook.read(SPEC, state, 3, first);
  MarketBook.read(SPEC, state, 3, again);
  deepStrictEqual(again, first);
  strictEqual(encodeState(state), before);
  MarketModel.next(SPEC, state, bar);
  MarketBook.read(SPEC, state, 3, next);
  ok(next.bidQuantity.some((quantity, k) => quantity !== first.bidQuantity[k]));
});

import assert from "node:assert/strict";
import { decodeState, encodeState, unwrap } from "../core/mod.ts";
import type { OpenedBar } from "./bar_window.ts";
import { EndlessMarket, type EndlessMarketSpec } from "./endless_market.ts";
import { generateMarket } from "./generate_market.ts";
import { Tape } from "./tape.ts";
import { createTapeWorld } from "./world.ts";

const HOUR_MS = 3_600_000, WARM_UP = 100, BARS = 50;
const START_MS = Date.UTC(2024, 0, 1) - WARM_UP * HOUR_MS;
const model = { seed: "endless", symbols: 3, startMs: START_MS, timeframeMs: HOUR_MS };

/** The same market as a tape, and which of the model's symbols each of the tape's is. */
function tapeOf(): { tape: Tape; spec: EndlessMarketSpec } {
  const symbols = generateMarket({ ...model, bars: WARM_UP + BARS });
  const fromMs = START_MS + WARM_UP * HOUR_MS;
  const span = { timeframeMs: HOUR_MS, fromMs, toMs: fromMs + BARS * HOUR_MS };
  const tape = unwrap(Tape.create({ ...span, symbols }), "test tape");
  const made = symbols.map(({ instrument: { symbol } }) => symbol);
  const traded = tape.symbols.map(({ instrument: { symbol } }) => made.indexOf(symbol));
  return { tape, spec: { model, warmUpBars: WARM_UP, symbols: traded } };
}

Deno.test("EndlessMarket plays the bars and instants of the tape of the same seed, also from a snapshot", () => {
  const { tape, spec } = tapeOf();
  const world = createTapeWorld(tape, "venue");
  let state = EndlessMarket.start(spec);
  const opened: OpenedBar[] = [];
  for (let instant = world.next(), i = 0; instant !== null; instant = world.next(), i++) {
    if (i % 7 === 0) state = decodeState(encodeState(state)) as typeof state;
    const told = EndlessMarket.next(spec, state, 250);
    if (told[0].kind === "BarOpened") opened.push(told[0].opened);
    assert.deepEqual(told.at(-1), instant.body);
    assert.equal(told.length, (instant.body as { phase?: number }).phase === 0 ? 2 : 1);
  }
  assert.equal(opened.length, BARS);
  opened.forEach(({ bar, openMs, everyMs, candles }, i) => {
    assert.deepEqual([bar, openMs, everyMs], [i, tape.fromMs + i * HOUR_MS, 250]);
    tape.symbols.forEach(({ candles: own, rowOfBar0 }, k) => {
      const row = i + rowOfBar0;
      assert.deepEqual(candles[k], {
        ...{ open: own.open[row], high: own.high[row], low: own.low[row], close: own.close[row] },
        ...{ volume: own.volume[row], fundingRate: Tape.fundingRate(tape, k, i) },
      });
    });
  });
});

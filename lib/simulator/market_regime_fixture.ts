/** What the regime router's own classifier says of a series of hourly candles. */

import { CandleColumns } from "../market/mod.ts";
import { REGIME_NAMES } from "../regime/mod.ts";
import { createDesk, isWarm, NO_RECORDER, SymbolReducer, systemConfig, traderSpec } from "../trader/mod.ts";
import type { Figures } from "./market_figures_fixture.ts";
import { simulatedInstruments } from "./simulated_instruments.ts";

/** Shares in percent of 4h bars by the regime that was adopted, and how long one stays, in 4h bars. */
export function regimeFigures(candles: CandleColumns): Figures {
  const config = systemConfig.parse({ id: "calibration", tag: "CA", min_bars: 200 });
  const [instrument] = simulatedInstruments(1);
  const [spec] = traderSpec(config, [{ instrument, historySource: "" }], "calibration").symbols;
  const desk = createDesk(spec, SymbolReducer.start(spec, CandleColumns.create(0)));
  const { state } = desk;
  const counts = new Float64Array(REGIME_NAMES.length);
  let bars = 0, changes = 0, last = -1;
  for (let i = 0; i < candles.length; i++) {
    SymbolReducer.bar(desk, candles, i, NO_RECORDER);
    if (!state.setupClosedNow || !isWarm(state)) continue;
    const { current } = state.regime;
    bars += 1;
    counts[current] += 1;
    if (current !== last) changes += 1;
    last = current;
  }
  const shares = REGIME_NAMES.map((name, i) => [`regime ${name}, %`, 100 * counts[i] / bars]);
  return { ...Object.fromEntries(shares), "regimes: 4h bars one stays": bars / changes };
}

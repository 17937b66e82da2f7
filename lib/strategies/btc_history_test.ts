import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { unwrap } from "../core/mod.ts";
import { Checks, parseInstrument } from "../domain/mod.ts";
import { parseCandles } from "../market/mod.ts";
import { adopt, classify, RawRegime, regimeConfig, RegimeState } from "../regime/mod.ts";
import { createFrame } from "./frame_fixture.ts";
import { propose } from "./propose.ts";
import { createStates, observeAll, watchersOf } from "./registry.ts";
import { createRouter, route } from "./router.ts";
import { routerConfig, strategiesConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import type { StrategyView } from "./view.ts";

const FOLDER = "../shared/data";
const CANDLES = `${FOLDER}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`;
const INSTRUMENTS = `${FOLDER}/instruments/binance_usdm.json`;
const SYMBOL = "BTC/USDT:USDT";
/** From here on there are 200 daily bars; the file ends on 2023-01-01. */
const FROM_MS = Date.UTC(2020, 6, 19);

/** Whether the bar touches the stop or the last target of an entry, which ends it. */
function isOver(entry: Signal, view: StrategyView): boolean {
  const { tickPow10, tickMantissa } = view.instrument;
  const high = view.entry.high * tickPow10 / tickMantissa, low = view.entry.low * tickPow10 / tickMantissa;
  const target = entry.targetTicks[entry.targetCount - 1];
  return entry.side === 1
    ? low <= entry.stopTicks || high >= target
    : high >= entry.stopTicks || low <= target;
}

/** Entries of the defaults by strategy, one position at a time, and on how many setup bars each regime rule held. */
function countEntries() {
  const candles = unwrap(parseCandles(readFileSync(CANDLES), CANDLES), CANDLES);
  const entries = JSON.parse(readFileSync(INSTRUMENTS, "utf8"));
  const instrument = unwrap(parseInstrument(SYMBOL, entries[SYMBOL]), INSTRUMENTS);
  const regimes = regimeConfig.parse({}), strategies = strategiesConfig.parse({});
  const frame = createFrame(instrument, regimes), { view } = frame;
  const router = createRouter(routerConfig.parse({}), strategies), states = createStates(strategies);
  const watchers = watchersOf(strategies, states);
  const raw = RawRegime.create(), regime = RegimeState.create();
  const signal = Signal.create(), checks = Checks.create();
  const counts: Record<string, number> = { trend_pullback: 0, range_reversion: 0 };
  const held: Record<string, number> = {};
  let setupBars = 0, open: Signal | null = null;
  for (let i = 0; i < candles.length; i++) {
    frame.update(candles, i);
    observeAll(watchers, view);
    Checks.reset(checks);
    const isCounted = candles.openMs[i] >= FROM_MS;
    if (view.setup.closedNow) {
      classify(regimes, frame.features, raw, checks);
      adopt(regimes, regime, raw.regime, raw.confidence);
      view.confidence = regime.confidence;
      setupBars += isCounted ? 1 : 0;
      for (const { name, pass } of isCounted ? Checks.toRecords(checks) : []) {
        held[name] = (held[name] ?? 0) + (pass ? 1 : 0);
      }
      held.trend = (held.trend ?? 0) +
        (isCounted && checks.pass[0] + checks.pass[1] + checks.pass[2] === 3 ? 1 : 0);
    }
    if (open !== null && isOver(open, view)) open = null;
    const { strategy, config } = route(router, regime.current);
    if (!isCounted || strategy === null || !RegimeState.entriesAllowed(regime)) continue;
    Checks.reset(checks);
    if (!propose(strategy, config, states[strategy.name]!, view, signal, checks)) continue;
    assert.ok((signal.anchorTicks - signal.stopTicks) * signal.side > 0);
    assert.ok((signal.targetTicks[0] - signal.anchorTicks) * signal.side > 0);
    if (open !== null) continue;
    counts[strategy.name] += 1;
    open = structuredClone(signal);
  }
  return { counts, held, setupBars };
}

const present = existsSync(CANDLES) && existsSync(INSTRUMENTS);

Deno.test({
  name: "the default strategies enter BTC's history about as often as an independent count" +
    (present ? "" : " (skipped: ../shared/data is absent)"),
  ignore: !present,
  fn() {
    const { counts, held, setupBars } = countEntries();
    const text = JSON.stringify({ counts, held, setupBars });
    // the independent count: TREND holds on a third of setup bars, BREAKOUT on a fifth; 62 and 41 entries. Its code is not
    // known: ours, 69 and 43, are within 15 %; a reversion that fires on the first close inside alone had 32 and is refused
    const share = (name: string) => held[name] / setupBars;
    assert.ok(Math.abs(share("trend") - 1 / 3) < 0.03, text);
    assert.ok(Math.abs(share("regime.breakout.bw_expansion") - 1 / 5) < 0.03, text);
    assert.ok(Math.abs(counts.trend_pullback - 62) <= 0.15 * 62, text);
    assert.ok(Math.abs(counts.range_reversion - 41) <= 0.15 * 41, text);
  },
});

import type { Instrument } from "../domain/mod.ts";
import { type CallConfig, callConfig } from "../execution/mod.ts";
import { timeframeMs } from "../market/mod.ts";
import { ownKnobs } from "./knob_paths.ts";
import { symbolParts, type SystemConfig } from "./schema.ts";
import type { SymbolSpec } from "./symbol/spec.ts";
import type { TraderSpec } from "./turn.ts";

/** Where one symbol's run begins, besides its instrument. */
export interface SymbolOrigin {
  readonly instrument: Instrument;
  /** Name of a file whose candles only feed the features; "" when the history is the symbol's own. */
  readonly historySource: string;
}

/**
 * Specs of all reducers for a system, in the order of `origins` (ascending by symbol). `calls` decides nothing while the
 * venue answers in time, so it is no part of the system.
 */
export function traderSpec(
  system: SystemConfig,
  origins: readonly SymbolOrigin[],
  runId: string,
  calls: CallConfig = callConfig.parse({}),
): TraderSpec {
  const { timeframes: tf } = system;
  const instruments = origins.map((o) => o.instrument);
  const names = instruments.map((it) => it.symbol);
  const entryMs = timeframeMs(tf.entry);
  const alone = system.router.ALL ?? null;
  // a lone strategy's returns are those of the bars it trades on
  const setupMs = alone === null ? timeframeMs(tf.setup) : entryMs;
  const symbols = origins.map(({ instrument, historySource }): SymbolSpec => {
    const parts = symbolParts(system, system.symbols[instrument.symbol]?.overrides ?? {});
    if (!parts.ok) {
      throw new Error(`Cannot use the overrides of ${instrument.symbol}: they were not validated`);
    }
    return {
      system: system.id,
      symbol: instrument.symbol,
      instrument,
      historySource,
      entryMs,
      setupMs,
      trendMs: alone === null ? timeframeMs(tf.trend) : entryMs,
      minBars: system.min_bars,
      router: system.router,
      alone,
      correlationBars: origins.length > 1 ? system.risk.correlation_bars : 0,
      ownKnobs: ownKnobs(system.symbols, instrument.symbol),
      ...parts.value,
    };
  });
  return {
    symbols,
    portfolio: {
      system: system.id,
      symbols: names,
      instruments,
      limits: system.risk,
      config: system,
      barMs: entryMs,
      setupMs,
      decisionDeadlineMs: calls.decision_deadline_ms,
    },
    orders: { runId, systemTag: system.tag, symbols: names, instruments, execution: system.execution, calls },
  };
}

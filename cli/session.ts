import { canonicalJson, sha256Hex } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import type { PaperSession } from "../actors/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import { ExchangeSpec } from "../lib/simulator/mod.ts";
import { traderSpec } from "../lib/trader/mod.ts";
import type { Market } from "./market.ts";

/** A paper session and the id that its orders and its store carry. */
export interface Session extends PaperSession {
  readonly runId: string;
}

/**
 * Puts configuration and market together. The run id is SHA-256 of what decides the result: system, account, simulator,
 * instruments, span, the data within it and the name of a history file (decisions tell it); never of store, folders or
 * how it is run.
 */
export function createSession(config: Config, market: Market): Session {
  const { tape } = market;
  const instruments = tape.symbols.map((symbol) => symbol.instrument);
  const runId = sha256Hex(canonicalJson({
    system: config.system,
    account: config.account,
    simulator: config.simulator,
    instruments,
    fromMs: tape.fromMs,
    toMs: tape.toMs,
    assumedSettlements: tape.assumedSettlements,
    data: market.digests,
    history: market.historySources,
  }));
  const origins = instruments.map((instrument, i) => ({
    instrument,
    historySource: market.historySources[i]!,
  }));
  const { slippage_bps, volume_share_pct } = config.simulator;
  return {
    runId,
    trader: traderSpec(config.system, origins, runId),
    exchange: ExchangeSpec.create({ tape, slippageBps: slippage_bps, volumeSharePct: volume_share_pct }),
    walletBalance: Money.fromNumber(config.account.balance),
  };
}

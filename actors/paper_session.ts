import type { Money } from "../lib/domain/mod.ts";
import { type NotifyConfig, notifyConfig } from "../lib/notify/mod.ts";
import type { EndlessMarketSpec, ExchangeSpec, LiveMarketSpec, Tape } from "../lib/simulator/mod.ts";
import {
  type GuardianSpec,
  type ProtectionConfig,
  protectionConfig,
  type ReconcileConfig,
  reconcileConfig,
  type ReconciliationSpec,
  type TraderSpec,
} from "../lib/trader/mod.ts";
import { type Telling, tellingOf } from "./telling.ts";

/** What a paper session is made of. */
export interface PaperSession {
  readonly trader: TraderSpec;
  readonly exchange: ExchangeSpec;
  readonly walletBalance: Money;
  readonly guardian: GuardianSpec;
  readonly reconciliation: ReconciliationSpec;
  /** Bars the market plays in a second of wall time, whoever trades on it; 0: it waits for those who do. */
  readonly barsPerSecond: number;
  /** The market that goes on from the end of the tape's history; null where the tape is all there is. */
  readonly endless: EndlessMarketSpec | null;
  /** The market that a venue tells of; null where it is made here. */
  readonly live: LiveSession | null;
  readonly telling: Telling;
}

/** A real market as the venue of a paper session. */
export interface LiveSession {
  readonly market: LiveMarketSpec;
  /** Candles from before it, of the length that is decided on; the exchange is moved by shorter ones. */
  readonly history: Tape;
}

/** What decides in a paper session. */
export type PaperCore =
  & Pick<PaperSession, "trader" | "exchange" | "walletBalance">
  & Partial<Pick<PaperSession, "endless" | "live">>;

/** How a paper session is watched and told of; none of it decides while all goes well. */
export interface PaperSettings {
  /** 0 is stepped delivery, anything else is free. */
  readonly barsPerSecond: number;
  readonly protection: ProtectionConfig;
  readonly reconcile: ReconcileConfig;
  readonly notify: NotifyConfig;
  /** Risk of one trade in percent of equity. */
  readonly riskPct: number;
  /** Settle currency of the account. */
  readonly currency: string;
}

/** Defaults of all sections, in stepped delivery. */
export function defaultSettings(): PaperSettings {
  return {
    barsPerSecond: 0,
    protection: protectionConfig.parse({}),
    reconcile: reconcileConfig.parse({}),
    notify: notifyConfig.parse({}),
    ...{ riskPct: 1, currency: "USDT" },
  };
}

/**
 * A whole paper session. In stepped delivery guardian and reconciliation look once a bar: between two instants of a tape
 * nothing can happen.
 */
export function paperSession(core: PaperCore, settings: PaperSettings = defaultSettings()): PaperSession {
  const { trader, exchange: { tape } } = core;
  const { orders, portfolio } = trader;
  const { barsPerSecond, protection, reconcile, notify, riskPct, currency } = settings;
  // where the market waits, whoever has not reported when all is quiet never will
  const deadlineMs = barsPerSecond > 0 ? portfolio.decisionDeadlineMs : 0;
  const every = (ms: number) => barsPerSecond > 0 ? ms : tape.timeframeMs;
  return {
    ...{ endless: null, live: null },
    ...core,
    trader: { ...trader, portfolio: { ...portfolio, decisionDeadlineMs: deadlineMs } },
    barsPerSecond,
    guardian: { ...orders, protection, everyMs: every(protection.every_ms) },
    reconciliation: {
      ...orders,
      reconcile,
      everyMs: every(reconcile.every_ms),
      emergencyStopPct: protection.emergency_stop_pct,
    },
    telling: tellingOf(notify, { currency, instruments: orders.instruments }, riskPct),
  };
}

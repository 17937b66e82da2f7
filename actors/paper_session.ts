import type { Money } from "../lib/domain/mod.ts";
import { type DeskSpec, deskSpec, type NotifyConfig, notifyConfig, webhookRetry } from "../lib/notify/mod.ts";
import type { ExchangeSpec } from "../lib/simulator/mod.ts";
import {
  type GuardianSpec,
  type ProtectionConfig,
  protectionConfig,
  type ReconcileConfig,
  reconcileConfig,
  type ReconciliationSpec,
  type TraderSpec,
} from "../lib/trader/mod.ts";
import type { ActorArgs } from "./actor_args.ts";

/** What a paper session is made of. */
export interface PaperSession {
  readonly trader: TraderSpec;
  readonly exchange: ExchangeSpec;
  readonly walletBalance: Money;
  readonly guardian: GuardianSpec;
  readonly reconciliation: ReconciliationSpec;
  /** Bars the market plays in a second of wall time, whoever trades on it; 0: it waits for those who do. */
  readonly barsPerSecond: number;
  /** Who is told what, and by which channels; with no outlet nobody is told anything. */
  readonly telling: {
    readonly desk: DeskSpec;
    readonly reporter: ActorArgs["reporter"];
    readonly console: ActorArgs["console"];
    readonly webhook: ActorArgs["webhook"];
  };
}

/** What decides in a paper session. */
export type PaperCore = Pick<PaperSession, "trader" | "exchange" | "walletBalance">;

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
  const { console, webhook, heartbeat_hours: heartbeatHours } = notify;
  return {
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
    telling: {
      desk: deskSpec(notify),
      reporter: { units: { currency, instruments: orders.instruments }, heartbeatHours, riskPct },
      console: { format: console.format, stream: console.stream },
      webhook: {
        urlEnv: webhook.url_env,
        allowLoopback: webhook.allow_loopback,
        deadlineMs: webhook.deadline_ms,
        tries: webhook.tries,
        retry: webhookRetry(notify),
      },
    },
  };
}

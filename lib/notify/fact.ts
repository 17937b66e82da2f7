import type { Message } from "../runtime/mod.ts";
import type { Notice, StoreHealth, TraderEvent } from "../trader/mod.ts";

/** What happens to the tree rather than to trading. */
export type SystemFact =
  | {
    readonly kind: "PartRestarted";
    /** Worker or cell. */
    readonly part: string;
    readonly reason: string;
    /** Restarts of it within its supervisor's period, this one included. */
    readonly restarts: number;
    readonly atMs: number;
  }
  /** A message that crashes its actor was set aside (quarantine), or its actor gets nothing more (halt). */
  | {
    readonly kind: "MessagePoisoned";
    readonly actor: string;
    readonly messageId: string;
    readonly action: "quarantine" | "halt";
    readonly atMs: number;
  }
  /** How a live feed goes; the words are those of its venue's room. */
  | {
    readonly kind: "FeedHealthChanged";
    readonly venue: string;
    readonly health: "live" | "silent" | "reconnecting" | "backfilling" | "failed";
    readonly why: string;
    readonly atMs: number;
  }
  /** The venue's history has no candle where there should be some. */
  | {
    readonly kind: "CandlesMissing";
    readonly symbol: string;
    readonly missing: number;
    /** Open of the first of them. */
    readonly fromMs: number;
    readonly why: string;
    readonly atMs: number;
  }
  /** The venue changed a candle after it had been told; the first version stays the run's. */
  | {
    readonly kind: "CandleCorrected";
    readonly symbol: string;
    readonly openMs: number;
    readonly atMs: number;
  }
  /** The machine's clock is not the venue's. Venue minus local, ms. */
  | {
    readonly kind: "ClockSkewed";
    readonly venue: string;
    readonly offsetMs: number;
    readonly atMs: number;
  };

type ToldEvent = Extract<
  TraderEvent,
  {
    kind:
      | "OrderChanged"
      | "FillBooked"
      | "CashFlowBooked"
      | "RoundTripClosed"
      | "DaySummarised"
      | "Heartbeat"
      | "LatchChanged"
      | "LossStopChanged"
      | "BookDiverged"
      | "Finding"
      | "SymbolAbsent"
      | "ProtectionLost"
      | "ProtectionRestored"
      | "OperatorCommandTaken"
      | "ConfigApplied"
      | "ConfigRolledBack"
      | "ConfigFailed";
  }
>;

/** StoreHealth, a type for each of its kinds. */
type StoreFact = {
  readonly [K in StoreHealth["kind"]]: StoreHealth & { readonly kind: K };
}[StoreHealth["kind"]];

/** What the reporter is told. Cash flows and heartbeats are for the roll-up; the rest becomes notifications. */
export type Fact = ToldEvent | Extract<Notice, { kind: "LiquidationNoted" }> | StoreFact | SystemFact;

const KINDS: Readonly<Record<Fact["kind"], true>> = {
  OrderChanged: true,
  FillBooked: true,
  CashFlowBooked: true,
  RoundTripClosed: true,
  DaySummarised: true,
  Heartbeat: true,
  LatchChanged: true,
  LossStopChanged: true,
  BookDiverged: true,
  Finding: true,
  SymbolAbsent: true,
  ProtectionLost: true,
  ProtectionRestored: true,
  OperatorCommandTaken: true,
  ConfigApplied: true,
  ConfigRolledBack: true,
  ConfigFailed: true,
  LiquidationNoted: true,
  StoreDegraded: true,
  StoreRecovered: true,
  PartRestarted: true,
  MessagePoisoned: true,
  FeedHealthChanged: true,
  CandlesMissing: true,
  CandleCorrected: true,
  ClockSkewed: true,
};

/** True for what the reporter is to hear: of orders, only those that were refused, or whose fate is unknown. */
export function isFact(said: Message): said is Fact {
  if (!Object.hasOwn(KINDS, said.kind)) return false;
  const fact = said as Fact;
  return fact.kind !== "OrderChanged" || fact.order.status === "rejected" || fact.order.status === "unknown";
}

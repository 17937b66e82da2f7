import { tellDay, tellHeartbeat, tellPoison, tellRestart, tellStore } from "./account_texts.ts";
import type { Fact } from "./fact.ts";
import { tellCorrection, tellFeed, tellMissing, tellSkew } from "./feed_texts.ts";
import { MAX_KEY, oneLine, type Telling } from "./notification.ts";
import { tellCommand, tellConfig } from "./operator_texts.ts";
import {
  tellAbsence,
  tellDivergence,
  tellFinding,
  tellLatch,
  tellLiquidation,
  tellLossStop,
  tellProtection,
} from "./safety_texts.ts";
import { tellFill, tellOrder, tellRoundTrip } from "./trade_texts.ts";
import type { Units } from "./units.ts";

type Teller<K extends Fact["kind"]> = (fact: Extract<Fact, { kind: K }>, units: Units) => Telling | null;

/** What is told of each fact; a kind without a line does not compile. */
const TELLERS: { readonly [K in Fact["kind"]]: Teller<K> } = {
  OrderChanged: tellOrder,
  FillBooked: tellFill,
  // part of a fill, a funding or a liquidation
  CashFlowBooked: () => null,
  RoundTripClosed: tellRoundTrip,
  DaySummarised: tellDay,
  Heartbeat: tellHeartbeat,
  LatchChanged: tellLatch,
  LossStopChanged: tellLossStop,
  BookDiverged: tellDivergence,
  Finding: tellFinding,
  SymbolAbsent: tellAbsence,
  ProtectionLost: tellProtection,
  ProtectionRestored: tellProtection,
  OperatorCommandTaken: tellCommand,
  ConfigApplied: tellConfig,
  ConfigRolledBack: tellConfig,
  ConfigFailed: tellConfig,
  LiquidationNoted: tellLiquidation,
  StoreDegraded: tellStore,
  StoreRecovered: tellStore,
  PartRestarted: tellRestart,
  MessagePoisoned: tellPoison,
  FeedHealthChanged: tellFeed,
  CandlesMissing: tellMissing,
  CandleCorrected: tellCorrection,
  ClockSkewed: tellSkew,
};

/**
 * The words for a fact with the level it deserves, or null where nothing is told of it. No text of it holds what looks like a
 * secret, wherever in the fact it stood. Throws TypeError on other kinds.
 */
export function describe(fact: Fact, units: Units): Telling | null {
  if (!Object.hasOwn(TELLERS, fact.kind)) {
    throw new TypeError(`Cannot tell of a fact as its kind is not known: current value is ${fact.kind}`);
  }
  // the table's type pairs each kind with its teller; the compiler cannot follow that through a lookup
  const telling = (TELLERS[fact.kind] as (fact: Fact, units: Units) => Telling | null)(fact, units);
  if (telling === null) return null;
  const { key, variant, text } = telling;
  return { ...telling, key: oneLine(key, MAX_KEY), variant: oneLine(variant, MAX_KEY), text: oneLine(text) };
}

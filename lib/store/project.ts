import type { Message } from "../runtime/mod.ts";
import type { TraderEvent } from "../trader/mod.ts";
import {
  projectApplied,
  projectConfirmed,
  projectFailed,
  projectRolledBack,
  projectStaged,
} from "./configs.ts";
import { projectDay } from "./days.ts";
import { projectDecision } from "./decisions.ts";
import { projectHeartbeat } from "./equity.ts";
import { projectFill } from "./fills.ts";
import {
  projectCommandTaken,
  projectDivergence,
  projectFinding,
  projectLatch,
  projectLossStop,
  projectProtectionLost,
  projectProtectionRestored,
  projectRefusal,
} from "./incidents.ts";
import { projectCashFlow, projectFunding } from "./ledger.ts";
import { projectOrder } from "./orders.ts";
import { projectPosition } from "./positions.ts";
import type { EventRow, Projection, Projector } from "./projection.ts";
import { projectRegime } from "./regimes.ts";
import { projectRoundTrip } from "./round_trips.ts";

/** Which tables an event is written to; a kind without a line does not compile. */
const PROJECTORS: { readonly [K in TraderEvent["kind"]]: Projector<K> } = {
  DecisionMade: projectDecision,
  OrderChanged: projectOrder,
  FillBooked: projectFill,
  CashFlowBooked: projectCashFlow,
  RoundTripClosed: projectRoundTrip,
  RegimeChanged: projectRegime,
  DaySummarised: projectDay,
  Heartbeat: projectHeartbeat,
  PositionChanged: projectPosition,
  FundingBooked: projectFunding,
  LatchChanged: projectLatch,
  LossStopChanged: projectLossStop,
  BookDiverged: projectDivergence,
  CommandRefused: projectRefusal,
  // several a trade, and wholly in the journal
  ProtectionChanged: () => {},
  // wholly in the journal
  SymbolAbsent: () => {},
  Finding: projectFinding,
  ProtectionLost: projectProtectionLost,
  ProtectionRestored: projectProtectionRestored,
  OperatorCommandTaken: projectCommandTaken,
  ConfigStaged: projectStaged,
  ConfigApplied: projectApplied,
  ConfigConfirmed: projectConfirmed,
  ConfigRolledBack: projectRolledBack,
  ConfigFailed: projectFailed,
};

/** True for the kinds that reducers record: what is written to tables besides the journal. */
export function isTraderEvent(event: Message): event is TraderEvent {
  return Object.hasOwn(PROJECTORS, event.kind);
}

/** Writes a trader event into its tables. Throws an Error while the store is not bound: rows name venue and account. */
export function project(to: Projection | null, event: TraderEvent, row: EventRow): void {
  if (to === null) {
    throw new Error(`Cannot commit ${event.kind} as the store must be bound: call bind() first`);
  }
  // the table's type pairs each kind with its projector; the compiler cannot follow that through a lookup
  const projector = PROJECTORS[event.kind] as (to: Projection, event: TraderEvent, row: EventRow) => void;
  projector(to, event, row);
}

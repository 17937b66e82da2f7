import type { EventView } from "../../views.ts";
import { shortTime } from "../format.ts";
import { h, type Part } from "../part.ts";

export type Level = EventView["level"];

/** Kinds that come with every bar; they have panels of their own. */
const EVERY_BAR = new Set(["DecisionMade", "Heartbeat"]);
/** All others, to ask for what was before the page came. */
export const CALM_KINDS: readonly string[] = [
  "OrderChanged",
  "CommandRefused",
  "FillBooked",
  "RoundTripClosed",
  "PositionChanged",
  "ProtectionChanged",
  "ProtectionLost",
  "ProtectionRestored",
  "RegimeChanged",
  "CashFlowBooked",
  "FundingBooked",
  "DaySummarised",
  "LatchChanged",
  "LossStopChanged",
  "BookDiverged",
  "Finding",
  "SymbolAbsent",
  "OperatorCommandTaken",
  "ConfigStaged",
  "ConfigApplied",
  "ConfigConfirmed",
  "ConfigRolledBack",
  "ConfigFailed",
  "PartRestarted",
  "MessagePoisoned",
  "StoreDegraded",
  "StoreRecovered",
];
const RANKS: Readonly<Record<Level, number>> = { info: 0, warning: 1, critical: 2 };

/** Whether an event belongs into the tail at this level. */
export function isShown(event: EventView, least: Level, everyBar: boolean): boolean {
  return RANKS[event.level] >= RANKS[least] && (everyBar || !EVERY_BAR.has(event.kind));
}

/** The tail, newest first. */
export function eventsPart(events: readonly EventView[]): Part {
  if (events.length === 0) return h("p", { class: "muted" }, "Nothing of this level has happened yet.");
  return h(
    "ol",
    { class: "tail" },
    events.map(({ seq, at, level, kind, text }) =>
      h(
        "li",
        { key: seq, class: level },
        h("time", { datetime: at }, shortTime(at)),
        h("span", { class: "level" }, level),
        h("code", {}, kind),
        h("span", { class: "text" }, text),
      )
    ),
  );
}

import type { EventView, RestartView } from "../../views.ts";
import { base, clock } from "../format.ts";
import { h, type Part } from "../part.ts";

export type Level = EventView["level"];

/** What a person is told of. All else goes on beneath: bars, orders on their way, bookings, roll-ups. */
export const TOLD_KINDS: readonly string[] = [
  ...["FillBooked", "RoundTripClosed", "LiquidationNoted", "CommandRefused"],
  ...["ProtectionChanged", "ProtectionLost", "ProtectionRestored"],
  ...["RegimeChanged", "LatchChanged", "LossStopChanged"],
  ...["BookDiverged", "Finding", "SymbolAbsent", "StoreDegraded", "StoreRecovered"],
  ...["OperatorCommandTaken", "ConfigStaged", "ConfigApplied"],
  ...["ConfigRolledBack", "ConfigFailed"],
];
const TOLD = new Set(TOLD_KINDS);
const RANKS: Readonly<Record<Level, number>> = { info: 0, warning: 1, critical: 2 };

/** Whether an event belongs into the tail at this level. What is worse than a piece of news always does. */
export function isShown(event: EventView, least: Level, every: boolean): boolean {
  return RANKS[event.level] >= RANKS[least] && (every || event.level !== "info" || isTold(event));
}

function isTold({ kind, data }: EventView): boolean {
  // that a stop stands is news, the steps there and away are not
  if (kind === "ProtectionChanged") return (data as { to?: string }).to === "protected";
  return TOLD.has(kind);
}

/** A line of the tail: an event of the journal, or what the root tells of the tree. */
interface Line extends Pick<EventView, "at" | "level" | "kind" | "symbol" | "text"> {
  readonly key: string | number;
}

/** Lines shown. */
const SHOWN = 120;

/** The tail, newest first: events of the journal, and restarts, which no journal keeps. */
export function eventsPart(events: readonly EventView[], restarts: readonly RestartView[]): Part {
  const lines: Line[] = events.map((event) => ({ ...event, key: event.seq }));
  if (restarts.length > 0) {
    lines.push(...restarts.map(restartLine));
    lines.sort((a, b) => a.at < b.at ? 1 : a.at > b.at ? -1 : 0);
  }
  if (lines.length === 0) return h("p", { class: "muted" }, "Nothing of this level has happened yet.");
  return h(
    "ol",
    { class: "tail" },
    lines.slice(0, SHOWN).map(({ key, at, level, kind, symbol, text }) =>
      h(
        "li",
        { key, class: level },
        h("time", { datetime: at }, clock(at)),
        h("span", { class: "level" }, level),
        h("code", {}, kind),
        h("span", { class: "text" }, symbol === null ? text : text.replaceAll(symbol, base(symbol))),
      )
    ),
  );
}

function restartLine({ part, at, why }: RestartView): Line {
  const text = `${part} was started again${why === "" ? "" : `: ${why}`}`;
  return { key: `${part} ${at}`, at, level: "warning", kind: "PartRestarted", symbol: null, text };
}

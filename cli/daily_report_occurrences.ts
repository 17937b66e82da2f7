import { describe, isFact, type Occurrence, type ToldRow, type Units } from "../lib/notify/mod.ts";
import type { StoredEvent } from "../lib/store/mod.ts";
import type { TraderEvent } from "../lib/trader/mod.ts";

/** Where an event stands in the report. */
type Place = "findings" | "incidents" | "changes";

/** Kinds of events that a report lists; `null` for those that it only counts or measures by. */
const PLACES: Readonly<Partial<Record<TraderEvent["kind"] | "NotificationGivenUp", Place | null>>> = {
  Heartbeat: null,
  DaySummarised: null,
  FillBooked: null,
  RoundTripClosed: null,
  OrderChanged: "incidents",
  Finding: "findings",
  LatchChanged: "incidents",
  LossStopChanged: "incidents",
  BookDiverged: "incidents",
  CommandRefused: "incidents",
  SymbolAbsent: "incidents",
  ProtectionLost: "incidents",
  ProtectionRestored: "incidents",
  CashFlowBooked: "incidents",
  NotificationGivenUp: "incidents",
  OperatorCommandTaken: "changes",
  ConfigStaged: "changes",
  ConfigApplied: "changes",
  ConfigRolledBack: "changes",
  ConfigFailed: "changes",
};

/** What is read of a day's events. */
export const REPORTED_KINDS: readonly string[] = Object.keys(PLACES);

/** An event with the time of the market when it happened, ms. */
export interface TimedEvent extends StoredEvent {
  readonly marketMs: number;
}

/** Events in order, each with the market's time: its own where it tells one of the day, else that of the last fill or full hour. */
export function timed(events: readonly StoredEvent[], fromMs: number, toMs: number): TimedEvent[] {
  let clockMs = fromMs;
  const isOfDay = (ms: number | undefined) => ms !== undefined && ms >= fromMs && ms <= toMs;
  return events.map((event) => {
    const { kind, atMs, fill } = event.body as Clocked;
    const ownMs = fill?.atMs ?? atMs;
    if (isOfDay(ownMs) && (kind === "Heartbeat" || kind === "FillBooked")) {
      clockMs = Math.max(clockMs, ownMs!);
    }
    return { ...event, marketMs: isOfDay(ownMs) ? ownMs! : clockMs };
  });
}

/** Where an event may tell the time: the market's, or in some kinds the machine's. */
interface Clocked {
  readonly kind: string;
  readonly atMs?: number;
  readonly fill?: { readonly atMs: number };
}

/** What is listed at one place, in order. */
export function occurrencesAt(place: Place, events: readonly TimedEvent[], units: Units): Occurrence[] {
  return events.flatMap(({ body, marketMs }) => {
    const event = body as TraderEvent | GivenUpEvent;
    if (PLACES[event.kind] !== place) return [];
    const row = rowOf(event, units);
    return row === null ? [] : [{ at: new Date(marketMs).toISOString(), ...row }];
  });
}

/** Notifications that a day's events led to, and those that a channel never took. Signs of life are left out. */
export function toldOf(events: readonly StoredEvent[], units: Units): ToldRow[] {
  const counts = { info: 0, warning: 0, critical: 0 };
  let givenUp = 0;
  for (const { body } of events) {
    if (body.kind === "NotificationGivenUp") givenUp += 1;
    if (body.kind === "Heartbeat" || !isFact(body)) continue;
    const telling = describe(body, units);
    if (telling !== null) counts[telling.level] += 1;
  }
  const made = counts.info + counts.warning + counts.critical;
  return made + givenUp === 0 ? [] : [{ channel: "made for all channels", ...counts, held: 0, givenUp }];
}

interface GivenUpEvent {
  readonly kind: "NotificationGivenUp";
  readonly channel: string;
  readonly why: string;
  readonly notification: { readonly text: string };
}

type Row = Omit<Occurrence, "at">;

/** In the words in which people are told of it, but for what they are not told. */
function rowOf(event: TraderEvent | GivenUpEvent, units: Units): Row | null {
  switch (event.kind) {
    case "CashFlowBooked": {
      const { kind, symbol } = event.flow;
      if (kind !== "liquidation") return null;
      return { what: "liquidation", scope: symbol ?? "", text: "closed by the venue", isBad: true };
    }
    case "CommandRefused":
      return {
        what: `${event.command} refused`,
        ...{ scope: event.symbol, text: event.why, isBad: true },
      };
    case "NotificationGivenUp": {
      const { channel, why, notification: { text } } = event;
      return { what: "notification lost", scope: channel, text: `${why}: ${text}`, isBad: true };
    }
    case "OperatorCommandTaken": {
      const { command: what, by: scope, accepted, why } = event;
      return { what, scope, text: accepted ? "accepted" : `refused: ${why}`, isBad: !accepted };
    }
    case "ConfigStaged":
    case "ConfigApplied": {
      const { version, patch, by: scope } = event;
      const text = Object.entries(patch).map(([path, value]) => `${path} = ${value}`).join(", ");
      const what = event.kind === "ConfigStaged" ? "staged" : "applied";
      return { what, scope, text: `${version}: ${text}`, isBad: false };
    }
    case "ConfigRolledBack":
      return { what: "rolled back", scope: event.by, text: `${event.version} to ${event.to}`, isBad: false };
    case "ConfigFailed":
      return { what: "failed", scope: "", text: `${event.version}: ${event.why}`, isBad: true };
    default:
      return rowOfTold(event, units);
  }
}

function rowOfTold(event: TraderEvent, units: Units): Row | null {
  const telling = isFact(event) ? describe(event, units) : null;
  if (telling === null) return null;
  const text = telling.text.replace(/^(account|all symbols|\S+\/\S+): /, "");
  if (event.kind === "OrderChanged") {
    // an entry that was refused is missed, and no more
    const { symbol, status } = event.order;
    return { what: `order ${status}`, scope: symbol, text, isBad: telling.level === "critical" };
  }
  const scope = "symbol" in event ? event.symbol : "scope" in event ? event.scope : "portfolio";
  return { what: nameOf(event), scope, text, isBad: isBad(event) };
}

function nameOf(event: TraderEvent): string {
  switch (event.kind) {
    case "Finding":
      return event.what;
    case "LatchChanged":
      return event.on ? "entries off" : "latch off";
    case "LossStopChanged":
      return event.on ? "loss stop set" : "loss stop over";
    default:
      return event.kind.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
  }
}

/** Whether a person should look; a latch that every start sets and takes back is nothing to look at. */
function isBad(event: TraderEvent): boolean {
  if (event.kind === "LatchChanged") return event.on && event.latch !== "starting";
  if (event.kind === "LossStopChanged") return event.on;
  return event.kind !== "ProtectionRestored";
}

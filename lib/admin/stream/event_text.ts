import type { EventView } from "../views.ts";

/** What listeners of the stream choose events by. */
export type EventGroup =
  | "decision"
  | "order"
  | "fill"
  | "trade"
  | "position"
  | "regime"
  | "money"
  | "risk"
  | "operator"
  | "config"
  | "system";

const GROUPS: Readonly<Record<string, EventGroup>> = {
  DecisionMade: "decision",
  OrderChanged: "order",
  CommandRefused: "order",
  FillBooked: "fill",
  RoundTripClosed: "trade",
  PositionChanged: "position",
  ProtectionChanged: "position",
  ProtectionLost: "position",
  ProtectionRestored: "position",
  RegimeChanged: "regime",
  CashFlowBooked: "money",
  FundingBooked: "money",
  DaySummarised: "money",
  Heartbeat: "money",
  LatchChanged: "risk",
  LossStopChanged: "risk",
  BookDiverged: "risk",
  Finding: "risk",
  SymbolAbsent: "risk",
};

/** The group of a kind of event; what is not of the trading line is of the system. */
export function groupOf(kind: string): EventGroup {
  if (Object.hasOwn(GROUPS, kind)) return GROUPS[kind];
  if (kind.startsWith("Operator")) return "operator";
  return kind.startsWith("Config") ? "config" : "system";
}

const encoder = new TextEncoder();

/** Events as the stream carries them: their sequence number as id, their group as name, the view as data. */
export function encodeEvents(events: readonly EventView[]): Uint8Array {
  let text = "";
  for (const event of events) {
    text += `id: ${event.seq}\nevent: ${groupOf(event.kind)}\ndata: ${JSON.stringify(event)}\n\n`;
  }
  return encoder.encode(text);
}

/** Ms after which a browser whose connection ended comes back. */
const RETRY_MS = 2000;

/** The first thing a client hears: from where on it is told. */
export function encodeHello(hello: { lastSeq: number; after: number; isReset: boolean }): Uint8Array {
  return encoder.encode(`retry: ${RETRY_MS}\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`);
}

/**
 * Events `from` to `to` are not kept any more, or only some of them, which come next. It has no id: who resumes after it
 * resumes where it was.
 */
export function encodeGap(gap: { from: number; to: number }): Uint8Array {
  return encoder.encode(`event: gap\ndata: ${JSON.stringify(gap)}\n\n`);
}

/** A sign of life. It has no id, so that it changes nothing of where a client resumes. */
export function encodeHeartbeat(lastSeq: number): Uint8Array {
  return encoder.encode(`event: heartbeat\ndata: {"lastSeq":${lastSeq}}\n\n`);
}

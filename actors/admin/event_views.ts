import type { DecisionLineView, EventView, Json } from "../../lib/admin/mod.ts";
import { describe, isFact, resultText, type Units } from "../../lib/notify/mod.ts";
import type { Message } from "../../lib/runtime/mod.ts";
import type { DecisionRecord, TraderEvent } from "../../lib/trader/mod.ts";

/** An event as the store keeps it. */
export interface StoredEvent {
  readonly id: number;
  readonly actor: string;
  readonly kind: string;
  readonly atMs: number;
  readonly body: Message;
}

/**
 * A stored event as it is shown: with a line for people, and in plain JSON. Never throws: an event that cannot be shown (of
 * another version, say) must not keep the others from being told; it says so itself.
 */
export function eventView(event: StoredEvent, units: Units): EventView {
  try {
    return shown(event, units);
  } catch (error) {
    const { id, actor, kind, atMs } = event;
    const text = `${kind} cannot be shown: ${(error as Error).message}`;
    const at = new Date(atMs).toJSON() ?? isoTime(0);
    return { ...{ seq: id, kind, actor, at, symbol: null }, text, level: "warning", data: null };
  }
}

function shown({ id, actor, kind, atMs, body }: StoredEvent, units: Units): EventView {
  const { text, level } = toldOf(body, units);
  const data = kind === "DecisionMade" ? decisionLine(decisionOf(body)) : body;
  return {
    ...{ seq: id, kind, actor, at: isoTime(atMs), symbol: symbolOf(body), text, level },
    data: jsonOf(data),
  };
}

/** A decision without what it was made of. */
export function decisionLine(decision: DecisionRecord): DecisionLineView {
  const { id, atMs, symbol, regime, strategy, verdict, reason } = decision;
  return { ...{ id, at: isoTime(atMs), symbol, regime, strategy }, verdict, reason };
}

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The same in plain JSON: big integers as texts, what is not finite as null. */
export function jsonOf(value: unknown): Json {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object") return null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonOf(part)]));
}

const decisionOf = (body: Message): DecisionRecord =>
  (body as Extract<TraderEvent, { kind: "DecisionMade" }>).decision;

/** Where a body says what it is about: itself, or the one thing it carries. */
function symbolOf(body: Message): string | null {
  const parts = [body, ...Object.values(body)] as unknown[];
  for (const part of parts) {
    if (typeof part !== "object" || part === null) continue;
    const { symbol } = part as { symbol?: unknown };
    if (typeof symbol === "string" && symbol.includes("/")) return symbol;
  }
  return null;
}

interface Told {
  readonly text: string;
  readonly level: EventView["level"];
}

/** As people are told of it, and in fewer words what they are not told of. */
function toldOf(body: Message, units: Units): Told {
  const telling = isFact(body) ? describe(body, units) : null;
  if (telling !== null) return { text: telling.text, level: telling.level };
  return { text: plainText(body as TraderEvent, units), level: "info" };
}

function plainText(event: TraderEvent, units: Units): string {
  switch (event.kind) {
    case "DecisionMade": {
      const { symbol, verdict, regime, reason } = event.decision;
      const words = verdict.replaceAll("_", " ");
      return `${symbol}: ${words} in ${regime}${reason === "" ? "" : `, ${reason}`}`;
    }
    case "RegimeChanged":
      return `${event.symbol}: ${event.regime}, confidence ${event.confidence.toFixed(2)}`;
    case "OrderChanged": {
      const { symbol, leg, type, status } = event.order;
      return `${symbol}: ${leg} ${type} order ${status}`;
    }
    case "PositionChanged":
      return `${event.symbol}: position of ${event.qtySteps} steps`;
    case "ProtectionChanged":
      return `${event.symbol}: protection ${event.from} → ${event.to}`;
    case "FundingBooked":
      return `${event.symbol}: funding at ${(100 * event.rate).toFixed(4)} %`;
    case "CashFlowBooked": {
      const { kind, symbol, amount } = event.flow;
      return `${symbol ?? "account"}: ${kind} of ${resultText(amount, units)}`;
    }
    case "CommandRefused":
      return `${event.symbol}: ${event.command} refused, ${event.why}`;
    case "ConfigStaged":
      return `configuration ${event.version} staged by ${event.by}`;
    case "ConfigConfirmed":
      return `${event.actor} follows configuration ${event.version}`;
    default:
      return event.kind;
  }
}

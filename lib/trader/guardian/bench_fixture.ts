import { unwrap } from "../../core/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { type OrderRequest, parseInstrument, Side } from "../../domain/mod.ts";
import type { VenueCommand, VenueEvent } from "../market_step.ts";
import { createListRecorder } from "../recorder.ts";
import { Guardian } from "./reducer.ts";
import { protectionConfig } from "./schema.ts";
import { createGuardianOut, createGuardianState, type GuardianSpec, type GuardianState } from "./state.ts";

export const SYMBOL = "TEST/USDT:USDT";

/** What is said to the guardian at a time in ms, then all it answers. */
export type Line = readonly [says: string, ...answers: string[]];

/** The guardian under test, moved by short lines. */
export interface Bench {
  readonly spec: GuardianSpec;
  readonly state: GuardianState;
  /** Orders sent, by name: g0, g1, ... in the order of their attempts. */
  readonly sent: Record<string, OrderRequest>;
  /**
   * Says one line and returns the answers: `>` to the venue, `=` to execution, `#` records, `@` the next look. Lines are
   * `MS VERB ...`; those that tell something of an order name it, e.g. `2100 accepted g0`.
   */
  say(line: string): string[];
}

/** A guardian of one symbol; tick 0.1, step 0.001, at most 1000 steps an order where told so. */
export function createBench(
  config: Record<string, unknown> = {},
  entry: Record<string, unknown> = {},
): Bench {
  const protection = protectionConfig.parse(config);
  const instrument = unwrap(parseInstrument(SYMBOL, anEntry(entry)), "test instrument");
  const spec: GuardianSpec = {
    runId: "run",
    systemTag: "TT",
    symbols: [SYMBOL],
    instruments: [instrument],
    protection,
    everyMs: protection.every_ms,
  };
  const sent: Record<string, OrderRequest> = {};
  const state = createGuardianState(spec);
  return { spec, state, sent, say: (line) => say(spec, state, sent, line.split(" ")) };
}

function say(
  spec: GuardianSpec,
  state: GuardianState,
  sent: Record<string, OrderRequest>,
  [ms, verb, ...rest]: string[],
): string[] {
  const nowMs = Number(ms);
  const recorder = createListRecorder();
  const out = createGuardianOut(recorder);
  if (verb === "start") Guardian.start(spec, state, nowMs, out);
  else if (verb === "look") Guardian.look(spec, state, nowMs, out);
  else if (verb === "wanted") {
    const stopTicks = Number(rest[0]);
    Guardian.notice(
      spec,
      state,
      { kind: "StopPlaced", symbol: SYMBOL, intentId: "i", stopTicks, atMs: nowMs },
      nowMs,
    );
  } else Guardian.venueEvent(spec, state, eventOf(sent, nowMs, verb, rest), nowMs, out);
  for (const command of out.commands) {
    if (command.kind !== "SubmitOrder") continue;
    sent[`g${Object.keys(sent).length}`] = command.order;
  }
  const name = (id: string) => Object.keys(sent).find((key) => sent[key].clientId === id) ?? id;
  return [
    ...recorder.events.map((event) =>
      event.kind === "ProtectionLost" || event.kind === "ProtectionRestored"
        ? `# ${event.kind} after ${event.nakedMs}: ${event.how}`
        : event.kind
    ),
    ...out.repairs.map((repair) =>
      `= ${repair.kind === "AdoptOrder" ? `adopt ${name(repair.order.clientId)}` : ""}`
    ),
    ...out.commands.map((command) => "> " + commandText(command, name)),
    ...out.timers.map((timer) => `@ ${timer.dueMs}`),
  ];
}

function eventOf(
  sent: Record<string, OrderRequest>,
  nowMs: number,
  verb: string,
  rest: string[],
): VenueEvent {
  const [first, second] = rest;
  const about = { symbol: SYMBOL, clientId: sent[first]?.clientId ?? first, atMs: nowMs };
  switch (verb) {
    case "accepted":
      return { kind: "OrderAccepted", ...about };
    case "rejected":
      return { kind: "OrderRejected", ...about, code: second, reason: "no" };
    case "reported":
      return { kind: "OrderReported", ...about, status: "acknowledged", filledSteps: 0, fills: [] };
    case "unknown":
      return { kind: "OrderUnknown", ...about };
    case "price": {
      const purpose = rest[1] ?? `guard:${SYMBOL}:${nowMs}`;
      return { kind: "PriceQuoted", symbol: SYMBOL, price: Number(first), purpose, atMs: nowMs };
    }
    case "report":
      return accountOf(sent, nowMs, first, rest.slice(1));
    case "late":
      return accountOf(sent, Number(first), second, rest.slice(2));
    default:
      throw new Error(`There is no line "${verb}"`);
  }
}

/** `report +900 S900@9900 g0`: position, then orders: ours (S stop, A target, X exit), a hand's (H, C close-position, h open). */
function accountOf(
  sent: Record<string, OrderRequest>,
  atMs: number,
  position: string,
  orders: string[],
): VenueEvent {
  const signed = Number(position);
  const side: Side = signed < 0 ? -1 : 1;
  const held = { symbol: SYMBOL, side, qtySteps: Math.abs(signed), cost: 1n, isolatedMargin: 1n };
  return {
    kind: "AccountReported",
    walletBalance: 5n,
    positions: signed === 0 ? [] : [held],
    openOrders: orders.map((text, i) => ({ filledSteps: 0, ...(sent[text] ?? orderOf(text, i, side)) })),
    atMs,
  };
}

function orderOf(text: string, index: number, held: Side): OrderRequest {
  const [, isOther, who, steps, ticks] = /^(~?)([SAXHCh])(\d+)(?:@(\d+))?$/.exec(text)!;
  const type = who === "X" ? "market" : who === "A" ? "take_profit_market" : "stop_market";
  return {
    clientId: "SAX".includes(who) ? `TT${who}${index}` : `hand-${index}`,
    symbol: SYMBOL,
    side: isOther === "~" ? held : Side.opposite(held),
    type,
    qtySteps: Number(steps),
    limitTicks: null,
    triggerTicks: ticks === undefined ? null : Number(ticks),
    reduceOnly: who !== "h" && who !== "C",
    closePosition: who === "C",
  };
}

function commandText(command: VenueCommand, name: (id: string) => string): string {
  switch (command.kind) {
    case "QueryAccount":
      return "account?";
    case "QueryPrice":
      return "price?";
    case "QueryOrder":
      return `${name(command.clientId)}?`;
    case "CancelOrder":
      return `cancel ${name(command.clientId)}`;
    case "SubmitOrder": {
      const { order } = command;
      if (!order.reduceOnly || order.closePosition) throw new Error("The guardian only reduces");
      const at = order.triggerTicks === null ? "" : ` at ${order.triggerTicks}`;
      return `${name(order.clientId)} ${Side.order(order.side)} ${order.type} ${order.qtySteps}${at}`;
    }
    default:
      return command.kind;
  }
}

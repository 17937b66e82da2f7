import type { Log } from "../lib/log/mod.ts";
import type { StoredEvent, StoreReader } from "../lib/store/mod.ts";
import type { TraderEvent } from "../lib/trader/mod.ts";

/** Kinds of events that make log lines; all else is in the store alone. */
export const LOGGED_KINDS: readonly TraderEvent["kind"][] = [
  ...["DecisionMade", "OrderChanged", "FillBooked", "RoundTripClosed", "LatchChanged"] as const,
  ...["ProtectionLost", "ProtectionRestored", "Finding", "OperatorCommandTaken", "ConfigApplied"] as const,
];

/** Events read at once. */
const BATCH = 1_000;

/** Writes what is committed from now on, each time it is asked to. */
export function openTradingLog(reader: StoreReader, log: Log): { sync(): void } {
  let last = reader.lastEventId();
  return {
    sync() {
      for (let count = BATCH; count === BATCH;) {
        const events = reader.eventsAfter(last, BATCH, LOGGED_KINDS);
        count = events.length;
        for (const event of events) logEvent(log, event);
        last = events.at(-1)?.id ?? last;
      }
    },
  };
}

/**
 * Writes a committed event as a line. Everything that became of one bar's intent bears its id as trace: the decision, each
 * order, each fill, and the trade in the end. Of decisions, those that came to nothing are left out.
 */
export function logEvent(log: Log, { id: seq, body }: StoredEvent): void {
  const event = body as TraderEvent;
  switch (event.kind) {
    case "DecisionMade": {
      const { symbol, atMs, verdict, reason, intent } = event.decision;
      if (intent === null) return;
      const bar = new Date(atMs).toISOString();
      return log.info("intent_judged", { trace: intent.id, seq, symbol, bar, verdict, reason });
    }
    case "OrderChanged": {
      const { intentId: trace, symbol, clientId, leg, type, status, reason } = event.order;
      const fields = { trace, seq, symbol, clientId, leg, type, status, reason };
      return status === "rejected" ? log.warn("order_changed", fields) : log.info("order_changed", fields);
    }
    case "FillBooked": {
      const { intentId: trace, leg, fill: { symbol, clientId, fillId, priceTicks, qtySteps } } = event;
      return log.info("fill_booked", { trace, seq, symbol, clientId, leg, fillId, priceTicks, qtySteps });
    }
    case "RoundTripClosed": {
      const { id: trace, symbol, side, r, netPnl, exits } = event.trip;
      return log.info("trade_closed", { trace, seq, symbol, side, r, netPnl, exits });
    }
    case "LatchChanged": {
      const { scope, latch, on, cause } = event;
      return log.warn("latch_changed", { seq, scope, latch, on, cause });
    }
    case "ProtectionLost":
    case "ProtectionRestored": {
      const { symbol, nakedMs, how } = event;
      const name = event.kind === "ProtectionLost" ? "protection_lost" : "protection_restored";
      return log.warn(name, { seq, symbol, nakedMs, how });
    }
    case "Finding": {
      const { what, symbol, ours, venues, done } = event;
      return log.warn("difference_found", { seq, symbol, what, ours, venues, done });
    }
    case "OperatorCommandTaken": {
      const { commandId: trace, by, command, accepted, why } = event;
      return log.info("command_taken", { trace, seq, by, command, accepted, why });
    }
    case "ConfigApplied": {
      const { version, patch, by } = event;
      return log.info("config_applied", { seq, version, patch, by });
    }
  }
}

import { canonicalJson } from "../core/mod.ts";
import { Side } from "../domain/mod.ts";
import type { TraderEvent } from "./events.ts";

/** One line of the canonical export, with the key it is sorted by. */
export interface CanonicalLine {
  readonly kind: "decision" | "fill" | "ledger" | "order";
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
}

/**
 * The canonical line of an event, or null for events that are no part of the result. Prices, quantities and money are
 * integer texts; no wall time, epoch, serial or message id. An order has one line, that of its last change.
 */
export function canonicalLine(event: TraderEvent): CanonicalLine | null {
  switch (event.kind) {
    case "DecisionMade":
      return line("decision", event.decision.id, event.decision.atMs, { ...event.decision });
    case "OrderChanged": {
      const { order } = event;
      return line("order", order.clientId, order.createdAtMs, {
        ...order,
        side: Side.order(order.side),
        qtySteps: String(order.qtySteps),
        filledSteps: String(order.filledSteps),
        limitTicks: order.limitTicks === null ? null : String(order.limitTicks),
        triggerTicks: order.triggerTicks === null ? null : String(order.triggerTicks),
      });
    }
    case "FillBooked": {
      const { fill } = event;
      return line("fill", fill.fillId, fill.atMs, {
        ...fill,
        side: Side.order(fill.side),
        priceTicks: String(fill.priceTicks),
        qtySteps: String(fill.qtySteps),
        positionStepsAfter: String(fill.positionStepsAfter),
        intentId: event.intentId,
        leg: event.leg,
      });
    }
    case "CashFlowBooked":
      return line("ledger", event.flow.id, event.flow.atMs, { ...event.flow });
    default:
      return null;
  }
}

function line(
  kind: CanonicalLine["kind"],
  id: string,
  atMs: number,
  body: Record<string, unknown>,
): CanonicalLine {
  return { kind, id, atMs, text: canonicalJson({ ...body, record: kind }) };
}

/** Order of lines in the export: (atMs, kind, own id), ids by code unit. */
export function compareLines(a: CanonicalLine, b: CanonicalLine): number {
  return a.atMs - b.atMs ||
    (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

import { Side } from "../domain/mod.ts";
import type { Fact } from "./fact.ts";
import type { Level } from "./level.ts";
import { oneLine, type Telling } from "./notification.ts";
import {
  durationText,
  moneyText,
  priceText,
  resultText,
  rText,
  sizeText,
  ticksText,
  type Units,
} from "./units.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** A fill of any leg: an entry, a stop or target that was hit, an exit. Fills of one order share a key. */
export function tellFill({ fill, leg }: Of<"FillBooked">, units: Units): Telling {
  const { symbol, clientId, qtySteps, priceTicks, atMs } = fill;
  const verb = fill.side === 1 ? "bought" : "sold";
  const what = `${symbol}: ${leg} filled: ${verb} ${sizeText(symbol, qtySteps, units)}`;
  const result = fill.realizedPnl === 0n ? "" : `, result ${resultText(fill.realizedPnl, units)}`;
  return {
    // the guardian's stop fills where execution's own was missing
    level: leg === "guard" ? "warning" : "info",
    key: `fill/${symbol}/${clientId}`,
    variant: "",
    text: `${what} at ${ticksText(symbol, priceTicks, units)}${result}, fee ${moneyText(fill.fee, units)}`,
    atMs,
  };
}

/** A position from open to flat, with what came of it. */
export function tellRoundTrip({ trip }: Of<"RoundTripClosed">, units: Units): Telling {
  const { symbol, side, entryPrice, exitPrice, closedAtMs, exits } = trip;
  const price = (value: number) => priceText(symbol, value, units);
  const legs = exits.filter((exit, i) => exits.indexOf(exit) === i).join(", ");
  const parts = [
    `realised ${resultText(trip.realizedPnl, units)}`,
    `fees ${moneyText(trip.fees, units)}`,
    `funding ${resultText(trip.funding, units)}`,
  ];
  return {
    level: exits.includes("liquidation") ? "critical" : "info",
    key: `trip/${trip.id}`,
    variant: "",
    text:
      `${symbol}: ${side} of ${sizeText(symbol, trip.qtySteps, units)} closed by ${
        legs || "nothing known"
      }: ` +
      `in at ${price(entryPrice)}, out at ${price(exitPrice)}, ` +
      `net ${resultText(trip.netPnl, units)} (${rText(trip.r)}; ${parts.join(", ")}), ` +
      `held ${durationText(closedAtMs - trip.openedAtMs)}`,
    atMs: closedAtMs,
  };
}

/** An order the venue refused, or owes an answer about. A stop that is not there is everybody's business. */
export function tellOrder({ order }: Of<"OrderChanged">, units: Units): Telling {
  const { symbol, leg, status, updatedAtMs, triggerTicks, limitTicks } = order;
  const ticks = triggerTicks ?? limitTicks;
  const at = ticks === null ? "" : ` at ${ticksText(symbol, ticks, units)}`;
  const size = order.closePosition ? "all" : sizeText(symbol, order.qtySteps, units);
  const what = `${order.type} to ${verbOf(order.side)} ${size}${at}`;
  const became = status === "rejected"
    ? `was refused: ${order.reason || "no reason given"}`
    : "has no answer: the venue is asked before anything else is sent";
  return {
    level: levelOf(leg, status),
    key: `order/${symbol}/${leg}`,
    variant: status,
    text: oneLine(`${symbol}: ${leg} order (${what}) ${became}`),
    atMs: updatedAtMs,
  };
}

const verbOf = (side: Side): string => Side.order(side);

function levelOf(leg: string, status: string): Level {
  return status === "rejected" && (leg === "stop" || leg === "guard") ? "critical" : "warning";
}

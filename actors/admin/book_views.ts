import type { FillView, OrderView, PositionView, TradeView } from "../../lib/admin/mod.ts";
import { Instrument, Money, type Order, Side } from "../../lib/domain/mod.ts";
import type { EventOf, OpenPosition } from "../../lib/store/mod.ts";
import type { RoundTrip } from "../../lib/trader/mod.ts";
import { estimateText, instrumentOf, percentOf } from "./amounts.ts";
import { isoTime } from "./event_views.ts";

type Instruments = readonly Instrument[];

export function orderView(order: Order, instruments: Instruments): OrderView {
  const { clientId, symbol, type, leg, limitTicks, triggerTicks, status, reduceOnly } = order;
  const it = instrumentOf(instruments, symbol);
  const price = (ticks: number | null) => ticks === null ? null : Instrument.priceText(it, ticks);
  return {
    ...{ clientId, symbol, side: Side.order(order.side), type, leg },
    ...{
      price: price(limitTicks),
      triggerPrice: price(triggerTicks),
      qty: Instrument.quantityText(it, order.qtySteps),
    },
    ...{
      filledQty: Instrument.quantityText(it, order.filledSteps),
      status,
      reduceOnly,
      reason: order.reason,
    },
    ...{
      intentId: order.intentId,
      createdAt: isoTime(order.createdAtMs),
      updatedAt: isoTime(order.updatedAtMs),
    },
  };
}

export function fillView({ fill, leg, intentId }: EventOf<"FillBooked">, instruments: Instruments): FillView {
  const { fillId, clientId, symbol, priceTicks, qtySteps, liquidity, fee, realizedPnl, atMs } = fill;
  const it = instrumentOf(instruments, symbol);
  return {
    ...{ fillId, clientId, symbol, side: Side.order(fill.side), price: Instrument.priceText(it, priceTicks) },
    ...{ qty: Instrument.quantityText(it, qtySteps), liquidity, fee: Money.format(fee) },
    ...{ realizedPnl: Money.format(realizedPnl), leg, intentId, at: isoTime(atMs) },
  };
}

export function tradeView(trip: RoundTrip, instruments: Instruments): TradeView {
  const { id, system, symbol, side, strategy, regimeAtEntry, qtySteps, entryPrice, exitPrice, r } = trip;
  const it = instrumentOf(instruments, symbol);
  return {
    ...{ id, system, symbol, side, strategy, regimeAtEntry },
    ...{ openedAt: isoTime(trip.openedAtMs), closedAt: isoTime(trip.closedAtMs) },
    ...{ qty: Instrument.quantityText(it, qtySteps), entryPrice, exitPrice },
    ...{
      initialStop: Instrument.priceText(it, trip.initialStopTicks),
      realizedPnl: Money.format(trip.realizedPnl),
    },
    ...{ fees: Money.format(trip.fees), funding: Money.format(trip.funding) },
    ...{ netPnl: Money.format(trip.netPnl), r, exits: trip.exits, reasons: trip.reasons },
  };
}

/** What a position is worth beside what the store has of it. */
export interface PositionContext {
  readonly instruments: Instruments;
  /** Close of the symbol's latest bar; null before the first. */
  readonly lastPrice: number | null;
  readonly leverage: number;
  readonly protection: string;
  readonly isPaused: boolean;
}

export function positionView(position: OpenPosition, context: PositionContext): PositionView {
  const { symbol, side, averagePrice, stopPrice, liquidationPrice, entry } = position;
  const { lastPrice, leverage, protection, isPaused } = context;
  const it = instrumentOf(context.instruments, symbol);
  const average = Number(averagePrice), sign = side === "long" ? 1 : -1, qty = Math.abs(Number(position.qty));
  const profit = lastPrice === null ? 0 : sign * (lastPrice - average) * qty;
  const moved = lastPrice === null ? null : sign * percentOf(lastPrice - average, average);
  const riskMoney = entry?.riskMoney ?? null;
  return {
    ...{
      symbol,
      side,
      qty: position.qty.replace(/^-/, ""),
      averagePrice: average.toFixed(Instrument.priceDecimals(it)),
    },
    ...{ lastPrice: lastPrice === null ? null : String(lastPrice), stopPrice },
    liquidationPrice: liquidationPrice === null
      ? null
      : Number(liquidationPrice).toFixed(Instrument.priceDecimals(it)),
    liquidationDistancePct: lastPrice === null || liquidationPrice === null
      ? null
      : Math.abs(percentOf(Number(liquidationPrice) - lastPrice, lastPrice)),
    unrealizedPnl: estimateText(profit),
    unrealizedR: riskMoney === null || riskMoney === 0n ? null : profit / Money.toNumber(riskMoney),
    ...{ roiOnMarginPct: moved === null ? null : moved * leverage, priceMovePct: moved },
    ...{ strategy: entry?.strategy ?? "", regimeAtEntry: entry?.regime ?? "", protection },
    ...{ openedAt: entry === null ? null : isoTime(entry.openedAtMs), isPaused },
  };
}

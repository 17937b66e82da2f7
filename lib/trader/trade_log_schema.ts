import { z } from "zod";
import { type Instrument, Money } from "../domain/mod.ts";
import type { RoundTrip } from "./events.ts";

const money = z.string().regex(/^-?\d+(\.\d{1,8})?$/);
const time = z.iso.datetime();

/** One line of the trade log: a position from open to flat. Money as decimal text, times as ISO-8601 UTC. */
export const tradeLogLine = z.strictObject({
  id: z.string().min(1),
  system: z.string().min(1),
  symbol: z.string().min(1),
  side: z.enum(["long", "short"]),
  strategy_used: z.string().min(1),
  regime_at_entry: z.string().min(1),
  open: time,
  close: time,
  size: z.number().positive(),
  entry_price: z.number().positive(),
  exit_price: z.number().positive(),
  initial_stop: z.number().positive(),
  fees: money,
  funding: money,
  realized_pnl: money,
  pnl: money,
  risk: money,
  r: z.number(),
  exits: z.array(z.enum(["stop", "target1", "target2", "exit", "guard", "liquidation", "repair"])).min(1),
  reasons: z.array(z.string()),
});
export type TradeLogLine = z.infer<typeof tradeLogLine>;

/** A round trip as a line of the trade log; throws when it would not be a valid one, because then a record is wrong. */
export function toTradeLogLine(trip: RoundTrip, it: Instrument): TradeLogLine {
  const iso = (ms: number) => new Date(ms).toISOString();
  return tradeLogLine.parse({
    id: trip.id,
    system: trip.system,
    symbol: trip.symbol,
    side: trip.side,
    strategy_used: trip.strategy,
    regime_at_entry: trip.regimeAtEntry,
    open: iso(trip.openedAtMs),
    close: iso(trip.closedAtMs),
    size: (trip.qtySteps * it.stepMantissa) / it.stepPow10,
    entry_price: trip.entryPrice,
    exit_price: trip.exitPrice,
    initial_stop: (trip.initialStopTicks * it.tickMantissa) / it.tickPow10,
    fees: Money.format(trip.fees),
    funding: Money.format(trip.funding),
    realized_pnl: Money.format(trip.realizedPnl),
    pnl: Money.format(trip.netPnl),
    risk: Money.format(trip.riskMoney),
    r: trip.r,
    exits: [...trip.exits],
    reasons: [...trip.reasons],
  });
}

/** JSON Schema of a line, as it is committed in schemas/trade-log.schema.json. */
export const tradeLogJsonSchema = (): unknown => z.toJSONSchema(tradeLogLine);

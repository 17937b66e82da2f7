import { Money } from "../../domain/mod.ts";
import type { TraderEvent } from "../../trader/mod.ts";
import type { TrialSpan } from "../sweep/mod.ts";

/** What a stretch of a run did to the account. NaN where there is nothing to measure. */
export interface StressFigures {
  /** Change of equity over the stretch, in percent of the equity at its start. */
  readonly changePct: number;
  /** Deepest fall from a peak within the stretch, at the pulses of the book (each hour): 0 or less. */
  readonly maxDrawdownPct: number;
  readonly liquidations: number;
  /** Round trips closed, and the worst of them in multiples of its risk; NaN without one. */
  readonly trades: number;
  readonly worstR: number;
  /** Fills of stops; what they lost beyond the trigger, in basis points of it, by quantity and at worst. */
  readonly stopFills: number;
  readonly stopSlippageBps: number;
  readonly worstStopSlippageBps: number;
  /** Funding paid (negative) or received, in percent of the equity at the start. */
  readonly fundingPct: number;
}

/**
 * The figures of a stretch of a run that told everything; `startEquity` is the equity at the run's start. The open of the first
 * bar belongs to the stretch, what the close before it at the same time told does not.
 */
export function stressFigures(
  events: readonly TraderEvent[],
  startEquity: bigint,
  { fromMs, toMs }: TrialSpan,
): StressFigures {
  let before = startEquity, last = startEquity, peak = 0, fall = 0, isIn = false;
  let liquidations = 0, trades = 0, worstR = NaN, funding = 0n;
  for (const event of events) {
    if (event.kind === "Heartbeat") {
      if (event.atMs > toMs) break;
      last = event.equity;
      if (event.atMs <= fromMs) {
        before = event.equity;
        continue;
      }
      const level = Money.toNumber(event.equity);
      peak = Math.max(isIn ? peak : Money.toNumber(before), level);
      isIn = true;
      fall = Math.min(fall, level / peak - 1);
    } else if (event.kind === "RoundTripClosed") {
      const { trip } = event;
      if (trip.closedAtMs < fromMs || trip.closedAtMs > toMs) continue;
      trades += 1;
      if (!(trip.r >= worstR)) worstR = trip.r;
      if (trip.exits.includes("liquidation")) liquidations += 1;
    } else if (event.kind === "FundingBooked" && event.atMs > fromMs && event.atMs <= toMs) {
      funding += event.amount;
    }
  }
  const base = Money.toNumber(before);
  return {
    changePct: 100 * (Money.toNumber(last) / base - 1),
    maxDrawdownPct: 100 * fall,
    ...{ liquidations, trades, worstR },
    ...stopFigures(events, { fromMs, toMs }),
    fundingPct: 100 * Money.toNumber(funding) / base,
  };
}

type StopFigures = Pick<StressFigures, "stopFills" | "stopSlippageBps" | "worstStopSlippageBps">;

function stopFigures(events: readonly TraderEvent[], { fromMs, toMs }: TrialSpan): StopFigures {
  const triggers = new Map<string, number>();
  let stopFills = 0, sum = 0, steps = 0, worst = NaN;
  for (const event of events) {
    if (event.kind === "OrderChanged" && event.order.leg === "stop" && event.order.triggerTicks !== null) {
      triggers.set(event.order.clientId, event.order.triggerTicks);
    } else if (event.kind === "FillBooked" && event.leg === "stop") {
      const { fill } = event;
      const trigger = triggers.get(fill.clientId);
      if (trigger === undefined || fill.atMs < fromMs || fill.atMs > toMs) continue;
      const bps = 10_000 * fill.side * (fill.priceTicks - trigger) / trigger;
      stopFills += 1;
      sum += bps * fill.qtySteps;
      steps += fill.qtySteps;
      if (!(bps <= worst)) worst = bps;
    }
  }
  return { stopFills, stopSlippageBps: sum / steps, worstStopSlippageBps: worst };
}

import { divFloor } from "../core/mod.ts";
import {
  initialMargin,
  Instrument,
  type Intent,
  liquidationPrice,
  maxLeverageFor,
  type Money,
  MONEY_ONE,
  type Side,
} from "../domain/mod.ts";

/** Arithmetic of one fixed-fractional size. Money in 1e-8. */
export interface Sizing {
  readonly equity: Money;
  readonly riskPct: number;
  /** equity x riskPct, rounded down. */
  readonly budget: Money;
  readonly stopDistanceTicks: number;
  /** Largest quantity whose loss at the stop is within the budget (and within the venue's largest order). */
  readonly qtySteps: number;
  /** Loss at the stop: one R. Never above the budget. */
  readonly riskMoney: Money;
  /** Value at the anchor price. */
  readonly notional: Money;
  /** Leverage to be set: the configured one, or what the venue's brackets allow for this value if that is less. */
  readonly leverage: number;
  /** Price at which the position would be liquidated, a double; 0 when no price does it, NaN without a position. */
  readonly liquidation: number;
}

/** A product of doubles such as 0.1251 x 1e6 lies some 1e-11 off its whole number, on either side. */
const NOISE = 1e-6;

/** equity x riskPct, rounded down and never beyond; 0 without equity. riskPct counts in steps of 1e-6. */
export function riskBudget(equity: Money, riskPct: number): Money {
  if (equity <= 0n) return 0n;
  return divFloor(equity * BigInt(Math.floor(riskPct * 1e6 + NOISE)), MONEY_ONE);
}

/**
 * quantity = equity x riskPct / stop distance, down to the step. Throws RangeError when the stop is not on the losing side
 * of the anchor, because such an intent is a bug upstream.
 */
export function sizeByRisk(
  it: Instrument,
  intent: Intent,
  equity: Money,
  riskPct: number,
  leverage: number,
): Sizing {
  const stopDistanceTicks = intent.side * (intent.anchorTicks - intent.stopTicks);
  if (stopDistanceTicks <= 0) {
    throw new RangeError(
      `Cannot size ${intent.id}: stop ${intent.stopTicks} is not beyond anchor ${intent.anchorTicks}`,
    );
  }
  const budget = riskBudget(equity, riskPct);
  const riskPerStep = BigInt(stopDistanceTicks) * it.tickStepValue;
  const affordable = Number(divFloor(budget, riskPerStep));
  const qtySteps = it.maxSteps === null ? affordable : Math.min(affordable, it.maxSteps);
  const notional = Instrument.notional(it, intent.anchorTicks, qtySteps);
  const allowed = Math.min(leverage, maxLeverageFor(it, notional));
  return {
    equity,
    riskPct,
    budget,
    stopDistanceTicks,
    qtySteps,
    riskMoney: riskPerStep * BigInt(qtySteps),
    notional,
    leverage: allowed,
    liquidation: entryLiquidation(it, intent.side, qtySteps, notional, allowed),
  };
}

function entryLiquidation(
  it: Instrument,
  side: Side,
  qtySteps: number,
  cost: Money,
  leverage: number,
): number {
  if (qtySteps < 1 || leverage < 1) return NaN;
  return liquidationPrice(it, { side, qtySteps, cost, isolatedMargin: initialMargin(cost, leverage) });
}

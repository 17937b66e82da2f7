import { Instrument, maxLeverageFor, Money, type OrderRequest } from "../domain/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { availableBalance, entryRequirement, positionValue, referenceTicks } from "./margin.ts";
import { OpenOrder } from "./open_order.ts";

/** Why an order is not taken, with the code Binance gives for it (60-venues 1.5 to 1.7). */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** An order at the door. */
interface Applicant {
  readonly spec: ExchangeSpec;
  readonly state: ExchangeState;
  readonly index: number;
  readonly instrument: Instrument;
  readonly request: OrderRequest;
}

/** The first reason to refuse an order for a symbol of the tape, or null. */
export function refusalOf(
  spec: ExchangeSpec,
  state: ExchangeState,
  index: number,
  request: OrderRequest,
): Refusal | null {
  const applicant = { spec, state, index, instrument: spec.tape.symbols[index].instrument, request };
  for (const check of CHECKS) {
    const refusal = check(applicant);
    if (refusal !== null) return refusal;
  }
  return null;
}

const CLIENT_ID_REGEXP = /^[.A-Z:/a-z0-9_-]{1,36}$/;

/** In this order: what the order is, what the symbol is, then what the account is. */
const CHECKS: readonly ((a: Applicant) => Refusal | null)[] = [
  checkClientId,
  checkCombination,
  checkPrices,
  checkSymbol,
  checkQuantity,
  checkReduceOnly,
  checkClosePosition,
  checkTrigger,
  checkNotional,
  checkLeverage,
  checkMargin,
];

function checkClientId({ state, request: { clientId } }: Applicant): Refusal | null {
  if (!CLIENT_ID_REGEXP.test(clientId)) {
    return refuse(-4015, `Client order id must be 1 to 36 of [.A-Z:/a-z0-9_-]: current value is ${clientId}`);
  }
  const isTaken = state.orders.some((orders) => orders.some((open) => open.request.clientId === clientId));
  return isTaken
    ? refuse(-4116, `Client order id ${clientId} belongs to an open order: query that one`)
    : null;
}

function isConditional({ type }: OrderRequest): boolean {
  return type === "stop_market" || type === "take_profit_market";
}

function checkCombination({ request }: Applicant): Refusal | null {
  if (!request.closePosition) return null;
  if (request.reduceOnly) {
    return refuse(-1106, "reduceOnly must not be sent with closePosition: leave one of them out");
  }
  if (!isConditional(request)) {
    return refuse(
      -4136,
      `closePosition is for stop_market and take_profit_market: current type is ${request.type}`,
    );
  }
  if (request.qtySteps === 0) return null;
  return refuse(
    -4137,
    `Quantity must be zero with closePosition: current value is ${request.qtySteps} steps`,
  );
}

function checkPrices({ request }: Applicant): Refusal | null {
  const prices = [
    ["limitTicks", request.limitTicks, request.type === "limit"],
    ["triggerTicks", request.triggerTicks, isConditional(request)],
  ] as const;
  for (const [name, ticks, isNeeded] of prices) {
    if (!isNeeded && ticks !== null) {
      return refuse(-1106, `${name} must not be sent for a ${request.type} order: leave it out`);
    }
    if (isNeeded && !(Number.isSafeInteger(ticks) && ticks! > 0)) {
      return refuse(
        -1102,
        `${name} of a ${request.type} order must be whole and above zero: current value is ${ticks}`,
      );
    }
  }
  return null;
}

function checkSymbol({ spec, state, index, instrument: { symbol } }: Applicant): Refusal | null {
  const { candles, rowOfBar0 } = spec.tape.symbols[index];
  if (state.lastPrice[index] === 0 || state.bar + rowOfBar0 >= candles.length) {
    return refuse(-4141, `${symbol} is closed: it has no bar at this time`);
  }
  if (state.leverage[index] > 0) return null;
  return refuse(-4028, `${symbol} has no leverage yet: send ConfigureSymbol first`);
}

function checkQuantity({ instrument: it, request }: Applicant): Refusal | null {
  const { qtySteps, closePosition } = request;
  if (closePosition) return null;
  if (!Number.isSafeInteger(qtySteps) || qtySteps <= 0) {
    return refuse(-4003, `Quantity must be whole steps above zero: current value is ${qtySteps}`);
  }
  if (qtySteps < it.minSteps) {
    return refuse(-4004, `Quantity must be at least ${it.minSteps} steps: current value is ${qtySteps}`);
  }
  if (it.maxSteps === null || qtySteps <= it.maxSteps) return null;
  return refuse(-4005, `Quantity must be at most ${it.maxSteps} steps: current value is ${qtySteps}`);
}

function checkReduceOnly({ state, index, request }: Applicant): Refusal | null {
  if (!request.reduceOnly && !request.closePosition) return null;
  const position = state.positions[index];
  if (position.qtySteps > 0 && position.side !== request.side) return null;
  return refuse(-2022, `There is no position on the other side to reduce: query the account`);
}

function checkClosePosition({ state, index, request }: Applicant): Refusal | null {
  if (!request.closePosition) return null;
  const resting = state.orders[index].find(({ request: open }) =>
    open.closePosition && open.side === request.side && open.type === request.type
  );
  if (resting === undefined) return null;
  const { clientId } = resting.request;
  return refuse(-4130, `A ${request.type} with closePosition in this direction is open: cancel ${clientId}`);
}

function checkTrigger({ state, index, instrument, request }: Applicant): Refusal | null {
  if (!isConditional(request)) return null;
  const price = state.lastPrice[index];
  if (!OpenOrder.isDue(OpenOrder.create(instrument, request, 0n), price)) return null;
  return refuse(-2021, `Order would immediately trigger: the last price is ${price}`);
}

function isEntry(request: OrderRequest): boolean {
  return !request.reduceOnly && !request.closePosition;
}

/** Value of an order at its reference price. */
function valueOf({ state, index, instrument: it }: Applicant, request: OrderRequest, steps: number): Money {
  return Instrument.notional(it, referenceTicks(it, request, state.lastPrice[index]), steps);
}

function checkNotional(a: Applicant): Refusal | null {
  const { minNotional } = a.instrument;
  if (minNotional === null || !isEntry(a.request)) return null;
  const value = valueOf(a, a.request, a.request.qtySteps);
  if (value >= minNotional) return null;
  const [is, least] = [Money.format(value), Money.format(minNotional)];
  return refuse(-4164, `Notional must be at least ${least} unless the order is reduce-only: it is ${is}`);
}

/** The bracket of what the position could become: it, the open entries of the order's side, and the order. */
function checkLeverage(a: Applicant): Refusal | null {
  if (!isEntry(a.request)) return null;
  const { state, index, instrument: it, request } = a;
  let notional = valueOf(a, request, request.qtySteps);
  for (const open of state.orders[index]) {
    if (!isEntry(open.request) || open.request.side !== request.side) continue;
    notional += valueOf(a, open.request, open.leavesSteps);
  }
  notional += BigInt(request.side) * positionValue(it, state.positions[index], state.lastPrice[index]);
  const most = maxLeverageFor(it, notional);
  const leverage = state.leverage[index];
  if (leverage <= most) return null;
  return refuse(
    -4028,
    `Leverage ${leverage} is above ${most}, the most for a notional of ${Money.format(notional)}`,
  );
}

function checkMargin(a: Applicant): Refusal | null {
  const { instrument: it, state, index, request } = a;
  if (!isEntry(request)) return null;
  const ticks = referenceTicks(it, request, state.lastPrice[index]);
  const needed = entryRequirement(it, ticks, request.qtySteps, state.leverage[index]);
  const available = availableBalance(state);
  if (needed <= available) return null;
  const [need, have] = [Money.format(needed), Money.format(available)];
  return refuse(-2019, `Margin is insufficient: ${need} is needed, ${have} is available`);
}

function refuse(code: number, reason: string): Refusal {
  return { code: String(code), reason };
}

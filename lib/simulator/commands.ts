import { maxLeverageFor, Money, type OrderRequest } from "../domain/mod.ts";
import type { VenueCommand, VenueEvent } from "../trader/mod.ts";
import { refusalOf } from "./admission.ts";
import { reportOrder } from "./ended_orders.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { arrive, cancelNow } from "./in_flight.ts";
import { entryRequirement, positionValue, referenceTicks } from "./margin.ts";
import { OpenOrder } from "./open_order.ts";
import { Tape } from "./tape.ts";

/**
 * Takes a command at the current instant and appends the answer. An accepted order can fill from the symbol's next instant,
 * or, where orders take time, from its first one after their arrival; a cancel is then answered at the symbol's next
 * instant, or when its order is asked for.
 *
 * There is no event for a refused ConfigureSymbol: SymbolConfigured tells the leverage in force, which is then not the one
 * asked for (0: none, the symbol takes no orders). A price nobody has seen yet is quoted as 0. As at Binance, a client id is
 * taken only while its order is open; an order of the same id after that is another order.
 */
export function handleCommand(
  spec: ExchangeSpec,
  state: ExchangeState,
  command: VenueCommand,
  atMs: number,
  out: VenueEvent[],
): void {
  switch (command.kind) {
    case "ConfigureSymbol": {
      const { symbol } = command;
      const leverage = configure(spec, state, Tape.indexOf(spec.tape, symbol), command.leverage);
      out.push({ kind: "SymbolConfigured", symbol, leverage, atMs });
      return;
    }
    case "SubmitOrder":
      out.push(submit(spec, state, command, atMs));
      return;
    case "CancelOrder":
      cancel(spec, state, command, atMs, out);
      return;
    case "QueryOrder": {
      const { symbol, clientId } = command;
      const index = Tape.indexOf(spec.tape, symbol);
      // a cancel that is there by now is answered to whoever asks what became of its order, and to nobody else
      arrive(state, atMs, out, index, clientId);
      const [open, ended] = index < 0 ? [[], []] : [state.orders[index], state.ended[index]];
      out.push(reportOrder(symbol, clientId, open, ended, atMs));
      return;
    }
    case "QueryAccount":
      out.push(report(spec, state, atMs));
      return;
    case "QueryPrice": {
      const { symbol, purpose } = command;
      const index = Tape.indexOf(spec.tape, symbol);
      const price = index < 0 ? 0 : state.lastPrice[index];
      out.push({ kind: "PriceQuoted", symbol, price, purpose, atMs });
    }
  }
}

/** Sets a symbol's leverage where that is allowed; the leverage then in force. */
function configure(spec: ExchangeSpec, state: ExchangeState, index: number, leverage: number): number {
  if (index < 0) return 0;
  const { instrument } = spec.tape.symbols[index];
  const position = state.positions[index];
  const held = Money.abs(positionValue(instrument, position, state.lastPrice[index]));
  const isWithinTier = Number.isSafeInteger(leverage) && leverage >= 1 &&
    leverage <= maxLeverageFor(instrument, held);
  // Binance refuses a lower leverage while an isolated position is open (-4161); entries at rest have their margin held back
  const isCommitted = position.qtySteps > 0 || state.orders[index].some((order) => order.reserved > 0n);
  const isLowered = isCommitted && leverage < state.leverage[index];
  if (isWithinTier && !isLowered) state.leverage[index] = leverage;
  return state.leverage[index];
}

/** How far a sender's clock may be ahead of the exchange's. */
const AHEAD_MS = 1000;

function submit(
  spec: ExchangeSpec,
  state: ExchangeState,
  { order, sentAtMs, recvWindowMs }: Extract<VenueCommand, { kind: "SubmitOrder" }>,
  atMs: number,
): VenueEvent {
  const { symbol, clientId } = order;
  const index = Tape.indexOf(spec.tape, symbol);
  const isTimely = atMs - sentAtMs <= recvWindowMs && sentAtMs - atMs <= AHEAD_MS;
  const refusal = !isTimely
    ? { code: "-1021", reason: `Sent at ${sentAtMs} for ${recvWindowMs} ms, and it is ${atMs}: send it anew` }
    : index < 0
    ? { code: "-1121", reason: `${symbol} is not traded here: check the symbol` }
    : refusalOf(spec, state, index, order);
  if (refusal !== null) return { kind: "OrderRejected", symbol, clientId, ...refusal, atMs };
  const resting = rest(spec, state, index, order);
  state.orders[index].push(resting);
  if (state.inFlight !== undefined) {
    OpenOrder.depart(resting);
    state.inFlight.push({ what: "order", index, symbol, clientId, arrivesMs: atMs + spec.latencyMs });
  }
  return { kind: "OrderAccepted", symbol, clientId, atMs };
}

function rest(spec: ExchangeSpec, state: ExchangeState, index: number, order: OrderRequest): OpenOrder {
  const { instrument } = spec.tape.symbols[index];
  if (order.reduceOnly || order.closePosition) return OpenOrder.create(instrument, order, 0n);
  const ticks = referenceTicks(instrument, order, state.lastPrice[index]);
  const reserved = entryRequirement(instrument, ticks, order.qtySteps, state.leverage[index]);
  return OpenOrder.create(instrument, order, reserved);
}

function cancel(
  spec: ExchangeSpec,
  state: ExchangeState,
  { symbol, clientId }: { readonly symbol: string; readonly clientId: string },
  atMs: number,
  out: VenueEvent[],
): void {
  const index = Tape.indexOf(spec.tape, symbol);
  if (state.inFlight === undefined || index < 0) {
    out.push(cancelNow(state, { index, symbol, clientId }, atMs));
  } else state.inFlight.push({ what: "cancel", index, symbol, clientId, arrivesMs: atMs + spec.latencyMs });
}

function report(spec: ExchangeSpec, state: ExchangeState, atMs: number): VenueEvent {
  const positions = state.positions.flatMap((position, index) => {
    if (position.qtySteps === 0) return [];
    const { symbol } = spec.tape.symbols[index].instrument;
    return [{ symbol, ...position, isolatedMargin: state.isolatedMargin[index] }];
  });
  const openOrders = state.orders.flat().map(({ request, filledSteps }) => ({ ...request, filledSteps }));
  return { kind: "AccountReported", walletBalance: state.walletBalance, positions, openOrders, atMs };
}

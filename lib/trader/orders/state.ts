import type { Approval, Instrument, Order } from "../../domain/mod.ts";
import type { CallConfig, ExecutionConfig, Hold, Protection, ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueCommand } from "../market_step.ts";
import type { Notice } from "../notice.ts";
import type { Recorder } from "../recorder.ts";
import { indexOfSymbol } from "../symbol_index.ts";

/** What the orders reducer is told once. */
export interface OrdersSpec {
  readonly runId: string;
  /** Two characters that begin every client order id. */
  readonly systemTag: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  readonly execution: ExecutionConfig;
  readonly calls: CallConfig;
}

/**
 * One approved intent from its approval to flat.
 * configuring -> entering -> open -> closing; a campaign that never fills ends from entering.
 */
export interface Campaign {
  readonly approval: Approval;
  stage: "configuring" | "entering" | "open" | "closing";
  /** The entry order at work; "" between two attempts and after the last. */
  entryId: string;
  entryAttempts: number;
  /** Why an operator has taken the entry back; "" while none has. */
  takenBack: string;
  /** True when nothing more will be entered. */
  entryDone: boolean;
  enteredSteps: number;
  /** The stop that is wanted; it only ever tightens. */
  stopTicks: number;
  readonly stop: ProtectiveSlot;
  readonly targets: ProtectiveSlot[];
  exitAttempts: number;
  readonly exitHold: Hold;
  /** Why it is being closed at market; "" while it is not. */
  exitReason: string;
}

/** The kill switch of a symbol, from its pull until it is re-armed. */
export interface Flattening {
  readonly flattenId: string;
  readonly reason: string;
  /** The venue has said that it holds nothing, and none of our orders could open anything. */
  isFlat: boolean;
  /** True once the venue was asked for that word. */
  isAsked: boolean;
  /** Account reports that had a position where the book is flat. */
  doubts: number;
}

/** Orders and position of one symbol, as our book has them. */
export interface Desk {
  /** Leverage the venue has confirmed; 0 before. */
  leverage: number;
  /** Signed steps, from fills. */
  positionSteps: number;
  campaign: Campaign | null;
  protection: Protection;
  /** The symbol's orders that are not terminal, as they were sent: few, so that a list beats a dictionary. */
  readonly open: BookedOrder[];
  /** When the venue was asked for all orders of the symbol, as its position is another one than ours; -1 for never. */
  recountedAtMs: number;
  /** The venue's time of the last fill in the book; -1 for none. */
  filledAtMs: number;
  /** Null while the kill switch is not pulled. */
  flattening: Flattening | null;
}

/** An open order, and our dealings with the venue about it. Changed in place. */
export interface BookedOrder {
  order: Order;
  /** Name of the order's timer `call`, made once for all the times it is set and cleared. */
  readonly timer: string;
  /** True while it is set: the venue owes an answer. */
  isTimed: boolean;
  /** Questions asked since the venue said something of the order. */
  asks: number;
  /** True once its cancel was sent. */
  cancelWanted: boolean;
  /** Ids of the fills booked. */
  readonly fillIds: string[];
  /** How it ended at the venue, "" while it has not, and what it filled; it is over once all of that is booked. */
  endedAs: "" | "filled" | "cancelled" | "expired";
  endedSteps: number;
  endedReason: string;
}

/** An order that is over, for as long as something late may be said of it. */
export interface EndedOrder {
  readonly clientId: string;
  readonly status: Order["status"];
  readonly filledSteps: number;
  readonly fillIds: readonly string[];
}

/** State of the orders reducer: plain data, changed in place. */
export interface OrdersState {
  readonly desks: Desk[];
  /** The last of those that are over, oldest first. */
  readonly ended: EndedOrder[];
  /** The store cannot commit: no entries. */
  isDegraded: boolean;
  /** Why entries are off since the ordered stop; "" for on. */
  entriesOff: string;
  /** Times the account was asked for since it agreed with the book. */
  accountAsks: number;
  /** Times the account was asked for in a row, for what is being flattened; 0 while it is not awaited. */
  flatAsks: number;
  /** Of the configuration told last; "" for the one at the start. None of its knobs is execution's. */
  configVersion: string;
}

/** A change of a named timer; `dueMs` null clears it. */
export interface TimerChange {
  readonly name: string;
  readonly dueMs: number | null;
}

/** What one input leads to; the caller empties the lists before each use. */
export interface OrdersOut {
  readonly commands: VenueCommand[];
  readonly notices: Notice[];
  readonly timers: TimerChange[];
  readonly recorder: Recorder;
}

/** A reducer at work on one input. */
export interface OrdersContext {
  readonly spec: OrdersSpec;
  readonly state: OrdersState;
  readonly out: OrdersOut;
  readonly nowMs: number;
}

/** Fresh lists around a recorder. */
export function createOrdersOut(recorder: Recorder): OrdersOut {
  return { commands: [], notices: [], timers: [], recorder };
}

/** A flat book. */
export function createOrdersState(spec: OrdersSpec): OrdersState {
  return {
    desks: spec.symbols.map((): Desk => ({
      leverage: 0,
      positionSteps: 0,
      campaign: null,
      protection: "none",
      open: [],
      recountedAtMs: -1,
      filledAtMs: -1,
      flattening: null,
    })),
    ended: [],
    isDegraded: false,
    entriesOff: "",
    accountAsks: 0,
    flatAsks: 0,
    configVersion: "",
  };
}

/** An open order of a desk by its client id; null when it is none of the desk's, or over. */
export function openIn({ open }: Desk, clientId: string): BookedOrder | null {
  for (let i = 0; i < open.length; i++) if (open[i]!.order.clientId === clientId) return open[i]!;
  return null;
}

/** The same among those of all symbols. */
export function findOpen({ desks }: OrdersState, clientId: string): BookedOrder | null {
  for (let i = 0; i < desks.length; i++) {
    const open = openIn(desks[i]!, clientId);
    if (open !== null) return open;
  }
  return null;
}

/** All orders that are not terminal, symbol by symbol. */
export const openOrders = ({ desks }: OrdersState): Order[] =>
  desks.flatMap(({ open }) => open.map(({ order }) => order));

/**
 * Steps that stops are to cover: those held, or any number where the kill switch waits for the venue's word that there are
 * none (C2).
 */
export function stepsToCover({ positionSteps, flattening }: Desk): number {
  if (positionSteps === 0 && flattening !== null && !flattening.isFlat) return Infinity;
  return Math.abs(positionSteps);
}

/** Index of a symbol of this run; throws when it is none of ours. */
export function deskIndex(spec: OrdersSpec, symbol: string): number {
  const index = indexOfSymbol(spec.symbols, symbol);
  if (index < 0) throw new Error(`Cannot trade ${symbol}: this run has ${spec.symbols.join(", ")}`);
  return index;
}

/** Desk of a symbol; null for one that this run does not trade. */
export function deskOf({ spec, state }: OrdersContext, symbol: string): Desk | null {
  return state.desks[indexOfSymbol(spec.symbols, symbol)] ?? null;
}

import type { Approval, Instrument, Order } from "../../domain/mod.ts";
import type { ExecutionConfig, ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueCommand } from "../market_step.ts";
import type { Notice } from "../notice.ts";
import type { Recorder } from "../recorder.ts";

/** What the orders reducer is told once. */
export interface OrdersSpec {
  readonly runId: string;
  /** Two characters that begin every client order id. */
  readonly systemTag: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  readonly execution: ExecutionConfig;
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
  /** True when nothing more will be entered. */
  entryDone: boolean;
  enteredSteps: number;
  /** The stop that is wanted; it only ever tightens. */
  stopTicks: number;
  readonly stop: ProtectiveSlot;
  readonly targets: ProtectiveSlot[];
  exitAttempts: number;
  /** Why it is being closed at market; "" while it is not. */
  exitReason: string;
}

/** Orders and position of one symbol, as our book has them. */
export interface Desk {
  /** Leverage the venue has confirmed; 0 before. */
  leverage: number;
  /** Signed steps, from fills. */
  positionSteps: number;
  campaign: Campaign | null;
}

/** State of the orders reducer: plain data, changed in place. */
export interface OrdersState {
  readonly desks: Desk[];
  /** Orders that are not terminal, by client id. */
  readonly orders: Record<string, Order>;
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
  return { desks: spec.symbols.map(() => ({ leverage: 0, positionSteps: 0, campaign: null })), orders: {} };
}

/** Index of a symbol of this run; throws when it is none of ours. */
export function deskIndex(spec: OrdersSpec, symbol: string): number {
  const index = spec.symbols.indexOf(symbol);
  if (index < 0) throw new Error(`Cannot trade ${symbol}: this run has ${spec.symbols.join(", ")}`);
  return index;
}

import type { OrdersContext } from "./state.ts";

/** What the orders reducer's timers are for, with the symbol or client id each belongs to. */
export type TimerPurpose =
  /** A limit entry has lived long enough. Of a symbol. */
  | "entry_ttl"
  /** Leverage or a fresh price, without which an entry cannot go on, was not told in time. Of a symbol. */
  | "entry_step"
  /** The venue owes an answer about an order. Of a client id. */
  | "call"
  /** What was refused may be sent again. Of a symbol. */
  | "again"
  /** The venue owes its word on whether all is flat. Of "account". */
  | "flat"
  /** The account was not told, or differed from the book. Of "account". */
  | "account";

export const timerName = (purpose: TimerPurpose, of: string): string => `${purpose}:${of}`;

/** Sets the timer of a purpose; one that was set is replaced. */
export function setTimer({ out }: OrdersContext, purpose: TimerPurpose, of: string, dueMs: number): void {
  out.timers.push({ name: timerName(purpose, of), dueMs });
}

export function clearTimer({ out }: OrdersContext, purpose: TimerPurpose, of: string): void {
  out.timers.push({ name: timerName(purpose, of), dueMs: null });
}

/** Purpose and owner of a timer by its name. */
export function timerOf(name: string): { readonly purpose: TimerPurpose; readonly of: string } {
  const at = name.indexOf(":");
  return { purpose: name.slice(0, at) as TimerPurpose, of: name.slice(at + 1) };
}

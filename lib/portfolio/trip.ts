import type { Money } from "../domain/mod.ts";

/** A position being built and taken down: sums from its first fill to flat. Changed in place. */
export interface Trip {
  intentId: string;
  openedAtMs: number;
  /** Largest quantity held. */
  qtySteps: number;
  entrySteps: number;
  /** Sums of ticks x steps, for average prices. */
  entryTickSteps: bigint;
  exitSteps: number;
  exitTickSteps: bigint;
  realizedPnl: Money;
  fees: Money;
  funding: Money;
  exits: string[];
}

/** Companion of Trip. */
export const Trip = {
  open: (intentId: string, atMs: number): Trip => ({
    intentId,
    openedAtMs: atMs,
    qtySteps: 0,
    entrySteps: 0,
    entryTickSteps: 0n,
    exitSteps: 0,
    exitTickSteps: 0n,
    realizedPnl: 0n,
    fees: 0n,
    funding: 0n,
    exits: [],
  }),

  /** Books an execution; `leg` other than "entry" is an exit. */
  fill(trip: Trip, leg: string, ticks: number, steps: number, fee: Money, realizedPnl: Money): void {
    const value = BigInt(ticks) * BigInt(steps);
    trip.fees += fee;
    trip.realizedPnl += realizedPnl;
    if (leg === "entry") {
      trip.entrySteps += steps;
      trip.entryTickSteps += value;
      trip.qtySteps = Math.max(trip.qtySteps, trip.entrySteps - trip.exitSteps);
      return;
    }
    trip.exitSteps += steps;
    trip.exitTickSteps += value;
    if (trip.exits.at(-1) !== leg) trip.exits.push(leg);
  },

  net: (trip: Trip): Money => trip.realizedPnl - trip.fees + trip.funding,

  /** Average of a sum of ticks x steps; 0 when nothing was traded. */
  averageTicks: (tickSteps: bigint, steps: number): number => (steps === 0 ? 0 : Number(tickSteps) / steps),
} as const;

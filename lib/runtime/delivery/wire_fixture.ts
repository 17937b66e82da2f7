/**
 * One direction of a bad connection: first in first out, but things get lost and come twice, and once the
 * connection broke, what was on its way may still come, whenever and in whatever order.
 */
export interface Wire<T> {
  /** In order; the first is the next to arrive. */
  onTheWay: T[];
  /** Of connections that broke. */
  late: T[];
}

export const Wire = { create, put, deliver, deliverLate, lose, repeat, breakOff };

function create<T>(): Wire<T> {
  return { onTheWay: [], late: [] };
}

function put<T>(wire: Wire<T>, thing: T): void {
  wire.onTheWay.push(thing);
}

function deliver<T>(wire: Wire<T>): T | undefined {
  return wire.onTheWay.shift();
}

/** Any of the late ones, picked by a number from 0. */
function deliverLate<T>(wire: Wire<T>, pick: number): T | undefined {
  return wire.late.splice(pick % Math.max(wire.late.length, 1), 1)[0];
}

/** Returns how many were lost, 0 or 1. */
function lose<T>(wire: Wire<T>): number {
  return wire.onTheWay.shift() === undefined ? 0 : 1;
}

/** The next comes twice; returns how many do, 0 or 1. */
function repeat<T>(wire: Wire<T>): number {
  if (wire.onTheWay.length === 0) return 0;
  wire.onTheWay.unshift(wire.onTheWay[0]);
  return 1;
}

/** Every second one on its way is lost, the others come late; returns how many were lost. */
function breakOff<T>(wire: Wire<T>): number {
  const kept = wire.onTheWay.filter((_, i) => i % 2 === 1);
  const lost = wire.onTheWay.length - kept.length;
  wire.late.push(...kept);
  wire.onTheWay = [];
  return lost;
}

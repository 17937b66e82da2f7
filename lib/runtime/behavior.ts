import type { Lane, Message } from "./envelope.ts";

/** What a step may know besides its message. */
export interface Ctx {
  /** Logical time of the message, ms; there is no other clock. */
  readonly nowMs: number;
  /** The actor's own address. */
  readonly self: string;
  /** Who sent the message: an actor's address, `MARKET`, or the actor's own timer address. */
  readonly from: string;
  /** Id of the message being handled. */
  readonly messageId: string;
}

/**
 * One message to send. The body belongs to the runtime from then on: it may not share parts that change
 * later.
 */
export interface Send {
  readonly to: string;
  readonly lane: Lane;
  /** On a conflating lane, only the newest message of one sender, kind and key waits. */
  readonly key?: string;
  readonly body: Message;
}

/**
 * Sets a timer (one of the same name is replaced; a time in the past fires now, at the next quiet) or clears
 * it.
 */
export type TimerOp =
  | { readonly op: "set"; readonly name: string; readonly dueMs: number }
  | { readonly op: "clear"; readonly name: string };

/** How a fired timer arrives: an input like any other, journalled, on the control lane. */
export interface TimerFired extends Message {
  readonly kind: "TimerFired";
  readonly name: string;
}

/** Result of one step. The arrays go into the journal as they are: give fresh ones, or `NONE`. */
export interface Step<S> {
  readonly state: S;
  /** Facts for the journal; nobody receives them. */
  readonly events: readonly Message[];
  readonly sends: readonly Send[];
  readonly timers: readonly TimerOp[];
}

/** The empty list, for steps that have nothing to say. */
export const NONE: readonly never[] = Object.freeze([]);

/**
 * An actor's rules: synchronous, deterministic, without I/O.
 *
 * The host owns the state. It is plain data that `encodeState` can write, a tree without shared parts. A step
 * may change it in place and give it back. A throw leaves it undefined: the host drops it and rebuilds it
 * from snapshot and journal.
 */
export interface Behavior<S = unknown, M extends Message = Message> {
  /** Version of the state's shape; a snapshot of another version is not read. */
  readonly schema: number;
  init(): S;
  step(state: S, message: M, ctx: Ctx): Step<S>;
}

/**
 * An actor at the edge: it does I/O where a behavior computes. It has no state; what it sends is journalled as it was, and
 * never computed again. Handling is at least once: a host that dies in between does it again, with the same `messageId`.
 *
 * It keeps its own deadlines, as no supervisor knows how long a network may take. A rejection crashes its worker, so the
 * poison policy decides about a message that always fails.
 */
export interface Port<M extends Message = Message> {
  perform(message: M, ctx: Ctx): Promise<readonly Send[]>;
  /** Called once, before its worker is ready: from then on it may do I/O of its own accord. */
  open?(outside: Outside): void | Promise<void>;
}

/** What a port hears from, and says to, whoever runs the tree. None of it is journalled, and none is said again. */
export interface Outside {
  /** Reaches the tree's `onNotice` as a Note. Plain data. */
  note(note: unknown): void;
  /** Called with all that `TreeHost.tell` says from now on. */
  onTold(listen: (body: unknown) => void): void;
}

/** A port as hosts keep it: a behavior without state whose inputs are booked and never stepped. */
export interface PortBehavior extends Behavior<null> {
  readonly port: Port;
}

/** Makes an actor of a port. */
export function portBehavior(port: Port): PortBehavior {
  return {
    port,
    schema: 1,
    init: () => null,
    step() {
      throw new Error("Cannot step a port: this host has no thread that could wait for it");
    },
  };
}

/** The port of an actor that is one, or null. */
export function portOf(behavior: Behavior): Port | null {
  return "port" in behavior ? (behavior as PortBehavior).port : null;
}

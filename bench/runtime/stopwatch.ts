import type { HandlingWrapper, Message, WrapContext } from "../../lib/runtime/mod.ts";
import type { Pong } from "./rally.ts";

/** When each pong of a rally came to its turn, by the clock of the ping's worker. */
export interface Stamps {
  /** Address of the ping. */
  readonly ping: string;
  readonly atMs: Float64Array;
}

/** Reads the clock before each pong is handled, outside of all behaviours, and tells all of it at the end of the rally. */
export function stopwatch(context: WrapContext): HandlingWrapper {
  let atMs: number[] = [];
  return {
    before({ to, body }) {
      if (!isPong(body)) return;
      atMs.push(performance.now());
      if (body.n < body.of) return;
      const stamps: Stamps = { ping: to, atMs: Float64Array.from(atMs) };
      context.note(stamps);
      atMs = [];
    },
  };
}

export function isPong(body: Message): body is Pong {
  return body.kind === "Pong";
}

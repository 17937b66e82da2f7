import type { Message, WorldSource } from "../runtime/mod.ts";
import type { Phase } from "../trader/mod.ts";
import { Tape } from "./tape.ts";

/** What the world tells the exchange: the market has come to this instant of the tape. */
export interface MarketAdvanced extends Message {
  readonly kind: "MarketAdvanced";
  readonly bar: number;
  readonly phase: Phase;
}

/** Instants a bar can have; the sequence number of an instant is bar x 6 + phase + 1, so it has gaps without funding. */
const PHASES_PER_BAR = 6;

/** The instants of a tape as messages to the actor at `to`, the exchange. seek() is O(1). */
export function createTapeWorld(tape: Tape, to: string): WorldSource {
  let lastSeq = 0;
  return {
    next() {
      let place = lastSeq;
      // the place after the last bar phase is a funding instant only where funding is due
      if (place % PHASES_PER_BAR === 5 && tape.fundingDue[Math.floor(place / PHASES_PER_BAR)] !== 1) {
        place += 1;
      }
      const bar = Math.floor(place / PHASES_PER_BAR);
      if (bar >= tape.bars) return null;
      const phase = (place % PHASES_PER_BAR) as Phase;
      lastSeq = place + 1;
      const body: MarketAdvanced = { kind: "MarketAdvanced", bar, phase };
      return { atMs: Tape.atMs(tape, bar, phase), seq: lastSeq, to, body };
    },
    seek(seq) {
      if (!Number.isSafeInteger(seq) || seq < 0) {
        throw new RangeError(`Cannot seek in a tape: the sequence number is ${seq}`);
      }
      lastSeq = seq;
    },
  };
}

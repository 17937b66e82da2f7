import type { ActorSnapshot, HistoryInput } from "../commit_port.ts";
import type { Lane, Message } from "../envelope.ts";

/** What a store has of an actor's journal. */
export interface JournalSpan {
  readonly actor: string;
  /** Inputs up to this number are gone; 0: all are there. */
  readonly after: number;
  /** Number of the newest input. */
  readonly last: number;
}

/** A message as it was stored when it was sent. */
export interface StoredSend {
  readonly seq: number;
  readonly to: string;
  readonly lane: Lane;
  readonly causedBy: string;
  readonly key: string | null;
  /** The body as `encodeState` wrote it. */
  readonly text: string;
}

/** A journalled input and what was stored as coming of it. */
export interface JournalRow extends HistoryInput {
  /** JSON of the timers set and cleared; "" for none. */
  readonly timers: string;
  /** Those that are there, ascending by seq. */
  readonly sends: readonly StoredSend[];
  /** Wall time of the commit, ms. */
  readonly wallMs: number;
}

/** An event as it was stored. */
export interface StoredText {
  /** Rises in the order of commits. */
  readonly id: number;
  readonly actor: string;
  readonly inputNo: number;
  /** Its place among the events of the input, from 0. */
  readonly ordinal: number;
  readonly kind: string;
  readonly text: string;
}

/** A journal and what was recorded with it, as a replay reads them: a page at a time. */
export interface JournalSource {
  /** Of all actors with inputs, ascending. */
  spans(): JournalSpan[];
  /** At most `limit` inputs after number `after`, ascending. */
  rows(actor: string, after: number, limit: number): JournalRow[];
  /** At most `limit` events with a higher id, ascending. */
  events(afterId: number, limit: number): StoredText[];
  /** The newest of this schema, or null. */
  snapshot(actor: string, schema: number): ActorSnapshot | null;
  /** Events of inputs committed up to this wall time may have been deleted; 0: none was. */
  eventsGoneToWallMs(): number;
  /** How the store writes an event. */
  textOf(event: Message): string;
}

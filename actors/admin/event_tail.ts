import type { EventView } from "../../lib/admin/mod.ts";
import type { Units } from "../../lib/notify/mod.ts";
import type { StoredEvent, StoreReader } from "../../lib/store/mod.ts";
import type { TraderEvent } from "../../lib/trader/mod.ts";
import { eventView } from "./event_views.ts";

export type CommandTaken = Extract<TraderEvent, { kind: "OperatorCommandTaken" }>;

/** Follows the committed events. */
export interface EventTail {
  /** Id of the newest event that was told. */
  readonly lastSeq: number;
  /** Why the store could not be read last, a listener could not be told, or the figures are wrong; "" if all is well. */
  readonly fault: string;
  /** Reads what has come since, and tells of it: each event once, whatever becomes of another. Never throws. */
  poll(): void;
  listen(listener: (batch: readonly EventView[]) => void): () => void;
  /** What became of a command, with its event's id; null where nobody says so in time. */
  outcomeOf(commandId: string, withinMs: number): Promise<{ taken: CommandTaken; seq: number } | null>;
}

/** Events read at once, and how often in a row before others get their turn. */
const BATCH = 1_000, BATCHES = 20;

export interface EventTailOptions {
  readonly reader: StoreReader;
  readonly units: Units;
  /** Told of each event before any listener. */
  readonly onEvent: (event: StoredEvent) => void;
}

/** A tail that begins at the newest event there is. Throws what the store throws. */
export function createEventTail({ reader, units, onEvent }: EventTailOptions): EventTail {
  const listeners = new Set<(batch: readonly EventView[]) => void>();
  const waiting = new Map<string, (taken: CommandTaken, seq: number) => void>();
  let lastSeq = reader.lastEventId(), fault = "", foldFault = "";

  function take(event: StoredEvent): void {
    try {
      onEvent(event);
    } catch (error) {
      // half of it may be counted: once more would be wrong, too
      if (foldFault === "") foldFault = `event ${event.id} could not be counted: ${(error as Error).message}`;
    }
    if (event.kind !== "OperatorCommandTaken") return;
    const taken = event.body as CommandTaken;
    waiting.get(taken.commandId)?.(taken, event.id);
  }

  function tell(batch: readonly EventView[]): void {
    for (const listener of listeners) {
      try {
        listener(batch);
      } catch (error) {
        fault = `events up to ${lastSeq} could not be told: ${(error as Error).message}`;
      }
    }
  }

  function read(): number {
    const events = reader.eventsAfter(lastSeq, BATCH);
    if (events.length === 0) return 0;
    // before the place moves on: what cannot be shown yet is read again
    const batch = listeners.size === 0 ? [] : events.map((event) => eventView(event, units));
    lastSeq = events.at(-1)!.id;
    events.forEach(take);
    tell(batch);
    return events.length;
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    get fault() {
      return fault === "" ? foldFault : fault;
    },
    poll() {
      try {
        fault = "";
        for (let i = 0; i < BATCHES && read() === BATCH; i++);
      } catch (error) {
        // it is asked again, and says so until it answers
        fault = (error as Error).message;
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    outcomeOf(commandId, withinMs) {
      const { promise, resolve } = Promise.withResolvers<{ taken: CommandTaken; seq: number } | null>();
      const timer = setTimeout(() => resolve(null), withinMs);
      waiting.set(commandId, (taken, seq) => resolve({ taken, seq }));
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(commandId);
      });
    },
  };
}

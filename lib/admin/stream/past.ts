import type { AdminPorts } from "../ports.ts";
import type { EventView } from "../views.ts";
import { encodeEvents } from "./event_text.ts";
import { createRecentEvents } from "./recent.ts";

/** Events a client is given at once. */
const PAGE = 500;
/** Pages of the store that are kept for others who want the same. */
const PAGES = 4;

/** The next events of a client. */
export interface PastPage {
  /** Oldest first; may be empty. */
  readonly events: readonly EventView[];
  /** All of them, as the stream carries them. */
  readonly encoded: Uint8Array;
  /** Whether nothing is missing between them and what is told next. */
  readonly isLast: boolean;
}

/**
 * What clients have missed, shared by all of them: where twenty come back at once after a break, the store is read and
 * events are put into text about as often as for one.
 */
export interface Past {
  /** Throws what the store throws. */
  after(seq: number): PastPage;
  /** Keeps what was told. */
  push(batch: readonly EventView[]): void;
  /** Forgets what was read from the store; to be called now and then while nobody is behind. */
  forget(): void;
}

/** Of the store, and of at least `size` of the events that are told after `startSeq`. */
export function createPast(events: AdminPorts["events"], size: number, startSeq: number): Past {
  const recent = createRecentEvents(size, startSeq);
  let pages: StorePage[] = [];
  let newest: { readonly events: readonly EventView[]; readonly encoded: Uint8Array } | null = null;

  /** From the store, or from a page of it that holds them. */
  function stored(seq: number): readonly EventView[] {
    const known = pages.find((page) => page.after <= seq && seq < page.events.at(-1)!.seq);
    if (known !== undefined) return known.events.filter((event) => event.seq > seq);
    const read = events({ afterSeq: seq, limit: PAGE });
    if (read.length > 0) pages = [{ after: seq, events: read }, ...pages].slice(0, PAGES);
    return read;
  }

  function encoded(list: readonly EventView[]): Uint8Array {
    if (newest === null || !isSame(newest.events, list)) {
      newest = { events: list, encoded: encodeEvents(list) };
    }
    return newest.encoded;
  }

  function page(list: readonly EventView[], told: readonly EventView[] | null): PastPage {
    const all = told === null ? list : [...list, ...told];
    const part = all.slice(0, PAGE);
    return { events: part, encoded: encoded(part), isLast: told !== null && part.length === all.length };
  }

  return {
    after(seq) {
      const told = recent.after(seq);
      if (told !== null) return page([], told);
      const list = stored(seq);
      return page(list, list.length < PAGE ? recent.after(list.at(-1)?.seq ?? seq) : null);
    },
    push: recent.push,
    forget() {
      pages = [];
      newest = null;
    },
  };
}

interface StorePage {
  readonly after: number;
  /** All that the store had after it, up to the last of them; at least one. */
  readonly events: readonly EventView[];
}

/** Events never change, so that their numbers tell. */
function isSame(one: readonly EventView[], other: readonly EventView[]): boolean {
  return one.length === other.length && one[0]?.seq === other[0]?.seq &&
    one.at(-1)?.seq === other.at(-1)?.seq;
}

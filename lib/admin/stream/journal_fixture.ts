import type { AdminPorts } from "../ports.ts";
import type { EventView } from "../views.ts";

/** A journal of events whose store and whose telling can run apart, as two views of one database do. */
export interface TestJournal extends Pick<AdminPorts, "events" | "lastSeq" | "onEvents"> {
  /** Commits events: they can be read, and are told. */
  commit(count: number): void;
  /** Commits events that cannot be read yet. */
  tellOnly(count: number): void;
  /** Commits events that are not told yet. */
  writeOnly(count: number): void;
  /** Tells what was only written; makes readable what was only told. */
  settle(): void;
  /** Takes the oldest events up to a number away, as retention does, but for every `keep`th. */
  prune(upTo: number, keep?: number): void;
  readonly listeners: number;
  /** How often events() was asked. */
  readonly reads: number;
}

/** Sequence numbers rise by one, from one on. */
export function createTestJournal(bytes = 10): TestJournal {
  const stored: EventView[] = [];
  const told: EventView[] = [];
  const listeners = new Set<(batch: readonly EventView[]) => void>();
  let seq = 0, reads = 0;
  const made = (count: number) => Array.from({ length: count }, () => eventOf(seq += 1, bytes));
  const tell = (batch: readonly EventView[]) => {
    told.push(...batch);
    for (const listener of listeners) listener(batch);
  };
  return {
    get listeners() {
      return listeners.size;
    },
    get reads() {
      return reads;
    },
    events({ afterSeq, limit }) {
      reads += 1;
      return stored.filter((event) => event.seq > afterSeq).slice(0, limit);
    },
    prune(upTo, keep = Infinity) {
      const kept = stored.filter(({ seq }) => seq > upTo || seq % keep === 0);
      stored.splice(0, stored.length, ...kept);
    },
    lastSeq: () => seq,
    onEvents(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    commit(count) {
      const batch = made(count);
      stored.push(...batch);
      tell(batch);
    },
    tellOnly: (count) => tell(made(count)),
    writeOnly: (count) => void stored.push(...made(count)),
    settle() {
      const missing = told.filter((event) => !stored.includes(event));
      const untold = stored.filter((event) => !told.includes(event));
      stored.push(...missing);
      stored.sort((a, b) => a.seq - b.seq);
      if (untold.length > 0) tell(untold);
    },
  };
}

function eventOf(seq: number, bytes: number): EventView {
  const kind = seq % 2 === 0 ? "FillBooked" : "DecisionMade";
  return {
    ...{ seq, kind, actor: "symbol", at: "2024-01-01T00:00:00.000Z", symbol: null, level: "info" },
    ...{ text: `line one\nline two ${"x".repeat(bytes)}`, data: { seq } },
  };
}

/** An event of a stream, as a browser sees it. */
export interface Heard {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of events the way the HTML standard says (one line of data is all we send). */
export function createListener(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  const heard: Heard[] = [];
  return {
    heard,
    /** Ids of the events so far. */
    ids: () => heard.flatMap(({ id }) => id === null ? [] : [Number(id)]),
    /** Takes one chunk; false at the end. */
    async take(): Promise<boolean> {
      const { done, value } = await reader.read();
      if (done) return false;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split("\n\n");
      rest = blocks.pop()!;
      for (const block of blocks) heard.push(parseBlock(block));
      return true;
    },
    leave: () => reader.cancel(),
  };
}

function parseBlock(block: string): Heard {
  const fields: Record<string, string> = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return { id: fields.id ?? null, event: fields.event ?? "message", data: fields.data ?? "" };
}

// A journal in memory as a replay reads it, for this room's tests.
import { encodeState } from "../../core/mod.ts";
import type { HandledInput } from "../commit_port.ts";
import type { Message } from "../envelope.ts";
import type { MemoryCommit } from "../memory_commit.ts";
import type { JournalRow, JournalSource, StoredText } from "./journal_source.ts";

/** What a test may change of what was stored, or take away. */
export interface StoredRows {
  readonly inputs: { readonly actor: string; row: JournalRow }[];
  readonly events: StoredText[];
}

/** All rows of a store, as copies. */
export function storedRows({ batches }: MemoryCommit): StoredRows {
  const handled = batches.flatMap((batch) => batch.handled);
  const events = handled.flatMap(({ actor, inputNo, events }) =>
    events.map((event, ordinal) => ({ actor, inputNo, ordinal, kind: event.kind, text: encodeState(event) }))
  );
  return {
    inputs: handled.map((row) => ({ actor: row.actor, row: toJournalRow(row) })),
    events: events.map((event, i) => ({ id: i + 1, ...event })),
  };
}

function toJournalRow({ inputNo, input, sends, timers, seqAfter, quarantined }: HandledInput): JournalRow {
  return {
    ...{ inputNo, input: structuredClone(input), sendCount: sends.length, seqAfter, wallMs: inputNo },
    timers: timers.length === 0 ? "" : JSON.stringify(timers),
    sends: sends.map(({ seq, to, lane, causedBy, key, body }) => ({
      ...{ seq, to, lane, causedBy, key: key ?? null, text: encodeState(body) },
    })),
    ...(quarantined ? { quarantined } : {}),
  };
}

/** Reads rows; those of actors that are in `after` begin behind that input. */
export function memorySource(
  store: MemoryCommit,
  { inputs, events }: StoredRows,
  { after = {}, goneToWallMs = 0 }: { after?: Record<string, number>; goneToWallMs?: number } = {},
): JournalSource {
  const of = (actor: string) => inputs.filter((it) => it.actor === actor).map(({ row }) => row);
  return {
    spans: () =>
      [...new Set(inputs.map(({ actor }) => actor))].sort().map((actor) => ({
        ...{ actor, after: after[actor] ?? 0, last: of(actor).at(-1)!.inputNo },
      })),
    rows: (actor, from, limit) => of(actor).filter(({ inputNo }) => inputNo > from).slice(0, limit),
    events: (afterId, limit) => events.filter(({ id }) => id > afterId).slice(0, limit),
    snapshot: (actor, schema) => store.load(actor, schema).snapshot,
    eventsGoneToWallMs: () => goneToWallMs,
    textOf: (event: Message) => encodeState(event),
  };
}

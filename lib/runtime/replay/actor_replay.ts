import { encodeState, sha256Hex } from "../../core/mod.ts";
import { type Behavior, NONE, portOf } from "../behavior.ts";
import type { ActorSnapshot, HandledInput } from "../commit_port.ts";
import type { Envelope, Message } from "../envelope.ts";
import { FatalError } from "../errors.ts";
import { beginFold, type Fold, foldInput } from "../restore_actor.ts";
import { TimerQueue } from "../timer_queue.ts";
import { differenceOf, type ReplayDifference } from "./difference.ts";
import type { JournalRow, JournalSource, JournalSpan, StoredSend, StoredText } from "./journal_source.ts";

/** Inputs read at once for one actor: all actors have as many in memory. */
const PAGE_ROWS = 256;

/** What was compared of an actor. */
export interface ReplayCounts {
  /** Inputs stepped again, or only counted (of a port, or quarantined). */
  inputs: number;
  /** Of these, those that were only counted. */
  counted: number;
  /** By kind. */
  readonly events: Record<string, number>;
  sends: number;
  snapshots: number;
  /** Events made again that retention may have deleted. */
  eventsGone: number;
  /** Retention deleted inputs while they were replayed: from then on nothing was compared. */
  isOvertaken: boolean;
}

/** What retention had deleted when it was last looked at: it may go on meanwhile. */
export interface Retention {
  /** Events of inputs committed up to this wall time may be gone. */
  goneToWallMs: number;
  /** Inputs up to this number are gone, by actor; those of which none is are left out. */
  goneInputs: ReadonlyMap<string, number>;
  /** Looks again. */
  look(): void;
}

/** One actor of a replay, standing behind one of its inputs. Changed in place. */
export interface ActorReplay extends ReplayContext {
  readonly span: JournalSpan;
  readonly fold: Fold;
  /** Its inputs up to this number are in the state that it began with; 0: it began at the beginning. */
  readonly fromInput: number;
  readonly snapshot: ActorSnapshot | null;
  readonly counts: ReplayCounts;
  page: JournalRow[];
  at: number;
  /** The input it stands behind; null before the first. */
  row: JournalRow | null;
  /** What came of inputs again and was not met among the stored events yet; ascending. */
  readonly made: MadeAgain[];
  /** True once it cannot go on. */
  isBroken: boolean;
}

/** Events of an input, by ordinal; null for those that were met. */
interface MadeAgain {
  readonly row: JournalRow;
  readonly events: (Message | null)[];
}

export const ActorReplay = { begin, advance, advanceToSend, meet, end };

/** What all actors of a replay have in common. */
export interface ReplayContext {
  readonly source: JournalSource;
  readonly retention: Retention;
  readonly differ: (difference: ReplayDifference) => void;
  /** Called before an input is handled again: whoever sent it does so first. */
  readonly send: (from: string, seq: number) => void;
}

/**
 * An actor before its first input, or at its snapshot where its first inputs are gone. Null where there is no such snapshot.
 */
function begin(context: ReplayContext, span: JournalSpan, behavior: Behavior): ActorReplay | null {
  const { source } = context;
  const isPort = portOf(behavior) !== null;
  const snapshot = isPort ? null : source.snapshot(span.actor, behavior.schema);
  const isPruned = span.after > 0;
  const start = isPruned ? snapshot : null;
  if (isPruned && !isPort && (start === null || start.inputNo < span.after)) return null;
  const timing = { timers: TimerQueue.create(), fired: new Map<string, number>() };
  const replay: ActorReplay = {
    ...context,
    ...{ span, snapshot, fromInput: start?.inputNo ?? span.after },
    fold: beginFold(
      { address: span.actor, behavior, history: { snapshot: start, outbox: NONE } },
      timing,
      (words) => differ(replay, "fold", words),
    ),
    counts: { inputs: 0, counted: 0, events: {}, sends: 0, snapshots: 0, eventsGone: 0, isOvertaken: false },
    ...{ page: [], at: 0, row: null, made: [], isBroken: false },
  };
  if (isPort) replay.fold.actor.inputNo = span.after;
  return replay;
}

/** Tells a difference of the input it stands behind, or of an earlier one. */
function differ(
  { span, row: current, differ }: ActorReplay,
  what: string,
  words: string,
  row: JournalRow | null = current,
): void {
  differ({ actor: span.actor, inputNo: row?.inputNo ?? 0, atMs: row?.input.atMs ?? 0, what, words });
}

/** Handles its inputs again up to number `inputNo`; false where it cannot. */
function advance(replay: ActorReplay, inputNo: number): boolean {
  while (!replay.isBroken && standsAt(replay) < inputNo) next(replay);
  return standsAt(replay) >= inputNo;
}

/** Handles its inputs again until it has sent message number `seq`. */
function advanceToSend(replay: ActorReplay, seq: number): void {
  const { fold: { actor }, span } = replay;
  while (!replay.isBroken && actor.seq < seq && standsAt(replay) < span.last) next(replay);
}

const standsAt = ({ row, fromInput }: ActorReplay): number => row?.inputNo ?? fromInput;

function next(replay: ActorReplay): void {
  const row = nextRow(replay);
  const { fold } = replay;
  const inputNo = fold.actor.inputNo + 1;
  if (row?.inputNo !== inputNo) return missInput(replay, inputNo, row);
  replay.send(row.input.from, row.input.seq);
  replay.row = row;
  replay.counts.inputs++;
  try {
    compare(replay, row, foldInput(fold, row));
  } catch (cause) {
    if (!(cause instanceof FatalError)) throw cause;
    return breakOff(replay, cause.message);
  }
  // a count that differs is told once
  fold.actor.seq = row.seqAfter;
}

function nextRow(replay: ActorReplay): JournalRow | undefined {
  if (replay.at === replay.page.length) {
    replay.page = replay.source.rows(replay.span.actor, standsAt(replay), PAGE_ROWS);
    replay.at = 0;
  }
  return replay.page[replay.at++];
}

function compare(replay: ActorReplay, row: JournalRow, again: HandledInput): void {
  if (row.quarantined || portOf(replay.fold.actor.behavior) !== null) {
    replay.counts.counted++;
    // events may tell of it
    if (row.quarantined) replay.made.push({ row, events: [] });
    return;
  }
  compareSends(replay, row, again.sends);
  const timers = again.timers.length === 0 ? "" : JSON.stringify(again.timers);
  if (timers !== row.timers) differ(replay, "timers", differenceOf(row.timers, timers));
  if (again.events.length > 0) replay.made.push({ row, events: [...again.events] });
  compareSnapshot(replay);
}

function missInput(replay: ActorReplay, inputNo: number, row = replay.row): void {
  const { retention, span, counts } = replay;
  retention.look();
  if (inputNo > (retention.goneInputs.get(span.actor) ?? 0)) {
    return breakOff(replay, `input ${inputNo} is not in its journal`, row);
  }
  replay.isBroken = counts.isOvertaken = true;
}

function breakOff(replay: ActorReplay, why: string, row: JournalRow | null = replay.row): void {
  replay.isBroken = true;
  differ(replay, "fold", `${why}; nothing later of this actor was compared`, row);
}

function compareSends(replay: ActorReplay, row: JournalRow, again: readonly Envelope[]): void {
  const stored = new Map(row.sends.map((send) => [send.seq, send]));
  for (const send of again) {
    const one = stored.get(send.seq);
    stored.delete(send.seq);
    const { kind } = send.body;
    if (one === undefined) {
      if (!mayBeGone(replay.retention)) {
        differ(replay, kind, `sent again to ${send.to}, and not stored`);
      }
      continue;
    }
    replay.counts.sends++;
    const text = encodeState(send.body);
    const isEqual = one.text === text && one.to === send.to && one.lane === send.lane &&
      one.causedBy === send.causedBy && one.key === (send.key ?? null);
    if (!isEqual) {
      differ(replay, kind, `message to ${send.to}, ${sendWords(one, send, text)}`);
    }
  }
  for (const { seq, to } of stored.values()) {
    differ(replay, "message", `stored as number ${seq} to ${to}, and not sent again`);
  }
}

/** A message goes with the input that it was. */
function mayBeGone(retention: Retention): boolean {
  if (retention.goneInputs.size === 0) retention.look();
  return retention.goneInputs.size > 0;
}

function sendWords(stored: StoredSend, { to, lane, causedBy, key }: Envelope, text: string): string {
  if (stored.text !== text) return differenceOf(stored.text, text);
  const own = { to: stored.to, lane: stored.lane, causedBy: stored.causedBy, key: stored.key };
  return differenceOf(JSON.stringify(own), JSON.stringify({ to, lane, causedBy, key: key ?? null }));
}

function compareSnapshot(replay: ActorReplay): void {
  const { snapshot, row, fold, counts } = replay;
  if (snapshot === null || snapshot.inputNo !== row!.inputNo) return;
  counts.snapshots++;
  if (sha256Hex(encodeState(fold.actor.state)) === snapshot.stateHash) return;
  const words = differenceOf(snapshot.state, encodeState(fold.actor.state));
  differ(replay, "snapshot", `the state, ${words}`);
}

/** Compares a stored event with what it was made again as. Those of one actor come in the order of its inputs. */
function meet(replay: ActorReplay, { inputNo, ordinal, kind, text }: StoredText): void {
  const { made, counts, source } = replay;
  while (made.length > 0 && made[0]!.row.inputNo < inputNo) judgeLeft(replay, made.shift()!);
  const one = made[0]?.row.inputNo === inputNo ? made[0] : undefined;
  if (one?.row.quarantined) return;
  const again = one?.events[ordinal];
  if (one === undefined || again === undefined || again === null) {
    const words = `of input ${inputNo}, stored and not made again: ${text.slice(0, 100)}`;
    return differ(replay, kind, words, one?.row);
  }
  one.events[ordinal] = null;
  counts.events[kind] = (counts.events[kind] ?? 0) + 1;
  const now = source.textOf(again);
  if (again.kind !== kind) differ(replay, kind, `made again as ${again.kind}`, one.row);
  else if (now !== text) differ(replay, kind, differenceOf(text, now), one.row);
}

/** What came of an input again must have been stored. */
function judgeLeft(replay: ActorReplay, { row, events }: MadeAgain): void {
  const { retention, counts } = replay;
  for (const event of events) {
    if (event === null) continue;
    if (row.wallMs > retention.goneToWallMs) retention.look();
    if (row.wallMs <= retention.goneToWallMs) counts.eventsGone++;
    else differ(replay, event.kind, "made again, and not stored", row);
  }
}

/** Handles all that is left. */
function end(replay: ActorReplay): void {
  advance(replay, replay.span.last);
  for (const left of replay.made.splice(0)) judgeLeft(replay, left);
}

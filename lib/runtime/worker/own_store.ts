import type { ActorHistory, HandledInput, SentMark } from "../commit_port.ts";
import { type Envelope, messageId } from "../envelope.ts";

/**
 * For a worker in stepped delivery that commits to a store of its own, ahead of the tree's: what it has answered and the
 * tree has not committed. After a death of the tree it is asked for that again, and must answer the same without doing it
 * twice. Changed in place.
 */
export interface OwnStore {
  /** By id of the input; in the order handled. */
  readonly answered: Map<string, { readonly row: HandledInput; round: number }>;
  /** What the tree has taken over, and the own store still has in its outboxes. */
  settled: SentMark[];
  /** Newest round answered. */
  lastRound: number;
}

export const OwnStore = { create, answer, note, onCommitted, isLevel, takeSettled };

/** Rows of no round known yet: of an earlier life. */
const EARLIER = 0;

/** `rows` are those after the snapshots, as the fold made them again. */
function create(rows: readonly HandledInput[], histories: readonly ActorHistory[]): OwnStore {
  const answered = new Map(rows.map((row) => [messageId(row.input), { row, round: EARLIER }]));
  const open = new Set(rows.flatMap(({ sends }) => sends.map(messageId)));
  // snapshots are taken of what the tree has committed, so what was sent before them it has
  const settled = histories.flatMap(({ outbox }) =>
    outbox.filter((sent) => !open.has(messageId(sent))).map(mark)
  );
  return { answered, settled, lastRound: EARLIER };
}

/** The row of an input that was handled before and is asked for again; null if the tree had it committed. */
function answer(own: OwnStore, input: Envelope, round: number): HandledInput | null {
  const known = own.answered.get(messageId(input));
  if (known === undefined) return null;
  known.round = round;
  own.lastRound = round;
  return known.row;
}

/** These inputs of a round are stored. The tree goes on behind all that it may have asked for again. */
function note(own: OwnStore, rows: readonly HandledInput[], round: number): void {
  forget(own, ({ round }) => round === EARLIER);
  for (const row of rows) own.answered.set(messageId(row.input), { row, round });
  own.lastRound = round;
}

/** The tree has committed all rounds up to this one. */
function onCommitted(own: OwnStore, committedRound: number): void {
  forget(own, ({ round }) => round !== EARLIER && round <= committedRound);
}

function forget(own: OwnStore, isOver: (entry: { readonly round: number }) => boolean): void {
  for (const [id, entry] of own.answered) {
    if (!isOver(entry)) continue;
    own.answered.delete(id);
    own.settled.push(...entry.row.sends.map(mark));
  }
}

/** True if the tree has committed all that was answered: only then may a snapshot be taken. */
function isLevel({ answered }: OwnStore): boolean {
  return answered.size === 0;
}

/** Hands over what may leave the outboxes. */
function takeSettled(own: OwnStore): readonly SentMark[] {
  const { settled } = own;
  own.settled = [];
  return settled;
}

function mark({ from, seq }: Envelope): SentMark {
  return { from, seq };
}

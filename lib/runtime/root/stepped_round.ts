import type { ActorSnapshot, HandledInput } from "../commit_port.ts";
import { type Envelope, messageId } from "../envelope.ts";
import type { Delivery, Verdict } from "../tree/protocol.ts";

/** A round under way over several workers. Changed in place. */
export interface SteppedRound {
  readonly number: number;
  /** What each worker was, or is to be, given. */
  readonly deliveries: Map<string, readonly Delivery[]>;
  readonly answers: Map<string, Answer>;
}

interface Answer {
  readonly rows: readonly HandledInput[];
  readonly snapshots: readonly ActorSnapshot[];
}

export const SteppedRound = { create, answer, forget, isDone, rows, snapshots, leaveOut, quarantine };

/** `inputs` in the conductor's order; `workerOf` says where an actor lives. */
function create(
  number: number,
  inputs: readonly Envelope[],
  { workerOf, isQuarantined }: {
    readonly workerOf: (envelope: Envelope) => string;
    readonly isQuarantined: (actor: string, messageId: string) => boolean;
  },
): SteppedRound {
  const deliveries = new Map<string, Delivery[]>();
  for (const envelope of inputs) {
    const worker = workerOf(envelope);
    const list = deliveries.get(worker);
    const delivery = { envelope, quarantine: isQuarantined(envelope.to, messageId(envelope)) };
    if (list !== undefined) list.push(delivery);
    else deliveries.set(worker, [delivery]);
  }
  return { number, deliveries, answers: new Map() };
}

/** Notes a worker's answer; false if it is none to this round, or the second one. */
function answer(round: SteppedRound, worker: string, given: Answer & { readonly round: number }): boolean {
  if (given.round !== round.number || !round.deliveries.has(worker) || round.answers.has(worker)) {
    return false;
  }
  round.answers.set(worker, given);
  return true;
}

/** The worker has to answer again, in its next life: what it answered died with it. */
function forget({ answers }: SteppedRound, worker: string): void {
  answers.delete(worker);
}

function isDone(round: SteppedRound): boolean {
  return round.answers.size === round.deliveries.size;
}

/** All rows by actor's address, each actor's in its own order: the order in which one thread would have handled them. */
function rows(round: SteppedRound): HandledInput[] {
  const all: HandledInput[] = [];
  for (const { rows } of round.answers.values()) all.push(...rows);
  return all.sort(compareRows);
}

function compareRows(a: HandledInput, b: HandledInput): number {
  if (a.actor !== b.actor) return a.actor < b.actor ? -1 : 1;
  return a.inputNo - b.inputNo;
}

function snapshots(round: SteppedRound): ActorSnapshot[] {
  return [...round.answers.values()].flatMap((given) => given.snapshots);
}

/** Takes back what this worker has not answered for and `isOut` names; returns what was taken back. */
function leaveOut(
  round: SteppedRound,
  worker: string,
  isOut: (envelope: Envelope) => boolean,
): readonly Envelope[] {
  const given = round.deliveries.get(worker);
  if (given === undefined || round.answers.has(worker)) return [];
  const kept = given.filter(({ envelope }) => !isOut(envelope));
  if (kept.length > 0) round.deliveries.set(worker, kept);
  else round.deliveries.delete(worker);
  return given.filter(({ envelope }) => isOut(envelope)).map(({ envelope }) => envelope);
}

/** The worker's next life must not step this message. */
function quarantine(round: SteppedRound, worker: string, { actor, messageId: id }: Verdict): void {
  const given = round.deliveries.get(worker);
  if (given === undefined) return;
  const isMeant = ({ envelope }: Delivery) => envelope.to === actor && messageId(envelope) === id;
  round.deliveries.set(worker, given.map((it) => (isMeant(it) ? { ...it, quarantine: true } : it)));
}

import type { Behavior } from "../behavior.ts";
import { ActorReplay, type ReplayContext, type ReplayCounts, type Retention } from "./actor_replay.ts";
import type { ReplayDifference } from "./difference.ts";
import type { JournalSource } from "./journal_source.ts";

/** A journal, who wrote it, and who hears what is found. */
export interface Replay {
  readonly source: JournalSource;
  /** The actor at an address; null where there is none. */
  readonly behaviorOf: (address: string) => Behavior | null;
  readonly onDifference: (difference: ReplayDifference) => void;
  /** Told now and then. */
  readonly onProgress?: (doneInputs: number, inputs: number) => void;
}

/** One actor, after a replay. */
export interface ReplayedActor {
  readonly actor: string;
  /** Inputs up to this number are gone, and were not compared: it began at a snapshot. */
  readonly fromInput: number;
  readonly counts: ReplayCounts;
}

/** Events read at once. */
const PAGE_EVENTS = 1_000;

/**
 * Lets the actors of a journal handle their inputs once more, from the beginning or from the snapshots that retention left,
 * and compares what comes of each with what was stored: events, messages, timers, and the state of snapshots. Nothing is
 * written; each actor has a page of its inputs in memory. What is committed after it began is left out.
 */
export function replayJournal({ source, behaviorOf, onDifference, onProgress }: Replay): ReplayedActor[] {
  const spans = source.spans();
  const actors = new Map<string, ActorReplay>();
  const context: ReplayContext = {
    ...{ source, differ: onDifference, retention: retentionOf(source) },
    send(from, seq) {
      const sender = actors.get(from);
      if (sender !== undefined) ActorReplay.advanceToSend(sender, seq);
    },
  };
  for (const span of spans) {
    const behavior = behaviorOf(span.actor);
    const replay = behavior === null ? null : ActorReplay.begin(context, span, behavior);
    if (replay !== null) actors.set(span.actor, replay);
    else {onDifference({
        actor: span.actor,
        inputNo: span.after,
        atMs: 0,
        what: "fold",
        words: whyNot(behavior),
      });}
  }
  const inputs = spans.reduce((sum, { after, last }) => sum + last - after, 0);
  const progress = () => {
    let done = 0;
    for (const { counts } of actors.values()) done += counts.inputs;
    onProgress?.(done, inputs);
  };
  meetEvents(source, actors, progress);
  for (const replay of actors.values()) {
    ActorReplay.end(replay);
    progress();
  }
  return [...actors.values()].map(({ span: { actor }, fromInput, counts }) => ({ actor, fromInput, counts }));
}

function retentionOf(source: JournalSource): Retention {
  const retention: Retention = {
    ...{ goneToWallMs: 0, goneInputs: new Map() },
    look() {
      retention.goneToWallMs = source.eventsGoneToWallMs();
      const gone = source.spans().filter(({ after }) => after > 0);
      retention.goneInputs = new Map(gone.map(({ actor, after }) => [actor, after]));
    },
  };
  retention.look();
  return retention;
}

function whyNot(behavior: Behavior | null): string {
  return behavior === null
    ? "it has a journal, and this session has no such actor"
    : `its first inputs are gone, and no later snapshot is of version ${behavior.schema} of its state`;
}

/** Goes through the stored events in their order; each brings its actor to the input it came of. */
function meetEvents(
  source: JournalSource,
  actors: ReadonlyMap<string, ActorReplay>,
  progress: () => void,
): void {
  let after = 0;
  while (true) {
    const events = source.events(after, PAGE_EVENTS);
    if (events.length === 0) return;
    for (const event of events) {
      const replay = actors.get(event.actor);
      if (replay === undefined) continue;
      const isCompared = event.inputNo > replay.fromInput && event.inputNo <= replay.span.last;
      if (isCompared && ActorReplay.advance(replay, event.inputNo)) ActorReplay.meet(replay, event);
    }
    after = events.at(-1)!.id;
    progress();
  }
}

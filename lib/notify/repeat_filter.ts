import { Level } from "./level.ts";
import { MAX_TEXT, oneLine, type Telling } from "./notification.ts";
import { countText, timeText } from "./units.ts";

/** What was told of one key, and what was held back since. */
export interface Topic {
  readonly key: string;
  readonly variant: string;
  /** Highest level that was told. */
  readonly level: Level;
  /** When it was told: the window runs from here. */
  readonly toldMs: number;
  repeats: number;
  /** Of the repeats. */
  repeatLevel: Level;
  last: Telling | null;
}

/** Plain state; changed in place. Topics in the order in which they were told. */
export interface RepeatState {
  topics: Topic[];
}

export interface RepeatSpec {
  /** A repeat within so many ms of its topic's telling is held back. */
  readonly windowMs: number;
  /** Most topics remembered; beyond it the oldest is closed early. */
  readonly topics: number;
}

/**
 * Holds back repeats: the same key and variant, not louder, within the window. They are counted, and told in one summary
 * when the window ends (or the topic changes first); a flood that goes on is told of once a window.
 */
export const RepeatFilter = { create, take, due, nextMs };

function create(): RepeatState {
  return { topics: [] };
}

/** What is to be told now: nothing for a repeat; else the summary of earlier repeats, if any, and the telling. */
function take(spec: RepeatSpec, state: RepeatState, telling: Telling, nowMs: number): Telling[] {
  const index = state.topics.findIndex((topic) => topic.key === telling.key);
  const topic = state.topics[index];
  if (topic !== undefined && isRepeat(spec, topic, telling, nowMs)) {
    topic.repeats += 1;
    topic.repeatLevel = Level.highest(topic.repeatLevel, telling.level);
    topic.last = telling;
    return [];
  }
  const summaries = topic === undefined ? [] : summaryOf(topic);
  if (topic !== undefined) state.topics.splice(index, 1);
  const { key, variant, level } = telling;
  state.topics.push({ key, variant, level, toldMs: nowMs, repeats: 0, repeatLevel: "info", last: null });
  if (state.topics.length > spec.topics) summaries.push(...summaryOf(state.topics.shift()!));
  return [...summaries, telling];
}

function isRepeat({ windowMs }: RepeatSpec, topic: Topic, telling: Telling, nowMs: number): boolean {
  return topic.variant === telling.variant && nowMs < topic.toldMs + windowMs &&
    Level.isAtLeast(topic.level, telling.level);
}

/** Summaries of the windows that have ended. A topic that had repeats starts another window; the others are forgotten. */
function due({ windowMs }: RepeatSpec, state: RepeatState, nowMs: number): Telling[] {
  const ended = state.topics.filter((topic) => nowMs >= topic.toldMs + windowMs);
  if (ended.length === 0) return [];
  const again = ended.filter((topic) => topic.repeats > 0).map((topic): Topic => ({
    ...topic,
    ...{ toldMs: nowMs, repeats: 0, repeatLevel: "info", last: null },
  }));
  state.topics = [...state.topics.filter((topic) => !ended.includes(topic)), ...again];
  return ended.flatMap(summaryOf);
}

/** When a summary is due; null while nothing is held back. */
function nextMs({ windowMs }: RepeatSpec, state: RepeatState): number | null {
  const waiting = state.topics.filter((topic) => topic.repeats > 0).map((topic) => topic.toldMs + windowMs);
  return waiting.length === 0 ? null : Math.min(...waiting);
}

function summaryOf({ key, variant, repeats, repeatLevel, toldMs, last }: Topic): Telling[] {
  if (last === null) return [];
  const head = `${countText(repeats, "repeat")} since ${timeText(toldMs)}, the last: `;
  const text = head + oneLine(last.text, MAX_TEXT - head.length);
  return [{ level: repeatLevel, key, variant, text, atMs: last.atMs }];
}

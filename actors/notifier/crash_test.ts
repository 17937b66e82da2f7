import assert from "node:assert/strict";
import fc from "fast-check";
import { sha256Hex } from "../../lib/core/mod.ts";
import { deskSpec, type Level, LEVELS, notifyConfig } from "../../lib/notify/mod.ts";
import {
  type Behavior,
  type CommitPort,
  createInlineHost,
  type MarketMessage,
  MemoryCommit,
  type Message,
  type WorldSource,
} from "../../lib/runtime/mod.ts";
import { notifierBehavior } from "./behavior.ts";
import type { Deliver, Notify } from "./messages.ts";

const T = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;
const CHANNELS = ["console", "webhook"] as const;
/** All that is due after the last message is done within so long. */
const AFTERMATH_MS = 48 * 60 * MINUTE_MS;

// tight limits, so that all of them are reached; critical ones are never given up before the end
const config = notifyConfig.parse({
  ...{ webhook: { enabled: true }, rate_per_window: 3, queue_size: 6, repeat_topics: 4 },
  ...{ give_up_minutes: 1, give_up_critical_minutes: 10_080 },
});
const notifier = notifierBehavior({ desk: deskSpec(config), portOf: (channel) => `port/${channel}` });

/** What reached people: per channel, each arrival as "id level text", repeats included. */
type Arrived = Record<string, string[]>;

/**
 * A port that delivers before its handling is committed, as a real one does. Whether the channel takes it hangs on id and attempt
 * alone, so that a repeat after a crash meets the same channel.
 */
function port(channel: string, arrived: Arrived, refusalPct: number, burn: () => void): Behavior<null> {
  return {
    schema: 1,
    init: () => null,
    step(state, message, ctx) {
      const { id, level, text, attempt } = message as Deliver;
      const draw = parseInt(sha256Hex(`${channel}/${id}/${attempt}`).slice(0, 4), 16) % 100;
      const isTaken = draw >= refusalPct;
      burn();
      if (isTaken) arrived[channel].push(`${id} ${level} ${text}`);
      burn();
      const body = isTaken
        ? { kind: "NotificationDelivered", id, channel }
        : { kind: "NotificationFailed", id, channel, why: "HTTP 503", mayRetry: true, retryAfterMs: null };
      return { state, events: [], sends: [{ to: ctx.from, lane: 1, body: body as Message }], timers: [] };
    },
  };
}

/** The world tells a teller, who tells the notifier: ids are then an actor's. */
const teller: Behavior<null, Notify> = {
  schema: 1,
  init: () => null,
  step: (state, body) => ({ state, events: [], sends: [{ to: "notifier", lane: 3, body }], timers: [] }),
};

class Killed extends Error {}

interface Told {
  readonly gapMs: number;
  readonly level: Level;
  readonly topic: number;
}

/** Messages, then enough beats for all timers (the world is the clock). */
function worldOf(told: readonly Told[]): WorldSource {
  let atMs = T;
  const script = told.map(({ gapMs, level, topic }, i): MarketMessage => {
    atMs += gapMs;
    const body: Notify = { kind: "Notify", level, key: `k${topic}`, variant: "", text: `t${i}`, atMs };
    return { seq: i + 1, atMs, to: "teller", body };
  });
  const end: Notify = { kind: "Notify", level: "info", key: "end", variant: "", text: "end", atMs };
  script.push({ seq: script.length + 1, atMs: atMs + AFTERMATH_MS, to: "teller", body: end });
  let at = 0;
  return { next: () => script[at++] ?? null, seek: (seq) => void (at = seq) };
}

function play(
  store: CommitPort,
  told: readonly Told[],
  arrived: Arrived,
  refusalPct: number,
  burn: () => void,
) {
  const ports = CHANNELS.map((name) => [`port/${name}`, port(name, arrived, refusalPct, burn)]);
  const commit: CommitPort = {
    ...store,
    commit: (batch, epoch) => (burn(), store.commit(batch, epoch), burn()),
  };
  const actors = { teller, notifier, ...Object.fromEntries(ports) } as Record<string, Behavior>;
  createInlineHost({ actors, commit, world: worldOf(told), snapshotEvery: 3, freeze: true }).run();
}

const toldArbitrary = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 0, max: 4 * MINUTE_MS }),
    level: fc.constantFrom(...LEVELS),
    topic: fc.integer({ min: 0, max: 7 }),
  }),
  { minLength: 5, maxLength: 40 },
);
/** Each life ends after so many steps, deliveries and commits. */
const livesArbitrary = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });

/** Runs to the end through all these deaths; what arrived, and how many deaths there were. */
function disturbed(told: readonly Told[], lives: readonly number[], refusalPct: number) {
  const arrived: Arrived = { console: [], webhook: [] };
  let store = MemoryCommit.create();
  let kills = 0;
  for (const life of [...lives, Infinity]) {
    let left = life;
    try {
      play(store, told, arrived, refusalPct, () => {
        if (--left <= 0) throw new Killed("killed");
      });
      break;
    } catch (error) {
      if (!isKill(error)) throw error;
      kills += 1;
      store = MemoryCommit.create(store.batches);
    }
  }
  return { arrived, kills, store };
}

function isKill(error: unknown): boolean {
  return error instanceof Killed || (error instanceof Error && isKill(error.cause));
}

Deno.test("notifier loses no critical notification over crashes between any steps, and repeats carry the same id", () => {
  const counted = { kills: 0, arrivals: 0, repeats: 0, critical: 0, summaries: 0 };
  fc.assert(
    fc.property(toldArbitrary, livesArbitrary, fc.constantFrom(0, 30, 70), (told, lives, refusalPct) => {
      const calm = disturbed(told, [], refusalPct).arrived;
      const { arrived, kills } = disturbed(told, lives, refusalPct);
      counted.kills += kills;
      for (const channel of CHANNELS) {
        const all = arrived[channel], distinct = [...new Set(all)];
        const ids = new Set(all.map((line) => line.split(" ")[0]));
        assert.equal(ids.size, distinct.length, "one id, one text: a receiver can tell repeats by the id");
        // what people read is what they would have read without a crash, in that order
        assert.deepEqual(distinct, calm[channel]);
        assertCriticalTold(told, distinct);
        counted.arrivals += all.length;
        counted.repeats += all.length - distinct.length;
        counted.summaries += distinct.filter((line) => line.includes("notifier/own#")).length;
      }
      counted.critical += told.filter(({ level }) => level === "critical").length;
    }),
    { seed: 27, numRuns: 150 },
  );
  for (const [what, count] of Object.entries(counted)) {
    assert.ok(count >= 100, `too few ${what} to prove anything: ${JSON.stringify(counted)}`);
  }
});

/** Each critical text has arrived by itself, or was counted as a repeat of its topic, or counted as displaced. */
function assertCriticalTold(told: readonly Told[], lines: readonly string[]): void {
  const critical = told.flatMap(({ level }, i) => (level === "critical" ? [`t${i}`] : []));
  const own = lines.filter((line) => line.includes("notifier/own#"));
  const missing = critical.filter((text) => !lines.some((line) => line.endsWith(` critical ${text}`)));
  const counted = own.reduce((sum, line) => sum + countIn(line), 0);
  assert.ok(
    missing.length <= counted,
    `${missing.join()} are missing, ${counted} were counted: ${own.join("\n")}`,
  );
}

/** How many notifications a summary stands for. */
function countIn(line: string): number {
  const match = /critical (\d+) (?:repeat|notification)/.exec(line);
  return match === null ? 0 : Number(match[1]);
}

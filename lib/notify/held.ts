import { Level, LEVELS } from "./level.ts";
import { MAX_TEXT, type Notification, oneLine, type Telling } from "./notification.ts";
import { countText, timeText } from "./units.ts";

/** Why a channel was not told of something. */
export const HELD_REASONS = ["rate", "room", "refused"] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/** What a channel was not told of, counted; plain data. */
export interface Held {
  readonly byLevel: Readonly<Record<Level, number>>;
  readonly byReason: Readonly<Record<HeldReason, number>>;
  readonly fromMs: number;
  readonly toMs: number;
  /** Text of the loudest one, the newest of these. */
  readonly loudest: string;
}

const NOTHING: Held = {
  byLevel: { info: 0, warning: 0, critical: 0 },
  byReason: { rate: 0, room: 0, refused: 0 },
  ...{ fromMs: 0, toMs: 0, loudest: "" },
};

/** Companion of Held. Nothing is ever dropped silently: it is counted here, and said in a summary. */
export const Held = {
  nothing: NOTHING,

  count: ({ byLevel }: Held): number => LEVELS.reduce((sum, level) => sum + byLevel[level], 0),

  /** The tally with one notification more. */
  add(held: Held, { level, atMs, text }: Notification, reason: HeldReason): Held {
    return Held.merge(held, {
      byLevel: { ...NOTHING.byLevel, [level]: 1 },
      byReason: { ...NOTHING.byReason, [reason]: 1 },
      ...{ fromMs: atMs, toMs: atMs, loudest: text },
    });
  },

  /** Both tallies in one; `later` is the newer. */
  merge(held: Held, later: Held): Held {
    if (Held.count(held) === 0) return later;
    if (Held.count(later) === 0) return held;
    const sum = <K extends string>(names: readonly K[], a: Record<K, number>, b: Record<K, number>) =>
      Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<K, number>;
    return {
      byLevel: sum(LEVELS, held.byLevel, later.byLevel),
      byReason: sum(HELD_REASONS, held.byReason, later.byReason),
      fromMs: Math.min(held.fromMs, later.fromMs),
      toMs: Math.max(held.toMs, later.toMs),
      loudest: Level.isAtLeast(levelOf(later), levelOf(held)) ? later.loudest : held.loudest,
    };
  },

  /** The summary a channel is told of what it was not told. */
  summary(held: Held, channel: string): Telling {
    const { byLevel, byReason, fromMs, toMs, loudest } = held;
    const levels = [...LEVELS].reverse().flatMap((level) =>
      byLevel[level] > 0 ? [`${byLevel[level]} ${level}`] : []
    );
    const reasons = HELD_REASONS.flatMap((reason) =>
      byReason[reason] > 0 ? [`${byReason[reason]} ${REASON_TEXTS[reason]}`] : []
    );
    const head = `${countText(Held.count(held), "notification")} not told here (${levels.join(", ")}) ` +
      `from ${timeText(fromMs)} to ${timeText(toMs)}: ${reasons.join(", ")}; the loudest: `;
    const text = head + oneLine(loudest, MAX_TEXT - head.length);
    return { level: levelOf(held), key: `held/${channel}`, variant: String(toMs), text, atMs: toMs };
  },
} as const;

const REASON_TEXTS: Readonly<Record<HeldReason, string>> = {
  rate: "over the rate limit",
  room: "for want of room in the queue",
  refused: "not taken by the channel",
};

const levelOf = ({ byLevel }: Held): Level =>
  byLevel.critical > 0 ? "critical" : byLevel.warning > 0 ? "warning" : "info";

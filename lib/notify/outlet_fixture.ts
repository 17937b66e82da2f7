import type { Level } from "./level.ts";
import type { Notification } from "./notification.ts";
import { type Failure, Outlet } from "./outlet.ts";
import {
  createOutlet,
  type Delivery,
  type GivenUp,
  type OutletSpec,
  type OutletState,
} from "./outlet_state.ts";

/** For tests: 2024-01-01T00:00Z. */
export const T0 = Date.UTC(2024, 0, 1);

/** For tests: round numbers, without jitter. */
export const OUTLET_SPEC: OutletSpec = {
  ...{ channel: "webhook", minLevel: "info", perWindow: 3, rateWindowMs: 60_000, queueSize: 4 },
  retry: { firstMs: 1_000, factor: 2, maxMs: 8_000, jitterPct: 0 },
  giveUpMs: { info: 10_000, warning: 10_000, critical: 100_000 },
  answerMs: 30_000,
};

/** For tests: a notification whose text is its id. */
export function note(id: string, level: Level = "info", change: Partial<Notification> = {}): Notification {
  return { id, level, key: `key/${id}`, variant: "", text: id, atMs: T0, ...change };
}

export const DOWN: Failure = { why: "HTTP 503", mayRetry: true, retryAfterMs: null };
export const REFUSED: Failure = { why: "HTTP 400", mayRetry: false, retryAfterMs: null };

/** For tests: an outlet that is told things, and everything it does. */
export interface Bench {
  readonly state: OutletState;
  readonly deliveries: Delivery[];
  readonly givenUp: GivenUp[];
  nowMs: number;
  offer(notification: Notification): void;
  /** The channel takes, or refuses, what it was given last. */
  takes(): void;
  refuses(failure?: Failure): void;
  /** Time passes; what becomes due is done. */
  pass(ms: number): void;
  /** Texts of the deliveries so far, with the attempt where it is not the first. */
  said(): string[];
}

export function createBench(change: Partial<OutletSpec> = {}): Bench {
  const spec = { ...OUTLET_SPEC, ...change };
  const state = createOutlet(spec.channel);
  let own = 0;
  const out = {
    deliveries: [] as Delivery[],
    givenUp: [] as GivenUp[],
    nextId: () => `own#${++own}`,
  };
  const last = () => out.deliveries.at(-1)!.notification.id;
  const bench: Bench = {
    ...{ state, deliveries: out.deliveries, givenUp: out.givenUp, nowMs: T0 },
    offer: (notification) => Outlet.offer(spec, state, notification, false, bench.nowMs, out),
    takes: () => Outlet.delivered(spec, state, last(), bench.nowMs, out),
    refuses: (failure = DOWN) => Outlet.failed(spec, state, last(), failure, bench.nowMs, out),
    pass(ms) {
      const endMs = bench.nowMs + ms;
      for (let dueMs; (dueMs = Outlet.nextMs(spec, state)) !== null && dueMs <= endMs;) {
        if (dueMs < bench.nowMs) throw new Error(`due ${bench.nowMs - dueMs} ms ago, and nothing was done`);
        bench.nowMs = dueMs;
        Outlet.tick(spec, state, bench.nowMs, out);
      }
      bench.nowMs = endMs;
    },
    said: () =>
      out.deliveries.map(({ notification, attempt }) =>
        attempt === 1 ? notification.text : `${notification.text} (${attempt})`
      ),
  };
  return bench;
}

import { Desk, type DeskOut, type DeskSpec, type DeskState, readTelling } from "../../lib/notify/mod.ts";
import {
  type Behavior,
  type Ctx,
  LANE,
  type Message,
  NONE,
  type Send,
  type Step,
  type TimerFired,
} from "../../lib/runtime/mod.ts";
import type { StoreHealth } from "../../lib/trader/mod.ts";
import type { Deliver, DeliveryAnswer, NotificationGivenUp, Notify } from "./messages.ts";

export interface NotifierOptions {
  readonly desk: DeskSpec;
  /** Address of a channel's port actor. */
  readonly portOf: (channel: string) => string;
}

export interface NotifierState {
  readonly desk: DeskState;
  /** When the only timer is set to, ms; null if it is not. */
  dueMs: number | null;
}

type Input = Notify | DeliveryAnswer | TimerFired | StoreHealth;

const TIMER = "due";

/** The notifier: what it is asked to tell goes to the channels' ports, held back and repeated as the desk says. */
export function notifierBehavior({ desk, portOf }: NotifierOptions): Behavior<NotifierState, Input> {
  return {
    schema: 1,
    init: () => ({ desk: Desk.create(desk), dueMs: null }),
    step(state, message, ctx) {
      const out: DeskOut = { self: ctx.self, nowMs: ctx.nowMs, deliveries: [], givenUp: [] };
      handle(desk, state, message, ctx, out);
      return stepOf(desk, state, out, portOf);
    },
  };
}

function handle(spec: DeskSpec, state: NotifierState, message: Input, ctx: Ctx, out: DeskOut): void {
  switch (message.kind) {
    case "Notify":
      return Desk.tell(spec, state.desk, { ...readTelling(message), id: ctx.messageId }, out);
    case "NotificationDelivered":
      return Desk.delivered(spec, state.desk, message.channel, message.id, out);
    case "NotificationFailed":
      return Desk.failed(spec, state.desk, message, out);
    case "TimerFired":
      state.dueMs = null;
      return Desk.tick(spec, state.desk, out);
    // the reporter tells of it; here everything waits for the store anyway
    case "StoreDegraded":
    case "StoreRecovered":
      return;
    default:
      throw new TypeError(`Cannot notify: ${(message as Message).kind} is no message of the notifier`);
  }
}

function stepOf(
  spec: DeskSpec,
  state: NotifierState,
  { deliveries, givenUp }: DeskOut,
  portOf: (channel: string) => string,
): Step<NotifierState> {
  const sends = deliveries.map(({ channel, notification, attempt }): Send => {
    const body: Deliver = { kind: "Deliver", channel, attempt, ...notification };
    return { to: portOf(channel), lane: LANE.control, body };
  });
  const events = givenUp.map((it): NotificationGivenUp => ({ kind: "NotificationGivenUp", ...it }));
  const dueMs = Desk.nextMs(spec, state.desk);
  if (dueMs === state.dueMs) return { state, events, sends, timers: NONE };
  state.dueMs = dueMs;
  const name = TIMER;
  return {
    state,
    events,
    sends,
    timers: [dueMs === null ? { op: "clear", name } : { op: "set", name, dueMs }],
  };
}

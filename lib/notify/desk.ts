import type { Level } from "./level.ts";
import type { Notification, Telling } from "./notification.ts";
import { type Failure, Outlet } from "./outlet.ts";
import {
  createOutlet,
  type Delivery,
  type GivenUp,
  type OutletOut,
  type OutletSpec,
  type OutletState,
} from "./outlet_state.ts";
import { RepeatFilter, type RepeatSpec, type RepeatState } from "./repeat_filter.ts";
import { countText } from "./units.ts";

export interface DeskSpec {
  readonly repeat: RepeatSpec;
  readonly outlets: readonly OutletSpec[];
}

/** Plain state of the desk; changed in place. */
export interface DeskState {
  readonly repeats: RepeatState;
  /** By channel; one that is configured no more keeps its state, and is not served. */
  readonly outlets: OutletState[];
  /** Notifications the desk made itself: the number of the last one. */
  own: number;
  /** Tellings that came in, and those of them that were repeats. */
  received: number;
  repeated: number;
}

/** What a step of the desk leads to, and what it knows besides its state. */
export interface DeskOut {
  /** Begins the ids of the desk's own notifications. */
  readonly self: string;
  readonly nowMs: number;
  readonly deliveries: Delivery[];
  readonly givenUp: GivenUp[];
}

/** Where notifications come in: repeats are held back, the rest goes to every channel. Pure, all time is `out.nowMs`. */
export const Desk = { create, tell, delivered, failed, tick, nextMs };

function create({ outlets }: DeskSpec): DeskState {
  return {
    repeats: RepeatFilter.create(),
    outlets: outlets.map(({ channel }) => createOutlet(channel)),
    ...{ own: 0, received: 0, repeated: 0 },
  };
}

/** Takes a notification in. */
function tell(spec: DeskSpec, state: DeskState, notification: Notification, out: DeskOut): void {
  const tellings = RepeatFilter.take(spec.repeat, state.repeats, notification, out.nowMs);
  state.received += 1;
  if (tellings.length === 0) state.repeated += 1;
  for (const telling of tellings) {
    if (telling === notification) offer(spec, state, notification, out);
    else offerOwn(spec, state, telling, out);
  }
  // what has run out meanwhile is told too
  tick(spec, state, out);
}

/** A channel says it has taken a notification. */
function delivered(spec: DeskSpec, state: DeskState, channel: string, id: string, out: DeskOut): void {
  const outlet = outletSpecOf(spec, channel);
  if (outlet === null) return;
  Outlet.delivered(outlet, outletOf(state, channel), id, out.nowMs, outletOut(state, out));
}

/** A channel says it has not. */
function failed(
  spec: DeskSpec,
  state: DeskState,
  answer: Failure & { readonly channel: string; readonly id: string },
  out: DeskOut,
): void {
  const outlet = outletSpecOf(spec, answer.channel);
  if (outlet === null) return;
  const to = outletOf(state, answer.channel);
  Outlet.failed(outlet, to, answer.id, answer, out.nowMs, outletOut(state, out));
  tellOfGivenUp(spec, state, out);
}

/** Does what is due. */
function tick(spec: DeskSpec, state: DeskState, out: DeskOut): void {
  for (const telling of RepeatFilter.due(spec.repeat, state.repeats, out.nowMs)) {
    offerOwn(spec, state, telling, out);
  }
  for (const outlet of spec.outlets) {
    Outlet.tick(outlet, outletOf(state, outlet.channel), out.nowMs, outletOut(state, out));
  }
  tellOfGivenUp(spec, state, out);
}

/** When tick() has something to do, ms; null if never. */
function nextMs(spec: DeskSpec, state: DeskState): number | null {
  const dues = spec.outlets.map((outlet) => Outlet.nextMs(outlet, outletOf(state, outlet.channel)));
  dues.push(RepeatFilter.nextMs(spec.repeat, state.repeats));
  return dues.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}

/** Begins the keys of what is told of channels themselves. */
const CHANNEL_KEY = "channel/";

/** That a channel gave something up is told on the others; what is told of channels themselves goes no further. */
function tellOfGivenUp(spec: DeskSpec, state: DeskState, out: DeskOut): void {
  for (const { channel, notification, attempts, why, isOwn } of out.givenUp) {
    if (isOwn) continue;
    const level: Level = notification.level === "critical" ? "critical" : "warning";
    const text = `channel ${channel} did not take a ${notification.level} notification ` +
      `in ${countText(attempts, "attempt")}: ${why}`;
    const telling = { level, key: CHANNEL_KEY + channel, variant: why, text, atMs: out.nowMs };
    for (const one of RepeatFilter.take(spec.repeat, state.repeats, telling, out.nowMs)) {
      offerOwn(spec, state, one, out);
    }
  }
}

function offerOwn(spec: DeskSpec, state: DeskState, telling: Telling, out: DeskOut): void {
  offer(spec, state, { ...telling, id: nextId(state, out) }, out);
}

/** To every channel but the one it is about. */
function offer(spec: DeskSpec, state: DeskState, notification: Notification, out: DeskOut): void {
  const isOwn = notification.key.startsWith(CHANNEL_KEY);
  for (const outlet of spec.outlets) {
    if (notification.key === CHANNEL_KEY + outlet.channel) continue;
    const to = outletOf(state, outlet.channel);
    Outlet.offer(outlet, to, notification, isOwn, out.nowMs, outletOut(state, out));
  }
}

const outletOut = (state: DeskState, { deliveries, givenUp, ...out }: DeskOut): OutletOut => ({
  ...{ deliveries, givenUp },
  nextId: () => nextId(state, out),
});

const nextId = (state: DeskState, { self }: Pick<DeskOut, "self">): string => `${self}/own#${++state.own}`;

const outletSpecOf = ({ outlets }: DeskSpec, channel: string): OutletSpec | null =>
  outlets.find((outlet) => outlet.channel === channel) ?? null;

/** The channel's state; a channel that is new to this state begins empty. */
function outletOf({ outlets }: DeskState, channel: string): OutletState {
  const known = outlets.find((outlet) => outlet.channel === channel);
  if (known !== undefined) return known;
  const outlet = createOutlet(channel);
  outlets.push(outlet);
  return outlet;
}

// Small actors and a hand-driven group for this folder's tests.
import assert from "node:assert/strict";
import { type Behavior, NONE, type Send, type TimerOp } from "../behavior.ts";
import type { CommitBatch, HandledInput } from "../commit_port.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import { type Envelope, LANE, type Lane, MARKET, type Message, messageId } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { ActorGroup } from "./actor_group.ts";
import type { GroupLimits } from "./group_limits.ts";
import type { GroupPlace } from "./group_state.ts";

/** Told to an actor: send this, set these timers, or throw. */
export interface Order extends Message {
  readonly kind: "Order";
  readonly sends?: readonly Send[];
  readonly timers?: readonly TimerOp[];
  readonly bomb?: true;
}

/** Does what its Orders say, and remembers all it handled as "nowMs messageId". */
export const obedient: Behavior<{ heard: string[] }, Message> = {
  schema: 1,
  init: () => ({ heard: [] }),
  step(state, message, ctx) {
    state.heard.push(`${ctx.nowMs} ${ctx.messageId}`);
    if (message.kind !== "Order") return { state, events: NONE, sends: NONE, timers: NONE };
    const { sends = NONE, timers = NONE, bomb } = message as Order;
    if (bomb) throw new Error("boom");
    return { state, events: NONE, sends, timers };
  },
};

/** An Order. */
export function order(what: Omit<Order, "kind"> = {}): Order {
  return { kind: "Order", ...what };
}

/** A send of something that orders nothing. */
export function send(to: string, lane: Lane = LANE.orders, key?: string): Send {
  const bare = { to, lane, body: { kind: "Nothing" } };
  return key === undefined ? bare : { ...bare, key };
}

export interface Setup {
  readonly limits?: Partial<GroupLimits>;
  readonly snapshotEvery?: number;
  readonly nowMs?: number;
  /** @default {an empty one} */
  readonly store?: MemoryCommit;
  /** @default {PLACES} */
  readonly places?: ReadonlyMap<string, GroupPlace>;
  /** Whose commit port it writes. */
  readonly journal?: string;
  /** Of both actors. @default {obedient} */
  readonly behavior?: Behavior;
}

/** A group on a store of its own, or on that of an earlier life. */
export interface Subject {
  readonly group: ActorGroup;
  readonly store: MemoryCommit;
  /** Frames from one sender in order, `after` being kept. */
  tell(to: string, body: Message, how?: { from?: string; lane?: Lane; nowMs?: number; key?: string }): void;
  /** Handles all there is; ids in the order handled. */
  handleAll(nowMs?: number): string[];
  /** Commits what is open; returns the batch. */
  commit(nowMs?: number): CommitBatch;
  /** The same, but nothing is open at times. */
  commitIfAny(): void;
  /** A next life on the same store. */
  reborn(setup?: Setup): Subject;
}

/** Workers "here" with actors a and b, and "there" with x and y. */
export const PLACES: ReadonlyMap<string, { readonly worker: string }> = new Map([
  ["a", { worker: "here" }],
  ["b", { worker: "here" }],
  ["x", { worker: "there" }],
  ["y", { worker: "there" }],
]);

/** The group of "here", driven by hand. */
export function subject(setup: Setup = {}): Subject {
  const { store = MemoryCommit.create(), nowMs = 0, snapshotEvery = 1_000, limits, journal } = setup;
  const { places = PLACES, behavior = obedient as Behavior } = setup;
  const epoch = store.raiseEpoch("here");
  const actors = ["a", "b"].map((address) => {
    return { address, behavior, history: store.load(address, behavior.schema) };
  });
  const owner = journal === undefined ? {} : { journal };
  const base = { worker: "here", actors, places, snapshotEvery, nowMs, ...owner };
  const group = ActorGroup.create(limits === undefined ? base : { ...base, limits });
  const seqs = new Map<string, number>();
  const settle = (batch: CommitBatch, nowMs = 0) => {
    store.commit(batch, epoch);
    ActorGroup.committed(group, nowMs);
    return batch;
  };
  return {
    group,
    store,
    tell: (to, body, { from = MARKET, lane = LANE.data, nowMs = 0, key } = {}) => {
      // an earlier life may have heard of it
      const seen = group.slots.get(to)?.record.seen.get(from)?.[lane] ?? 0;
      const seq = Math.max(seqs.get(from) ?? 0, seen) + 1;
      seqs.set(from, seq);
      ActorGroup.receive(
        group,
        frame({ from, to, lane, seq, body, ...(key === undefined ? {} : { key }) }),
        nowMs,
      );
    },
    handleAll: (nowMs = 0) => {
      const ids: string[] = [];
      let input: Envelope | null;
      while ((input = ActorGroup.next(group, nowMs)) !== null) {
        ids.push(messageId(input));
        ActorGroup.handle(group, input, nowMs);
      }
      return ids;
    },
    commit: (nowMs = 0) => {
      const batch = ActorGroup.takeBatch(group);
      assert.ok(batch !== null, "there is something to commit");
      return settle(batch, nowMs);
    },
    commitIfAny: () => {
      const batch = ActorGroup.takeBatch(group);
      if (batch !== null) settle(batch);
    },
    reborn: (more = {}) => subject({ places, behavior, ...owner, ...more, store }),
  };
}

/** A frame of one message, which claims to know of none before. */
export function frame(
  { from, to, lane, seq, body, key }: Omit<Envelope, "atMs" | "causedBy">,
): LinkFrame {
  const envelope: Envelope = { from, seq, to, lane, atMs: 0, causedBy: "", body };
  return { from, to, lane, after: 0, envelopes: [key === undefined ? envelope : { ...envelope, key }] };
}

/** What an actor that handled everything up to `handled` says. */
export function ack(from: string, to: string, lane: Lane, handled: number): LinkAck {
  return { from, to, lane, handled, accepted: handled, window: 16, refused: false };
}

/** Ids of all messages that leave now, by worker. */
export function leaving(group: ActorGroup, nowMs = 0): Record<string, string[]> {
  const ids: Record<string, string[]> = {};
  for (const { worker, frames } of ActorGroup.outgoing(group, nowMs)) {
    ids[worker] = frames.flatMap(({ envelopes }) => envelopes.map(messageId));
  }
  return ids;
}

/** What an actor heard. */
export function heard({ group }: Subject, address: string): readonly string[] {
  return (group.slots.get(address)!.record.state as { heard: string[] }).heard;
}

/** Rows as "actor#inputNo messageId". */
export function rowsOf(rows: readonly HandledInput[]): string[] {
  return rows.map(({ actor, inputNo, input }) => `${actor}#${inputNo} ${messageId(input)}`);
}

// Random batches of both deliveries that keep the runtime's rules: for the test that all databases are equal.
import { encodeState, Rng, type RngState, sha256Hex } from "../../core/mod.ts";
import {
  type ActorSnapshot,
  type CommitBatch,
  type Envelope,
  type HandledInput,
  LANE,
  type Message,
  type TimerOp,
} from "../../runtime/mod.ts";
import { cashFlow, decision, fill, ORDER, SAMPLES, T0 } from "./sample_events_fixture.ts";

export const ACTORS = ["a", "b/Ü", "c 😀"] as const;
/** Its receivers live in another store. */
const FAR = "far";
export const WILD_SYMBOLS = ["b", "B", "é", "\uffff", "😀"] as const;

/** What the batches so far left behind. Changed in place. */
export interface WildWorld {
  readonly rng: RngState;
  /** Sent and not handled, to actors here and far away. */
  pending: Envelope[];
  far: Envelope[];
  readonly inputNos: Map<string, number>;
  readonly seqs: Map<string, number>;
  round: number;
  nowMs: number;
  /** Makes ids that are there once. */
  serial: number;
}

export const WildWorld = { create, nextBatch };

function create(seed: string): WildWorld {
  const maps = { inputNos: new Map<string, number>(), seqs: new Map<string, number>() };
  return { rng: Rng.create(seed), pending: [], far: [], ...maps, round: 0, nowMs: T0, serial: 0 };
}

/** A batch that may follow those before it. */
function nextBatch(world: WildWorld): CommitBatch {
  const { rng } = world;
  world.nowMs += Rng.below(rng, 3);
  const rows = Array.from({ length: Rng.below(rng, 12) }, () => nextRow(world));
  const settled = takeSome(world, world.far).map(({ from, seq }) => ({ from, seq }));
  if (Rng.below(rng, 4) === 0) settled.push({ from: "nobody", seq: 1 });
  const snapshots = Rng.below(rng, 3) === 0 ? [snapshot(world)] : [];
  const isStepped = Rng.below(rng, 2) === 0;
  const span = { from: world.round + 1, to: world.round + 1 + Rng.below(rng, 3) };
  if (isStepped) world.round = span.to;
  const rounds = isStepped ? { ...span, atMs: world.nowMs, marketSeq: world.serial } : null;
  return { rounds, handled: rows, snapshots, ...(settled.length > 0 ? { settled } : {}) };
}

/** Some of a list, which loses them. */
function takeSome<T>({ rng }: WildWorld, list: T[]): T[] {
  return list.splice(0, Rng.below(rng, list.length + 1));
}

function nextRow(world: WildWorld): HandledInput {
  const { rng } = world;
  const input = Rng.below(rng, 2) === 0 ? fromMarket(world) : world.pending.shift() ?? fromMarket(world);
  const actor = input.to;
  const inputNo = (world.inputNos.get(actor) ?? 0) + 1;
  world.inputNos.set(actor, inputNo);
  const sends = Array.from({ length: Rng.below(rng, 4) }, () => send(world, actor));
  const row = {
    ...{
      actor,
      inputNo,
      input: { ...input, atMs: world.nowMs },
      sends,
      seqAfter: world.seqs.get(actor) ?? 0,
    },
    timers: Rng.below(rng, 3) === 0 ? [{ op: "set", name: "t", dueMs: 0.5 } satisfies TimerOp] : [],
    events: Array.from({ length: Rng.below(rng, 4) }, () => wildEvent(world)),
  };
  return Rng.below(rng, 9) === 0 ? { ...row, timers: [], quarantined: true } : row;
}

function fromMarket(world: WildWorld): Envelope {
  const to = ACTORS[Rng.below(world.rng, ACTORS.length)];
  const body = { kind: "Bar", text: wildText(world) };
  return { from: "market", seq: ++world.serial, to, lane: LANE.data, atMs: world.nowMs, causedBy: "", body };
}

function send(world: WildWorld, from: string): Envelope {
  const { rng } = world;
  const seq = (world.seqs.get(from) ?? 0) + 1;
  world.seqs.set(from, seq);
  const to = [...ACTORS, FAR][Rng.below(rng, ACTORS.length + 1)];
  const body = {
    kind: "Ping",
    n: 2n ** 70n,
    x: wildNumber(world),
    curve: new Float64Array([NaN, -0]),
  };
  const plain = { from, seq, to, lane: LANE.orders, atMs: world.nowMs, causedBy: "market#1", body };
  const sent = Rng.below(rng, 3) === 0 ? { ...plain, key: "k" } : plain;
  (to === FAR ? world.far : world.pending).push(sent);
  return sent;
}

function snapshot(world: WildWorld): ActorSnapshot {
  const actor = ACTORS[Rng.below(world.rng, ACTORS.length)];
  const inputNo = world.inputNos.get(actor) ?? 0;
  const state = encodeState({ inputNo, text: wildText(world), x: wildNumber(world) });
  return {
    ...{ actor, schema: 1 + Rng.below(world.rng, 2), inputNo, seq: world.seqs.get(actor) ?? 0 },
    timers: [{ name: "t", dueMs: 1.5, setBy: "market#1" }],
    seen: [{ from: "market", lane: LANE.data, seq: world.serial }],
    ...{ state, stateHash: sha256Hex(state) },
  };
}

const EDGES = [0, -0, 1e-7, -1.25e-9, 0.1 + 0.2, 1e21, -2.5e-300, 5e-324, Number.MAX_VALUE, 1 / 3];

function wildNumber({ rng }: WildWorld): number {
  return Rng.below(rng, 2) === 0
    ? EDGES[Rng.below(rng, EDGES.length)]
    : Rng.normal(rng) * 10 ** Rng.below(rng, 20);
}

function wildMoney({ rng }: WildWorld): bigint {
  const size = 2n ** BigInt(Rng.below(rng, 120));
  return (Rng.below(rng, 2) === 0 ? -size : size) + BigInt(Rng.below(rng, 1000));
}

function wildText({ rng }: WildWorld): string {
  const parts = [
    "'",
    '"',
    "\\",
    "?",
    "$1",
    "\0",
    "\n",
    "☃",
    "😀",
    "\ud800",
    "'); DROP TABLE journal; --",
    " ",
  ];
  return Array.from({ length: Rng.below(rng, 5) }, () => parts[Rng.below(rng, parts.length)]).join("");
}

function wildEvent(world: WildWorld): Message {
  const { rng, nowMs: atMs } = world;
  const id = `${WILD_SYMBOLS[Rng.below(rng, WILD_SYMBOLS.length)]}${++world.serial}`;
  const symbol = WILD_SYMBOLS[Rng.below(rng, WILD_SYMBOLS.length)];
  const { day } = SAMPLES.DaySummarised, { trip } = SAMPLES.RoundTripClosed, amount = wildMoney(world);
  const makers: readonly (() => Message)[] = [
    () => ({ kind: "Free", text: wildText(world), amount }),
    // of each bar one decision: the serial is the bar
    () => decision(T0 + world.serial, { symbol, intent: null, confidence: wildNumber(world) }),
    () => fill(id, atMs),
    () => cashFlow(id, amount, atMs),
    () => ({ kind: "OrderChanged", order: { ...ORDER, clientId: symbol, filledSteps: Rng.below(rng, 50) } }),
    () => ({ ...SAMPLES.Heartbeat, wallet: amount, atMs }),
    () => ({ ...SAMPLES.FundingBooked, rate: wildNumber(world), amount, atMs }),
    () => ({ ...SAMPLES.RegimeChanged, confidence: wildNumber(world), features: { x: wildNumber(world) } }),
    () => ({ ...SAMPLES.DaySummarised, day: { ...day, wallet: amount, sumR: wildNumber(world) } }),
    () => ({ ...SAMPLES.RoundTripClosed, trip: { ...trip, id, netPnl: amount, r: wildNumber(world) } }),
    () => ({ ...SAMPLES.PositionChanged, averagePrice: Math.abs(wildNumber(world)) }),
    () => ({ ...SAMPLES.LatchChanged, cause: wildText(world) }),
    () => ({ ...SAMPLES.CommandRefused, why: wildText(world) }),
  ];
  return makers[Rng.below(rng, makers.length)]();
}

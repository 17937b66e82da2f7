// A stepped driver over workers and a journal in this thread; a seed decides every move and every fault.
import { Rng, type RngState } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import { ROOT_WRITER } from "../commit_port.ts";
import { ActorCrash } from "../errors.ts";
import type { MemoryCommit } from "../memory_commit.ts";
import { scriptedWorld } from "../toy_actors_test.ts";
import {
  type JournalCall,
  type JournalResult,
  type Packet,
  type PacketBody,
  ROOT,
} from "../tree/protocol.ts";
import type { PoisonPolicy, TreeSpec, WorkerSpec } from "../tree/tree_spec.ts";
import { JournalServer } from "../worker/journal_server.ts";
import type { JournalStore } from "../worker/registry.ts";
import { SteppedActors } from "../worker/stepped_actors.ts";
import type { MarketMessage } from "../world.ts";
import type { Driver, DriverLimits } from "./driver.ts";
import { createJournalLink, type JournalLink } from "./journal_link.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { createSteppedDriver } from "./stepped_driver.ts";
import { takesPackets, type WorkerLife } from "./worker_life.ts";

export interface LoopOptions {
  readonly actors: Readonly<Record<string, Behavior>>;
  /** Addresses by worker's id. */
  readonly workers: Readonly<Record<string, readonly string[]>>;
  readonly script: readonly Omit<MarketMessage, "seq">[];
  readonly store: MemoryCommit;
  /** What the journal serves. @default {store} */
  readonly served?: JournalStore;
  readonly snapshotEvery: number;
  readonly maxRoundsPerCommit: number;
  /** @default {halt after 1,000 crashes} */
  readonly poison?: PoisonPolicy;
  readonly seed: string;
  /** Before each move somebody dies with this probability; at most so many in all. @default {none} */
  readonly faults?: { readonly probability: number; readonly most: number };
}

/** One worker over all its lives. */
interface LoopWorker {
  readonly spec: WorkerSpec;
  life: WorkerLife;
  actors: SteppedActors | null;
  inbox: PacketBody[];
  answered: Extract<PacketBody, { readonly kind: "Handled" }> | null;
  /** On their way to the root, also of earlier lives. */
  readonly sent: Packet[];
}

interface LoopJournal {
  phase: "gone" | "starting" | "ready";
  incarnation: number;
  server: JournalServer;
  asked: { readonly requestId: number; readonly call: JournalCall }[];
  /** To be asked again, after a while. */
  readonly later: (() => void)[];
  readonly replies: {
    readonly incarnation: number;
    readonly requestId: number;
    readonly result: JournalResult;
  }[];
}

/** A root with its tree. Changed in place. */
export interface Loop {
  readonly options: LoopOptions;
  readonly driver: Driver;
  readonly link: JournalLink;
  readonly poison: PoisonLedger;
  readonly workers: ReadonlyMap<string, LoopWorker>;
  readonly journal: LoopJournal;
  readonly rng: RngState;
  faultsLeft: number;
  moves: number;
  /** What happened, to be counted. */
  readonly counts: {
    workerDeaths: number;
    answeredDeaths: number;
    staleAnswers: number;
    journalDeaths: number;
  };
  readonly deadLetters: string[];
}

export const Loop = { create, start, drive, run, kill, killJournal, bringUp };

function create(options: LoopOptions): Loop {
  const { workers: layout, poison: policy, snapshotEvery, maxRoundsPerCommit, store, seed } = options;
  const poison = policy ?? { afterCrashes: 1_000, byKind: {}, otherwise: "halt" };
  const specs = Object.entries(layout).map(([id, addresses]) => (
    {
      id,
      actors: addresses.map((address) => ({ address, kind: "toy", args: null, poison })),
    } as unknown as WorkerSpec
  ));
  const workers = new Map(specs.map((spec) => [spec.id, newWorker(spec)]));
  const ledger = PoisonLedger.create(specs.flatMap(({ actors }) => actors));
  const link = createJournalLink((body) => {
    if (body.kind === "JournalRequest" && reaches(loop, loop.journal.phase)) loop.journal.asked.push(body);
  }, (act) => void loop.journal.later.push(act));
  const places = specs.flatMap(({ id, actors }) =>
    actors.map(({ address }) => [address, { worker: id, cell: "c", journal: "journal" }] as const)
  );
  const driver = createSteppedDriver({
    tree: { snapshotEvery, maxRoundsPerCommit } as TreeSpec,
    places: new Map(places),
    world: scriptedWorld(options.script),
    ...{ journal: link, poison: ledger },
    link: {
      send: (id, body) => {
        const worker = workers.get(id)!;
        if (reaches(loop, worker.life.phase)) worker.inbox.push(body);
      },
      lives: () => [...workers.values()].map(({ life }) => life),
      deadLetter: (reason, what) => void loop.deadLetters.push(`${reason}: ${what}`),
    },
    takeOver: () => link.raiseEpoch(ROOT_WRITER),
  });
  const loop: Loop = {
    ...{ options, driver, link, poison: ledger, workers, rng: Rng.create(seed) },
    journal: {
      ...{ phase: "ready", incarnation: 1, server: JournalServer.create(options.served ?? store) },
      ...{ asked: [], replies: [], later: [] },
    },
    faultsLeft: options.faults?.most ?? 0,
    moves: 0,
    counts: { workerDeaths: 0, answeredDeaths: 0, staleAnswers: 0, journalDeaths: 0 },
    deadLetters: [],
  };
  return loop;
}

function newWorker(spec: WorkerSpec): LoopWorker {
  const life: WorkerLife = { spec, supervised: 0, incarnation: 0, phase: "gone", metrics: null };
  return { spec, life, actors: null, inbox: [], answered: null, sent: [] };
}

/** What is sent to somebody who starts may come before the thread is there. */
function reaches({ rng }: Loop, phase: string): boolean {
  return phase === "ready" || (phase === "starting" && Rng.uniform(rng) < 0.5);
}

/** Makes every worker ready. */
async function start(loop: Loop): Promise<void> {
  await drive(loop, () => [...loop.workers.values()].every(({ life }) => life.phase === "ready"));
}

/** Starts the tree, runs it, and finishes as the host does; faults happen while it runs. */
async function run(loop: Loop, limits: Partial<DriverLimits> = {}): Promise<"done" | "stopped"> {
  await start(loop);
  const outcome = await settle(
    loop,
    loop.driver.run({ maxRounds: Infinity, shouldStop: () => false, ...limits }),
  );
  loop.faultsLeft = 0;
  await settle(loop, loop.driver.finish());
  return outcome;
}

async function settle<T>(loop: Loop, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  promise.then(() => isSettled = true, () => isSettled = true);
  await drive(loop, () => isSettled);
  return await promise;
}

/** Moves until it is so. Throws where nothing moves any more. */
async function drive(loop: Loop, isSo: () => boolean): Promise<void> {
  for (;;) {
    await quiet();
    if (isSo()) return;
    if (loop.faultsLeft > 0 && Rng.uniform(loop.rng) < loop.options.faults!.probability) fault(loop);
    const moves = possibleMoves(loop);
    if (moves.length === 0) throw new Error(`Nothing moves after move ${loop.moves}`);
    loop.moves++;
    moves[Math.floor(Rng.uniform(loop.rng) * moves.length)]();
  }
}

/** Everything that waits for nothing but promises has run. */
async function quiet(): Promise<void> {
  for (let i = 0; i < 30; i++) await null;
}

function possibleMoves(loop: Loop): (() => void)[] {
  const moves: (() => void)[] = [];
  for (const worker of loop.workers.values()) {
    const { life: { phase }, inbox, sent } = worker;
    if (sent.length > 0) moves.push(() => carry(loop, worker));
    if (phase === "ready" && inbox.length > 0) moves.push(() => work(loop, worker));
    if (phase === "starting") moves.push(() => restore(loop, worker));
    if (phase === "gone") moves.push(() => begin(loop, worker));
  }
  const { journal } = loop;
  if (journal.later.length > 0) moves.push(() => journal.later.shift()!());
  if (journal.replies.length > 0) moves.push(() => carryReply(loop));
  if (journal.phase === "ready" && journal.asked.length > 0) moves.push(() => answer(journal));
  if (journal.phase !== "ready") moves.push(() => bringUp(loop));
  return moves;
}

function fault(loop: Loop): void {
  loop.faultsLeft--;
  const alive = [...loop.workers.keys()].filter((id) => takesPackets(loop.workers.get(id)!.life));
  const victim = Math.floor(Rng.uniform(loop.rng) * (alive.length + 1));
  if (victim === alive.length) killJournal(loop);
  else kill(loop, alive[victim]);
}

/** The root refuses what earlier lives sent, once a later one is begun. */
function carry({ driver, counts }: Loop, { sent, life }: LoopWorker): void {
  const packet = sent.shift()!;
  if (packet.incarnation < life.incarnation) counts.staleAnswers++;
  else driver.onPacket(packet);
}

function work(loop: Loop, worker: LoopWorker): void {
  const body = worker.inbox.shift()!;
  const actors = worker.actors!;
  if (body.kind === "TakeSnapshots") {
    return say(worker, { kind: "SnapshotsTaken", snapshots: SteppedActors.snapshotAll(actors) });
  }
  if (body.kind !== "Deliver") return;
  const { round, inputs } = body;
  if (worker.answered?.round === round) return say(worker, worker.answered);
  try {
    const rows = inputs.filter((delivery) => !SteppedActors.isDuplicate(actors, delivery))
      .map((delivery) => SteppedActors.handle(actors, delivery));
    worker.answered = { kind: "Handled", round, rows, snapshots: SteppedActors.endRound(actors) };
    say(worker, worker.answered);
  } catch (error) {
    if (!(error instanceof ActorCrash)) throw error;
    kill(loop, worker.spec.id, error);
  }
}

function say({ spec, life, sent }: LoopWorker, body: PacketBody): void {
  sent.push({ from: spec.id, to: ROOT, incarnation: life.incarnation, body });
}

/** A worker dies; what it sent is still on its way. */
function kill(loop: Loop, id: string, crash?: ActorCrash): void {
  const worker = loop.workers.get(id)!;
  const { driver, poison, counts } = loop;
  counts.workerDeaths++;
  if (worker.answered !== null) counts.answeredDeaths++;
  worker.life.phase = "failed";
  Object.assign(worker, { actors: null, inbox: [], answered: null });
  if (crash !== undefined) {
    const kind = /Poison\w*/.exec(String(crash.cause))?.[0] ?? "";
    const verdict = PoisonLedger.note(poison, { actor: crash.actor, messageId: crash.messageId, kind });
    if (verdict !== null) driver.onVerdict(verdict);
  }
  driver.onDown(worker.life);
  worker.life.phase = "gone";
}

function begin({ driver }: Loop, worker: LoopWorker): void {
  const { spec, life: { incarnation } } = worker;
  const life: WorkerLife = {
    spec,
    supervised: 0,
    incarnation: incarnation + 1,
    phase: "preparing",
    metrics: null,
  };
  worker.life = life;
  driver.beforeStart(life).then(() => life.phase = "starting");
}

function restore({ driver, options: { actors, store, snapshotEvery } }: Loop, worker: LoopWorker): void {
  const loaded = worker.spec.actors.map(({ address }) => {
    const behavior = actors[address];
    return { address, behavior, history: store.load(address, behavior.schema) };
  });
  worker.actors = SteppedActors.restore(loaded, snapshotEvery);
  worker.life.phase = "ready";
  driver.onReady(worker.life, SteppedActors.ready(worker.actors));
}

function answer({ server, asked, replies, incarnation }: LoopJournal): void {
  const { requestId, call } = asked.shift()!;
  const result = JournalServer.answer(server, { from: ROOT, incarnation: 0, requestId, call });
  replies.push({ incarnation, requestId, result });
}

function carryReply({ journal, link }: Loop): void {
  const { incarnation, requestId, result } = journal.replies.shift()!;
  if (incarnation === journal.incarnation) link.onReply(requestId, result);
}

/** What it was asked is lost; what it replied arrives, unless its next life begins first. */
function killJournal({ journal, counts }: Loop): void {
  if (journal.phase === "ready") counts.journalDeaths++;
  journal.phase = "gone";
  journal.asked = [];
}

function bringUp({ journal, link, options: { store, served = store } }: Loop): void {
  if (journal.phase === "gone") {
    journal.phase = "starting";
    journal.incarnation++;
    journal.server = JournalServer.create(served);
  } else {
    journal.phase = "ready";
    link.onUp();
  }
}

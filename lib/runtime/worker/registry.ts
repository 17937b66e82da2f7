import type { Behavior, Port } from "../behavior.ts";
import type { CommitPort, Epoch } from "../commit_port.ts";
import type { Envelope } from "../envelope.ts";
import type { PacketBody } from "../tree/protocol.ts";
import type { ActorSpec, StoreSpec, WrapSpec } from "../tree/tree_spec.ts";

/** What the names in a tree's specs mean in this program: a literal switch of kinds. Each throws for a kind it lacks. */
export interface WorkerRegistry {
  /** A port is an actor that does I/O. */
  behavior(spec: ActorSpec): Behavior | Port;
  store(spec: StoreSpec): JournalStore;
  wrapper(spec: WrapSpec, context: WrapContext): HandlingWrapper;
}

/** A commit port as the journal worker opens it. */
export interface JournalStore extends CommitPort {
  /** Called at an ordered stop, if it is there. */
  close?(): void;
}

/** A module around the handling of a worker's messages: delays and faults live here, never in product code. */
export interface HandlingWrapper {
  /** Called, and awaited if it answers a promise, before each message is stepped. A throw crashes the worker. */
  before(input: Envelope): void | Promise<void>;
}

/** What a wrapper may know and do. */
export interface WrapContext {
  readonly worker: string;
  readonly incarnation: number;
  readonly epoch: Epoch | null;
  /** Tells whoever watches the tree, at once, also just before this thread stops answering. */
  note(note: unknown): void;
  /** Sends a packet as this worker (so that a fault can act as a zombie). */
  send(to: string, body: PacketBody): void;
}

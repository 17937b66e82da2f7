import type { ActorReady, Packet, PacketBody, Verdict } from "../tree/protocol.ts";
import type { WorkerLife } from "./worker_life.ts";

/** How messages are delivered over a tree of workers: stepped by a conductor, or free. */
export interface Driver {
  /** Once all workers are ready for the first time; resolves when there is no more to do, or it was told to stop. */
  run(limits: DriverLimits): Promise<"done" | "stopped">;
  /** Ends run() where it waits for a worker that does not answer; nothing of that round is committed. */
  abandon(): void;
  /** After run(): what was handled is committed, with a snapshot of each actor. Workers still live. */
  finish(): Promise<void>;
  /**
   * A life is about to begin: packets of earlier ones are refused from now on. Resolves when all that it must find in the
   * store is there.
   */
  beforeStart(life: WorkerLife): Promise<void>;
  onReady(life: WorkerLife, actors: readonly ActorReady[]): void;
  onDown(life: WorkerLife): void;
  onDropped(worker: string): void;
  onVerdict(verdict: Verdict): void;
  /** A packet for the root, other than the journal's. */
  onPacket(packet: Packet): void;
}

export interface DriverLimits {
  /** Stepped: so many rounds. */
  readonly maxRounds: number;
  readonly shouldStop: () => boolean;
}

/** What a driver may ask of the root. */
export interface DriverLink {
  /** Sends to a worker; what cannot be taken now is lost. */
  send(worker: string, body: PacketBody): void;
  /** Current lives by worker id. */
  lives(): Iterable<WorkerLife>;
  deadLetter(reason: string, what: string): void;
}

import type { Outside } from "../behavior.ts";
import type { ActorMetrics, ActorReady, Boot, Packet, WorkerReport } from "../tree/protocol.ts";
import type { Ending } from "./crash_report.ts";
import type { Hand } from "./hand.ts";
import type { JournalClient } from "./journal_client.ts";
import type { HandlingWrapper } from "./registry.ts";
import type { Transport } from "./transport.ts";

/** What a worker is there for: serving the journal, stepped or free delivery. */
export interface WorkerRole {
  /** Of its restored actors. */
  readonly actors: readonly ActorReady[];
  /** A packet came; answers to the journal client do not come here. */
  receive(packet: Packet): void;
  metrics(): RoleMetrics;
  /** Ends in order, by `WorkerContext.end`. */
  stop(): void;
}

/** The part of a worker's metrics that its role knows. */
export interface RoleMetrics {
  readonly isIdle: boolean;
  readonly staleWrites: number;
  readonly actors: readonly ActorMetrics[];
  /** Of the role's own, by reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

/** What a role finds around it. */
export interface WorkerContext {
  readonly boot: Boot;
  readonly transport: Transport;
  readonly journal: JournalClient;
  readonly hand: Hand;
  readonly wrappers: readonly HandlingWrapper[];
  readonly outside: Outside;
  /** To the agent, after all packets sent before it. */
  report(report: WorkerReport): void;
  /** Reports the crash and ends the thread. */
  die(thrown: unknown, ending?: Ending): void;
  /** Says Stopped and ends the thread. */
  end(): void;
}

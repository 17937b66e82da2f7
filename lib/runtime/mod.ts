/**
 * Runtime: actors, the order in which they are handled, what survives a crash, and who is told of one.
 * It knows addresses, sequences, rounds, commits, threads, processes and supervisors; it must never know trading, nor any
 * database: stores come in through the Commit port.
 *
 * An actor is a `Behavior`: a synchronous step from state and message to state, events, sends and timers. Hosts keep
 * the state, journal, and only then send: `createInlineHost` all actors on one thread, `createTreeHost` in worker
 * threads of child processes under supervisors. docs/runtime.md says what both promise, in what order things happen,
 * what is lost when, and who is told.
 * @module
 */
export * from "./behavior.ts";
export type { CellEntry } from "./cell/cell_command.ts";
export { runCell, type RunCellOptions } from "./cell/run_cell.ts";
export * from "./commit_port.ts";
export * from "./delivery/lane_limits.ts";
export * from "./envelope.ts";
export * from "./errors.ts";
export * from "./inline_host.ts";
export * from "./memory_commit.ts";
export type { ReplayCounts } from "./replay/actor_replay.ts";
export type { ReplayDifference } from "./replay/difference.ts";
export * from "./replay/journal_source.ts";
export * from "./replay/replay_journal.ts";
export type { Notice } from "./root/notices.ts";
export * from "./root/run_tree.ts";
export * from "./root/tree_host.ts";
export type { ActorStatus, TreeMetrics, WorkerStatus } from "./root/tree_metrics.ts";
export type { TreeHostOptions } from "./root/tree_state.ts";
export type { Backoff } from "./supervision/backoff.ts";
export type {
  ChildSpec,
  ExitKind,
  ExitReason,
  RestartType,
  ShutdownBudget,
} from "./supervision/child_spec.ts";
export * from "./supervision/supervisor.ts";
export * from "./supervision/supervisor_flags.ts";
export * from "./supervision/supervisor_protocol.ts";
export * from "./supervision/supervisor_state.ts";
export type { Timer } from "./timer_queue.ts";
export type { ActorMetrics, CrashReport, PacketBody, Verdict, WorkerMetrics } from "./tree/protocol.ts";
export * from "./tree/tree_spec.ts";
export * from "./worker/registry.ts";
export * from "./worker/run_worker.ts";
export * from "./world.ts";

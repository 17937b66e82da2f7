/**
 * Runtime: actors, their messages and timers, the order in which they are handled, and what survives a crash.
 * It knows addresses, sequences, rounds and commits; it must never know trading, clocks, threads, files or
 * databases.
 *
 * An actor is a `Behavior`: a synchronous step from state and message to state, events, sends and timers. The
 * host keeps the state, journals, and only then sends. What it promises, in stepped delivery:
 *
 * - **Order.** What is sent in round r is handled in round r + 1. Within a round actors come in address
 *   order, and each gets its messages one by one by (lane, sender, sender's sequence). FIFO holds per pair
 *   and lane. Arrival order, wall time and thread timing decide nothing: the journal is a function of
 *   behaviors and world.
 * - **Time.** `ctx.nowMs` is logical. It moves only when nothing waits, to the next market message or due
 *   timer; timers go first at equal ms. Timers due after the world's last message stay set, also in the
 *   store.
 * - **Commit, then release.** A round is committed whole before any of its sends is delivered. Rounds without
 *   sends and events may wait for the next commit (at most `maxRoundsPerCommit`): nothing outside knows of
 *   them yet.
 * - **Loss.** A kill, a crash or a failed commit loses what was not committed and nothing else; it is handled
 *   again from the same inputs with the same result. What was committed is never handled again. Message ids,
 *   `<sender>#<seq>`, stay the same.
 * - **Once.** Delivery is at least once, handling once: each actor keeps the last sequence per sender and
 *   lane.
 * - **State** = newest snapshot of the behavior's schema + fold of the inputs after it. The fold must lead to
 *   the journalled number of sends and send counter.
 * - **Who is told.** A throw in a step ends run() with `ActorCrash` (actor, message id, cause). A message to
 *   nobody, a world that goes back, a snapshot that does not match its hash and a fold that diverges end it
 *   with `FatalError`. The store's own errors pass unchanged. After any of them the host is dead; a new one
 *   on the same store resumes.
 * - **Stop.** An ordered stop commits what was handled and snapshots every actor.
 * @module
 */
export * from "./behavior.ts";
export * from "./commit_port.ts";
export * from "./envelope.ts";
export * from "./errors.ts";
export * from "./inline_host.ts";
export * from "./memory_commit.ts";
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
export * from "./world.ts";

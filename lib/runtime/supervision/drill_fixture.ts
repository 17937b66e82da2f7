import assert from "node:assert/strict";
import type { ChildSpec, ExitKind, RestartType } from "./child_spec.ts";
import { Supervisor } from "./supervisor.ts";
import { DEFAULT_FLAGS, type SupervisorFlags } from "./supervisor_flags.ts";
import type { SupervisorCommand, SupervisorEvent } from "./supervisor_protocol.ts";
import { type ChildPhase, isFinal, type SupervisorState } from "./supervisor_state.ts";

/** A child from `id` or `id:restart`; 50 ms to be ready, 300 ms to stop. */
export function child(text: string, more: Partial<ChildSpec> = {}): ChildSpec {
  const [id, restart = "permanent"] = text.split(":");
  return { id, restart: restart as RestartType, shutdownMs: 300, readyMs: 50, ...more };
}

/** The default flags without jitter. */
export function flags(more: Partial<SupervisorFlags> = {}): SupervisorFlags {
  return { ...DEFAULT_FLAGS, backoff: { ...DEFAULT_FLAGS.backoff, jitterPct: 0 }, ...more };
}

/** Each step of a drill gives the commands without those for timers, as short texts. */
export type Drill = ReturnType<typeof drill>;

/**
 * A supervisor that is told one thing after the other. It keeps the timers and fails where one is set twice or
 * one is cleared that was not set, where an old state changes, and where a timer outlives the end.
 */
export function drill(children: readonly (string | ChildSpec)[], more: Partial<SupervisorFlags> = {}) {
  const specs = children.map((each) => typeof each === "string" ? child(each) : each);
  let state: SupervisorState = Supervisor.create({ flags: flags(more), children: specs, seed: "drill" });
  let nowMs = 0;
  const timers = new Map<string, number>();
  const incarnations = new Map<string, number>();

  const take = (command: SupervisorCommand): void => {
    if (command.kind === "SetTimer") {
      assert.ok(!timers.has(command.name), `${command.name} set twice`);
      timers.set(command.name, command.dueMs);
    }
    if (command.kind === "ClearTimer") assert.ok(timers.delete(command.name), `${command.name} was not set`);
    if (command.kind === "Start") incarnations.set(command.id, command.incarnation);
  };
  const tell = (event: SupervisorEvent): string[] => {
    const before = JSON.stringify(state);
    const { state: next, commands } = Supervisor.step(state, event);
    assert.equal(JSON.stringify(state), before, "the old state changed");
    if (commands.length === 0 && JSON.stringify(next) === before) assert.equal(next, state);
    state = next;
    commands.forEach(take);
    if (isFinal(state)) assert.deepEqual([...timers], []);
    return commands.flatMap(textOf);
  };
  const of = (id: string, incarnation = incarnations.get(id) ?? 0) => ({ atMs: nowMs, id, incarnation });
  const because = (kind: ExitKind) => ({ reason: { kind, detail: "drill" } });

  const self = {
    start: () => tell({ kind: "StartRequested", atMs: nowMs }),
    stop: () => tell({ kind: "StopRequested", atMs: nowMs }),
    restart: (id: string) => tell({ kind: "RestartRequested", atMs: nowMs, id }),
    ready: (id: string, incarnation?: number) => tell({ kind: "ChildReady", ...of(id, incarnation) }),
    failed: (id: string, kind: ExitKind = "crash", incarnation?: number) =>
      tell({ kind: "ChildFailed", ...of(id, incarnation), ...because(kind) }),
    gone: (id: string, kind: ExitKind = "crash", incarnation?: number) =>
      tell({ kind: "ChildGone", ...of(id, incarnation), ...because(kind) }),
    /** Moves time to the timer and fires it. */
    fire: (name: string) => {
      const dueMs = timers.get(name);
      assert.ok(dueMs !== undefined, `${name} is not set, but ${[...timers.keys()]}`);
      nowMs = Math.max(nowMs, dueMs);
      timers.delete(name);
      return tell({ kind: "TimerFired", atMs: nowMs, name });
    },
    /** A timer nobody set. */
    fireStale: (name: string) => tell({ kind: "TimerFired", atMs: nowMs, name }),
    wait: (ms: number) => void (nowMs += ms),
    /** Starts everything and makes it ready. */
    up: () => {
      self.start();
      for (const { id } of specs) self.ready(id);
      assert.ok(Supervisor.isQuiescent(state));
      return self;
    },
    timers: () => Object.fromEntries(timers),
    phase: (id: string): ChildPhase | null => Supervisor.phaseOf(state, id),
    quiescent: () => Supervisor.isQuiescent(state),
    state: () => state,
  };
  return self;
}

function textOf(command: SupervisorCommand): string[] {
  switch (command.kind) {
    case "Start":
      return [`start ${command.id}#${command.incarnation}`];
    case "Stop":
      return [`stop ${command.id}#${command.incarnation}`];
    case "Kill":
      return [`kill ${command.id}#${command.incarnation}`];
    case "SetTimer":
    case "ClearTimer":
      return [];
    case "Restarting":
      return [`restarting ${command.id} in ${command.delayMs} as ${command.reason.kind}`];
    case "Dropped":
      return [`dropped ${command.id}`];
    case "AllReady":
      return ["all ready"];
    case "Stopped":
      return ["stopped"];
    case "GaveUp":
      return [`gave up: ${command.reason} of ${command.child}`];
  }
}

// The life of one cell, whose process is the test.
import type { AgentCommand, AgentReport, Boot } from "../tree/protocol.ts";
import type { CellSpec } from "../tree/tree_spec.ts";
import { CellLife } from "./cell_life.ts";
import type { CellContext, CellHooks, CellState } from "./cell_state.ts";
import { cellSpec, TIRELESS } from "./fake_tree_fixture.ts";
import { workerSpec } from "./life_fixture.ts";

export const HEAP = { kind: "heap", detail: "full" } as const;
const QUIET = 60_000;

export interface Driven {
  readonly cell: CellState;
  readonly hooks: CellHooks;
  /** What the root learned and the process was told, in order. */
  readonly log: string[];
  /** Lets the worker's prepare() resolve. */
  prepared(): Promise<void>;
  [Symbol.dispose](): void;
}

function textOf(command: AgentCommand): string {
  if (command.kind === "StartWorker") {
    return `> StartWorker ${command.boot.spec.id}#${command.boot.incarnation}`;
  }
  if ("id" in command) return `> ${command.kind} ${command.id}#${command.incarnation}`;
  return `> ${command.kind}`;
}

/** A cell of worker "w", and "x" if asked for, in no process. */
export function drive(
  more: Partial<CellSpec> = {},
  changes: Partial<CellContext> = {},
  before?: CellState["workers"],
): Driven {
  const log: string[] = [];
  let hooks: CellHooks | undefined;
  let incarnation = 4;
  const waiting: (() => void)[] = [];
  const context: CellContext = {
    ...{ timing: { heartbeatMs: 5, silenceMs: QUIET }, seed: "" },
    spawn: (given) => {
      hooks = given;
      return {
        pid: 77,
        send: (commands) => void log.push(...commands.map(textOf)),
        kill: () => void log.push("> SIGKILL"),
        disconnect: () => {},
      };
    },
    killHolder: (pid) => void log.push(`kill holder ${pid}`),
    notice: ({ kind }) => void log.push(`notice ${kind}`),
    nextIncarnation: () => ++incarnation,
    prepare: ({ spec, incarnation }) =>
      new Promise((resolve) => waiting.push(() => resolve({ spec, incarnation } as Boot))),
    onReady: ({ spec: { id } }) => void log.push(`ready ${id}`),
    onDown: ({ spec: { id } }, { kind }) => void log.push(`down ${id}: ${kind}`),
    onDropped: (worker) => void log.push(`dropped ${worker}`),
    isDropped: (worker) => worker === "dropped",
    onPacket: ({ body }) => void log.push(`packet ${body.kind}`),
    onUp: () => void log.push("up"),
    onFailed: ({ kind }) => void log.push(`failed: ${kind}`),
    onGone: ({ kind }) => void log.push(`gone: ${kind}`),
    onFatal: (error) => void log.push(`fatal: ${error}`),
    ...changes,
  };
  const flags = { ...TIRELESS, killMs: 15 };
  const cell = CellLife.start(cellSpec("c", [workerSpec("w")], { flags, ...more }), context, before);
  return {
    ...{ cell, hooks: hooks!, log },
    async prepared() {
      waiting.splice(0).forEach((resolve) => resolve());
      for (let i = 0; i < 5; i++) await null;
    },
    [Symbol.dispose]: () => {
      if (!cell.isGone) hooks!.onExit(HEAP, { code: 1, signal: null });
    },
  };
}

export function ready(): AgentReport {
  return {
    kind: "CellReady",
    pid: 77,
    effective: {} as Extract<AgentReport, { kind: "CellReady" }>["effective"],
  };
}

export function gone(kind: "shutdown" | "crash", incarnation = 5): AgentReport {
  return { kind: "WorkerGone", id: "w", incarnation, reason: { kind, detail: "" }, crash: null };
}

/** With its worker at work as incarnation 5; the log is empty. */
export async function upAndRunning(it: Driven): Promise<void> {
  it.hooks.onReport(ready());
  await it.prepared();
  it.hooks.onReport({ kind: "WorkerReady", id: "w", incarnation: 5, actors: [] });
  it.log.length = 0;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { DEFAULT_FLAGS } from "../supervision/supervisor_flags.ts";
import type { ExitReason } from "../supervision/child_spec.ts";
import type { AgentReport, Boot } from "../tree/protocol.ts";
import type { CellSpec, Permissions, Timing } from "../tree/tree_spec.ts";
import type { CellEntry } from "./cell_command.ts";
import { type CellProcess, spawnCell } from "./cell_process.ts";
import { type Deed, deedPacket } from "./deeds_fixture.ts";
import type { ProcessExit } from "./process_exit.ts";

export const DEADLINE_MS = 10_000;
export const CELL_MODULE = new URL("./cell_fixture.ts", import.meta.url);
/** Fast heartbeats: tests wait for silences. */
export const TIMING: Timing = { heartbeatMs: 25, silenceMs: 400 };

/** A cell of the fixtures, with what it said. */
export interface DrivenCell {
  readonly dir: string;
  readonly lockPath: string;
  readonly process: CellProcess;
  exited(): Promise<{ readonly reason: ExitReason; readonly exit: ProcessExit }>;
  /** What no `next` got; of the heartbeats only the last. */
  readonly reports: AgentReport[];
  /** The first report of this kind that no earlier call got; those of other workers than `id` are left. */
  next<K extends AgentReport["kind"]>(kind: K, id?: string): Promise<Extract<AgentReport, { kind: K }>>;
  start(id: string, options?: WorkerOptions): void;
  tell(id: string, deed: Deed): void;
  /** Ends the process, if it still lives, and removes its folder. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface WorkerOptions {
  readonly incarnation?: number;
  readonly permissions?: Permissions;
  /** What it does instead of starting. */
  readonly atBoot?: string;
}

export interface DriveOptions {
  readonly spec?: Partial<CellSpec>;
  readonly workers?: readonly string[];
  readonly timing?: Timing;
  /** @default {a file in its own folder} */
  readonly lockPath?: string;
  /** @default {that of the fixtures} */
  readonly cellModule?: CellEntry;
}

/** Spawns the cell of the fixtures in a folder of its own. */
export function driveCell(options: DriveOptions = {}): DrivenCell {
  const { spec = {}, workers = [], timing = TIMING, cellModule = CELL_MODULE } = options;
  const place = options.lockPath === undefined ? {} : { dir: folderOf(options.lockPath) };
  const dir = Deno.makeTempDirSync({ prefix: "cell_", ...place });
  const lockPath = options.lockPath ?? `${dir}/cell.lock`;
  const exited = Promise.withResolvers<{ reason: ExitReason; exit: ProcessExit }>();
  const reports: AgentReport[] = [];
  const waiting = new Set<() => void>();
  let hasEnded = false;
  const whole: CellSpec = { ...cellSpec(folderOf(lockPath), workers), ...spec };
  const process = spawnCell({
    ...{ spec: whole, cellModule, lockPath, timing },
    onReport: (report) => {
      const lastBeat = reports.findIndex(({ kind }) => kind === "Beat");
      if (report.kind === "Beat" && lastBeat >= 0) reports.splice(lastBeat, 1);
      reports.push(report);
      for (const look of waiting) look();
    },
    onExit: (reason, exit) => {
      hasEnded = true;
      exited.resolve({ reason, exit });
    },
  });

  function next<K extends AgentReport["kind"]>(kind: K, id?: string) {
    type Wanted = Extract<AgentReport, { kind: K }>;
    const found = Promise.withResolvers<Wanted>();
    const look = () => {
      const place = reports.findIndex((report) =>
        report.kind === kind && (id === undefined || "id" in report && report.id === id)
      );
      if (place < 0) return;
      waiting.delete(look);
      found.resolve(reports.splice(place, 1)[0] as Wanted);
    };
    waiting.add(look);
    look();
    return within(
      found.promise,
      () => `${kind} ${id ?? ""}; there are ${JSON.stringify(reports.slice(-20))}`,
    );
  }

  return {
    ...{ dir, lockPath, process, reports, next },
    exited: () => within(exited.promise, () => "the exit of the cell"),
    start: (id, options = {}) => process.send([{ kind: "StartWorker", boot: bootOf(id, timing, options) }]),
    tell: (id, deed) => process.send([{ kind: "Carry", packets: [deedPacket(id, deed)] }]),
    [Symbol.asyncDispose]: async () => {
      if (!hasEnded) process.kill();
      await exited.promise;
      await Deno.remove(dir, { recursive: true });
    },
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** Resolves as `promise` does, or rejects after the deadline of the tests. */
export async function within<T>(promise: Promise<T>, what: () => string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Waited too long for ${what()}`)), DEADLINE_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A cell with these workers that may read the rooms of the program and write its folder. */
export function cellSpec(dir: string, workers: readonly string[]): CellSpec {
  return {
    id: "cell",
    workers: workers.map((id) => workerSpec(id, {}, [])),
    permissions: { read: [`${import.meta.dirname}/../..`, dir], write: [dir] },
    maxHeapMib: 64,
    env: {},
    ...{ restart: "permanent", shutdownMs: "infinity", readyMs: 5_000, flags: DEFAULT_FLAGS },
  };
}

function workerSpec(id: string, permissions: Permissions, actors: Boot["spec"]["actors"]): Boot["spec"] {
  return { id, actors, restart: "permanent", shutdownMs: 1_000, readyMs: 5_000, permissions, wrap: [] };
}

/** What a worker of the fixtures is told first. */
export function bootOf(id: string, timing: Timing, options: WorkerOptions = {}): Boot {
  const { incarnation = 1, permissions = {}, atBoot } = options;
  const poison = { afterCrashes: 1, byKind: {}, otherwise: "halt" } as const;
  const actors = atBoot === undefined ? [] : [{ address: id, kind: atBoot, args: null, poison }];
  return {
    spec: workerSpec(id, permissions, actors),
    ...{ cell: "cell", incarnation, epoch: null, delivery: "free", timing, snapshotEvery: 1_000 },
    ...{ journal: "journal", hasOwnStore: false, places: new Map(), verdicts: [] },
  };
}

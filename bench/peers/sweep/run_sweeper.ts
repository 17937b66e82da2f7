import { fileURLToPath } from "node:url";
import type { CandleSet } from "../candle_sets.ts";
import { runToEnd } from "../process.ts";
import type { Point } from "./points.ts";
import { pointsWithin, type SweepOutcome } from "./sweep_outcome.ts";

/** Somebody who runs the sweep, as the start of a command. */
export interface Sweeper {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What is run, and how. */
export interface SweepTask {
  readonly set: CandleSet;
  readonly points: readonly Point[];
  readonly workers: number;
  readonly scratch: string;
  /** A sweep that would take longer is cut to the first points that fit. */
  readonly mostS: number;
}

/** What a sweep came to. */
export type Swept =
  | { readonly ok: true; readonly outcome: SweepOutcome; readonly pilot: PilotOutcome }
  | { readonly ok: false; readonly reason: string };

/** A peer's pilot chooses how it is run, outside of the time that is measured. */
export interface PilotOutcome extends SweepOutcome {
  readonly setting?: string;
  /** What it chose from. */
  readonly tried?: string;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PILOT_POINTS = 200;
/** A run may take this much longer than its pilot promised, and this long to begin, before it is ended. */
const PATIENCE = 4, START_S = 120;

/** Our own contenders. */
export function ownSweeper(name: "reference" | "bulkhead"): Sweeper {
  const script = `${HERE}run_sweep.ts`;
  // processor time and memory of the process are "sys"
  const command = [
    ...[Deno.execPath(), "run", "--no-prompt", "--allow-read", "--allow-write", "--allow-sys"],
    ...[script, name],
  ];
  return { name, command, env: {} };
}

/** vectorbt, by the Python that it is installed in. */
export function vectorbtSweeper(python: string): Sweeper {
  const env = { PYTHONPATH: `${HERE}../kit`, PYTHONDONTWRITEBYTECODE: "1" };
  return { name: "vectorbt", command: [python, `${HERE}../vectorbt/sweep.py`], env };
}

/** Runs a pilot, then all points that fit into the time. */
export async function sweepWith(sweeper: Sweeper, task: SweepTask): Promise<Swept> {
  const pilot = await run(sweeper, { ...task, points: task.points.slice(0, PILOT_POINTS) }, []);
  if (!pilot.ok) return pilot;
  const { setting } = pilot.outcome;
  const count = pointsWithin(pilot.outcome, task.mostS, task.points.length);
  const chosen = setting === undefined ? [] : ["--setting", setting];
  const whole = await run(sweeper, { ...task, points: task.points.slice(0, count) }, chosen);
  return whole.ok ? { ...whole, pilot: pilot.outcome } : whole;
}

type Ran = { readonly ok: true; readonly outcome: PilotOutcome } | {
  readonly ok: false;
  readonly reason: string;
};

async function run({ name, command, env }: Sweeper, task: SweepTask, more: readonly string[]): Promise<Ran> {
  const { set, points, workers, scratch, mostS } = task;
  const workspace = await Deno.makeTempDir({ dir: scratch, prefix: "sweep-" });
  try {
    const pointsFile = `${workspace}/points.json`, out = `${workspace}/outcome.json`;
    await Deno.writeTextFile(pointsFile, JSON.stringify(points.map(({ fast, slow }) => [fast, slow])));
    const args = ["--candles", set.file, "--points", pointsFile, "--workers", String(workers), "--out", out];
    const timeoutS = START_S + PATIENCE * mostS;
    const ended = await runToEnd([...command, ...args, ...more], { timeoutS, env });
    if (!ended.ok) return { ok: false, reason: `${name}: ${ended.complaint}` };
    return { ok: true, outcome: JSON.parse(await Deno.readTextFile(out)) as PilotOutcome };
  } finally {
    await Deno.remove(workspace, { recursive: true });
  }
}

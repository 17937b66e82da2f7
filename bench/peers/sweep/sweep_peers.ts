// deno-lint-ignore-file no-console
import type { CandleSet } from "../candle_sets.ts";
import { short, tableLines } from "../table.ts";
import { judgeContender, judgeSample } from "./judge_sweep.ts";
import { gridPoints } from "./points.ts";
import { ownSweeper, type Sweeper, type SweepTask, sweepWith, vectorbtSweeper } from "./run_sweeper.ts";
import type { SweepOutcome } from "./sweep_outcome.ts";
import { createTwin } from "./swept_twin.ts";

/** What `--sweep` is asked for. */
export interface SweepRequest {
  readonly set: CandleSet;
  /** The Python that vectorbt is installed in; null where it is not. */
  readonly python: string | null;
  readonly trials: number;
  readonly workers: number;
  readonly scratch: string;
  readonly mostS: number;
}

const HEADS = [
  ...["contender", "points", "workers", "wall, s", "trials/s", "bars/s"],
  ...["processor, s", "ms a trial", "bars/s of one core", "peak MiB"],
];

/** Runs the sweep by everybody, one after the other, and prints what they took and what they found; the number of failures. */
export async function comparePeersBySweep(request: SweepRequest): Promise<number> {
  const { set, python, scratch, mostS, workers } = request;
  const points = gridPoints(request.trials);
  const task: SweepTask = { set, points, workers, scratch, mostS };
  const sweepers: Sweeper[] = [ownSweeper("reference"), ownSweeper("bulkhead")];
  if (python !== null) sweepers.push(vectorbtSweeper(python));
  console.log(`\nSweep: ${points.length} points over ${set.candles.length} ${set.name}`);
  const outcomes = new Map<string, SweepOutcome>();
  let failures = 0;
  for (const sweeper of sweepers) {
    const swept = await sweepWith(sweeper, task);
    if (!swept.ok) {
      console.log(`  ${swept.reason}`);
      failures += 1;
      continue;
    }
    const { outcome, pilot } = swept;
    outcomes.set(sweeper.name, outcome);
    const cut = outcome.points < points.length
      ? `the first ${outcome.points} points: more would not fit`
      : "";
    console.log(`  ${[`${sweeper.name}:`, outcome.note, cut].filter((it) => it !== "").join(" ")}`);
    if (pilot.tried) console.log(`    ${pilot.tried}`);
  }
  const rows = [...outcomes].map(([name, outcome]) => cellsOf(name, outcome));
  console.log(["", ...tableLines(HEADS, rows), ...ratioLines(outcomes), ""].join("\n"));

  const loop = outcomes.get("reference");
  if (loop === undefined) return failures;
  const twin = createTwin(set.candles);
  const judgements = [...outcomes].map(([name, outcome]) =>
    judgeContender(name, outcome, { twin, points, loop })
  );
  if (outcomes.has("bulkhead")) judgements.push(judgeSample(set.candles, twin, points));
  for (const { lines } of judgements) console.log(lines.join("\n"));
  return failures + judgements.filter(({ isExplained }) => !isExplained).length;
}

function cellsOf(name: string, { points, bars, workers, wallS, cpuS, peakMib }: SweepOutcome): string[] {
  return [
    ...[name, String(points), String(workers), wallS.toFixed(1)],
    ...[short(points / wallS), short((points * bars) / wallS)],
    ...[cpuS.toFixed(1), ((1e3 * cpuS) / points).toFixed(2), short((points * bars) / cpuS)],
    peakMib.toFixed(0),
  ];
}

/** Ours to the others, in trials a second: by the wall, and by the processor's time. */
function ratioLines(outcomes: ReadonlyMap<string, SweepOutcome>): string[] {
  const ours = outcomes.get("bulkhead");
  if (ours === undefined) return [];
  return [...outcomes].filter(([name]) => name !== "bulkhead").map(([name, theirs]) => {
    const ratio = (secondsOf: (outcome: SweepOutcome) => number) =>
      (secondsOf(theirs) / theirs.points / (secondsOf(ours) / ours.points)).toFixed(4);
    const byWall = ratio(({ wallS }) => wallS), byProcessor = ratio(({ cpuS }) => cpuS);
    const memory = (ours.peakMib / theirs.peakMib).toFixed(2);
    return `bulkhead / ${name}: x ${byWall} by the wall, x ${byProcessor} by the processor, memory x ${memory}`;
  });
}

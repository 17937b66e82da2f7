import { type CurveVerdict, FLAT_COUNT, FLAT_MEMORY, judgeCurve } from "./curve.ts";
import { type ProcessFigures, processFigures } from "./process_figures.ts";

/** Figures of several processes over time, by name. Grows in place. */
export type Samples = Map<string, ProcessFigures[]>;

export const Samples = { take, describe, breaches };

/** Adds the figures of all these processes that live. */
function take(samples: Samples, pids: Iterable<readonly [string, number]>): void {
  for (const [name, pid] of pids) {
    const figures = processFigures(pid);
    if (figures === null) continue;
    const list = samples.get(name);
    if (list === undefined) samples.set(name, [figures]);
    else list.push(figures);
  }
}

interface Verdicts {
  readonly own: CurveVerdict;
  readonly pss: CurveVerdict;
  readonly threads: CurveVerdict;
  readonly descriptors: CurveVerdict;
}

/** Memory is judged by what is the process's own: its share of the program depends on what else runs. */
function verdicts(list: readonly ProcessFigures[]): Verdicts {
  return {
    own: judgeCurve(list.map(({ ownMib }) => ownMib), FLAT_MEMORY),
    pss: judgeCurve(list.map(({ pssMib }) => pssMib), FLAT_MEMORY),
    threads: judgeCurve(list.map(({ threads }) => threads), FLAT_COUNT),
    descriptors: judgeCurve(list.map(({ descriptors }) => descriptors), FLAT_COUNT),
  };
}

/** One line per process: each figure at 20 % of the run, at its end, and the greatest. */
function describe(samples: Samples): string[] {
  return [...samples].map(([name, list]) => {
    const { own, pss, threads, descriptors } = verdicts(list);
    const times = (own.atEnd / own.atFifth).toFixed(2);
    return `${name}: ${list.length} samples, own MiB ${curve(own, 1)} (x ${times}), PSS MiB ${
      curve(pss, 1)
    }, threads ${curve(threads, 0)}, descriptors ${curve(descriptors, 0)}`;
  });
}

function curve({ atFifth, atEnd, max }: CurveVerdict, digits: number): string {
  return `${atFifth.toFixed(digits)} -> ${atEnd.toFixed(digits)} max ${max.toFixed(digits)}`;
}

/** What is not flat. */
function breaches(samples: Samples): string[] {
  const found: string[] = [];
  for (const [name, list] of samples) {
    const { own, threads, descriptors } = verdicts(list);
    const judged = { "memory of its own, MiB": own, threads, descriptors };
    for (const [what, { isFlat, atFifth, atEnd }] of Object.entries(judged)) {
      if (!isFlat) found.push(`${what} of ${name}: ${atFifth} at 20 % of the run, ${atEnd} at its end`);
    }
  }
  return found;
}

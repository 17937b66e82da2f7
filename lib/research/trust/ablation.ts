import type { SystemConfig } from "../../trader/mod.ts";
import {
  figuresOf,
  runTrial,
  type TrialFigures,
  type TrialMarket,
  withKnownParameters,
} from "../sweep/mod.ts";
import { type Switch, switchesOf } from "./switches.ts";

/** A system without one of its parts. */
export interface AblationRow extends Switch {
  /** Null where the schema refuses the system without it; then `refused` says why. */
  readonly figures: TrialFigures | null;
  readonly refused: string;
  /** Whether the run is another one: false where the part never had a say in this market. */
  readonly changed: boolean;
}

/** A system and what it is without each of its parts. */
export interface Ablation {
  readonly whole: TrialFigures;
  readonly rows: readonly AblationRow[];
}

/** Runs a system as a whole, then without each of the parts given (all that can be switched off by default), one at a time. */
export function ablate(
  market: TrialMarket,
  system: SystemConfig,
  options: {
    readonly switches?: readonly Switch[];
    readonly onRun?: (done: number, runs: number) => void;
  } = {},
): Ablation {
  const { switches = switchesOf(system), onRun = () => {} } = options;
  const whole = runTrial(market, system);
  const rows = switches.map((part, i): AblationRow => {
    onRun(i + 1, switches.length + 1);
    const changed = withKnownParameters(system, part.off);
    if (!changed.ok) return { ...part, figures: null, refused: changed.error.join("; "), changed: false };
    const outcome = runTrial(market, changed.value);
    const isSame = outcome.finalEquity === whole.finalEquity && outcome.trips.length === whole.trips.length &&
      outcome.trips.every((trip, k) =>
        trip.id === whole.trips[k]!.id && trip.netPnl === whole.trips[k]!.netPnl
      );
    return { ...part, figures: figuresOf(outcome), refused: "", changed: !isSame };
  });
  onRun(switches.length + 1, switches.length + 1);
  return { whole: figuresOf(whole), rows };
}

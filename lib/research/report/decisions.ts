import type { DecisionRecord } from "../../trader/mod.ts";
import type { DecisionFigures, FunnelStep, RegimeFunnel } from "./decision_data.ts";

/** Gates and denials of one regime while they are counted; `place` is where a gate stands among the checks. */
interface Tally {
  bars: number;
  holding: number;
  intents: number;
  approved: number;
  readonly gates: Map<string, { stopped: number; place: number }>;
  readonly denials: Map<string, number>;
}

/** Counts decisions: by verdict, and regime by regime where they ended. */
export function decisionFigures(decisions: readonly DecisionRecord[]): DecisionFigures {
  const verdicts = { no_trade: 0, holding: 0, approved: 0, denied: 0 };
  const tallies = new Map<string, Tally>();
  for (const decision of decisions) {
    verdicts[decision.verdict] += 1;
    let tally = tallies.get(decision.regime);
    if (tally === undefined) {
      tally = { bars: 0, holding: 0, intents: 0, approved: 0, gates: new Map(), denials: new Map() };
      tallies.set(decision.regime, tally);
    }
    count(tally, decision);
  }
  const funnels = [...tallies].map(([regime, tally]) => funnelOf(regime, tally))
    .sort((a, b) => b.bars - a.bars || (a.regime < b.regime ? -1 : 1));
  return { decisions: decisions.length, verdicts, funnels };
}

function count(tally: Tally, { verdict, reason, checks, intent }: DecisionRecord): void {
  tally.bars += 1;
  if (intent !== null) tally.intents += 1;
  if (verdict === "holding") tally.holding += 1;
  else if (verdict === "approved") tally.approved += 1;
  else if (verdict === "denied") tally.denials.set(reason, (tally.denials.get(reason) ?? 0) + 1);
  else {
    // -1, where nothing was looked at, comes before every gate
    const place = checks.findIndex(({ name }) => name === reason);
    const gate = tally.gates.get(reason);
    if (gate === undefined) tally.gates.set(reason, { stopped: 1, place });
    else {
      gate.stopped += 1;
      gate.place = Math.min(gate.place, place);
    }
  }
}

function funnelOf(regime: string, { bars, holding, intents, approved, gates, denials }: Tally): RegimeFunnel {
  const inOrder = [...gates].sort(([a, x], [b, y]) => x.place - y.place || (a < b ? -1 : 1));
  const byCount = [...denials].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    ...{ regime, bars, holding, intents, approved },
    gates: steps(inOrder.map(([reason, { stopped }]) => [reason, stopped]), bars - holding),
    denials: steps(byCount, intents),
  };
}

function steps(stops: readonly (readonly [string, number])[], from: number): FunnelStep[] {
  let left = from;
  return stops.map(([reason, stopped]) => {
    left -= stopped;
    return { reason, stopped, left };
  });
}

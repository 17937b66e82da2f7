import assert from "node:assert/strict";
import { type BenchOptions, createBench, type Line } from "./bench_fixture.ts";

/** A campaign told line by line. */
export interface Scenario {
  readonly name: string;
  readonly options?: BenchOptions;
  readonly lines: readonly Line[];
}

/** For tests: a market entry of 900 that is filled, with its stop and its target at the venue. */
export const OPENED: readonly Line[] = [
  ["approve 900", "> leverage 2"],
  ["leverage 2", "> entry.0 buy market 900"],
  ["accepted entry.0"],
  [
    "filled entry.0 900",
    "> stop.0 sell stop_market 900 at 9900",
    "> target1.0 sell take_profit_market 900 at 10200",
    "! entry filled 900",
    "! entry ended with 900: filled",
  ],
  ["accepted stop.0", "! stop at 9900"],
  ["accepted target1.0"],
];

/** For tests: a limit entry of 900 of which 300 have filled, with stop and target for these. */
export const HALF_ENTERED: readonly Line[] = [
  ["approve 900", "> leverage 2"],
  ["leverage 2", "> entry.0 buy limit 900 at 10000", "@ entry_ttl in 30 min"],
  ["accepted entry.0"],
  [
    "filled entry.0 300",
    "> stop.0 sell stop_market 300 at 9900",
    "> target1.0 sell take_profit_market 300 at 10200",
    "! entry filled 300",
  ],
  ["accepted stop.0", "! stop at 9900"],
  ["accepted target1.0"],
];

/** For tests: a market entry on its way; what is waited for is shown. */
export const SENT: readonly Line[] = [
  ["approve 900", "> leverage 2", "@ entry_step in 5000 ms"],
  ["leverage 2", "> entry.0 buy market 900", "@ entry_step off", "@ call entry.0 in 5000 ms"],
];

/** For tests: the same, unanswered until the venue is asked. */
export const ASKED: readonly Line[] = [
  ...SENT,
  ["+5000 due call entry.0", "! uncertain entry.0", "@ call entry.0 in 1000 ms"],
  ["+1000 due call entry.0", "> entry.0?", "@ call entry.0 in 5475 ms"],
];

/** For tests: a market entry that is filled; stop and target are not answered yet. */
export const FILLED: readonly Line[] = [
  ["approve 900", "> leverage 2"],
  ["leverage 2", "> entry.0 buy market 900"],
  ["accepted entry.0"],
  [
    "filled entry.0 900",
    "> stop.0 sell stop_market 900 at 9900",
    "> target1.0 sell take_profit_market 900 at 10200",
    "! entry filled 900",
    "! entry ended with 900: filled",
  ],
];

/** Registers a test per scenario: every line must be answered by exactly what stands beside it. */
export function tellScenarios(title: string, scenarios: readonly Scenario[]): void {
  for (const { name, options, lines } of scenarios) {
    Deno.test(`${title}: ${name}`, () => {
      const bench = createBench(options);
      for (const [says, ...answers] of lines) {
        assert.deepEqual([says, ...bench.say(says)], [says, ...answers]);
      }
    });
  }
}

import { FILLED, HALF_ENTERED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const waits = { waits: true } as const;

const STORE: readonly Scenario[] = [
  {
    name: "a degraded store takes entries back and refuses them; protection and exits go on",
    lines: [
      ...FILLED.slice(0, 3),
      ["degraded", "> cancel entry.0"],
      FILLED[3],
      ["accepted stop.0", "! stop at 9900"],
      ["accepted target1.0"],
      ["move 9950", "> stop.1 sell stop_market 900 at 9950"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9950"],
      ["cancelled stop.0"],
      ["close test", "> exit.0 sell market 900"],
      ["filled exit.0 900", "> cancel stop.1", "> cancel target1.0", "! exit filled 900"],
      ["cancelled stop.1"],
      ["cancelled target1.0", "! campaign ended"],
      ["approve 900 1", "! entry ended with 0: store degraded", "# EnterPosition refused: store degraded"],
      ["recovered"],
      ["approve 900 2", "> entry.0 buy market 900"],
    ],
  },
  {
    name: "a limit entry that is taken back is not retried",
    options: { execution: { entry_type: "limit" } },
    lines: [
      ...HALF_ENTERED,
      ["degraded", "> cancel entry.0"],
      ["degraded"],
      ["cancelled entry.0", "! entry ended with 300: cancelled by us", "@ entry_ttl off"],
    ],
  },
  {
    name: "an entry that waits for its leverage goes no further",
    lines: [
      ["approve 900", "> leverage 2"],
      ["degraded"],
      ["leverage 2", "! entry ended with 0: store degraded", "! campaign ended"],
    ],
  },
];

const ACCOUNT: readonly Scenario[] = [
  {
    name: "without an answer it is asked for again",
    options: waits,
    lines: [
      ["start", "> account?", "@ account in 5475 ms"],
      ["+5475 due account", "> account?", "@ account in 5950 ms"],
      ["+10 account 0", "! reconciled", "@ account off"],
    ],
  },
  {
    name: "one that differs is asked for again until somebody has put it right",
    options: waits,
    lines: [
      ["start", "> account?", "@ account in 5475 ms"],
      ["+10 account 3", '! diverged: position, ours "0", venue\'s "3"'],
      ["+5465 due account", "> account?", "@ account in 5950 ms"],
      ["+10 account 0", "! reconciled", "@ account off"],
    ],
  },
];

tellScenarios("Orders, store", STORE);
tellScenarios("Orders, account", ACCOUNT);

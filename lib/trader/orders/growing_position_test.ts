import { HALF_ENTERED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const LIMIT = { execution: { entry_type: "limit" } } as const;

/** Grown to 600, whose stop is not answered yet. */
const GROWING = [
  ...HALF_ENTERED,
  [
    "filled entry.0 300",
    "> stop.1 sell stop_market 600 at 9900",
    "> target1.1 sell take_profit_market 600 at 10200",
    "! entry filled 300",
  ],
] as const;

const SCENARIOS: readonly Scenario[] = [
  {
    name: "a stop that was too small when it came leaves the old one where it is; together they cover all",
    options: LIMIT,
    lines: [
      ...GROWING,
      ["filled entry.0 300", "! entry filled 300", "! entry ended with 900: filled", "@ entry_ttl off"],
      ["accepted stop.1", "! stop at 9900"],
      ["move 9950", "> stop.2 sell stop_market 900 at 9950"],
      ["accepted stop.2", "> cancel stop.0", "> cancel stop.1", "! stop at 9950"],
    ],
  },
  {
    name: "two stops that do not cover it rest until the third does",
    options: LIMIT,
    lines: [
      ...GROWING,
      ["filled entry.0 300", "! entry filled 300", "! entry ended with 900: filled", "@ entry_ttl off"],
      ["filled stop.0 100", "! stop filled 100"],
      ["accepted stop.1", "! stop at 9900"],
      ["move 9950", "> stop.2 sell stop_market 800 at 9950"],
      ["rejected stop.2 -1021", "> stop.3 sell stop_market 800 at 9950"],
      ["accepted stop.3", "> cancel stop.0", "> cancel stop.1", "! stop at 9950"],
    ],
  },
  {
    name: "a stop that moved while the position grew rests beside the old one until one covers all",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["move 9950", "> stop.1 sell stop_market 300 at 9950"],
      [
        "filled entry.0 300",
        "> target1.1 sell take_profit_market 600 at 10200",
        "! entry filled 300",
      ],
      ["accepted stop.1", "> stop.2 sell stop_market 600 at 9950", "! stop at 9950"],
      ["accepted stop.2", "> cancel stop.0", "> cancel stop.1", "! stop at 9950"],
    ],
  },
  {
    name: "an old stop whose cancel got lost stays when the new one is gone, until another covers all",
    options: LIMIT,
    lines: [
      ...GROWING,
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
      ["cancelled stop.1 0", "> stop.2 sell stop_market 600 at 9900"],
      ["due call stop.0", "! uncertain stop.0"],
      ["due call stop.0", "> stop.0?"],
      ["reported stop.0 acknowledged"],
      ["accepted stop.2", "> cancel stop.0", "! stop at 9900"],
    ],
  },
  {
    name: "a stop that ended at the venue covers nothing, though its fills are not told yet",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["cancelled stop.0 100", "> stop.1 sell stop_market 300 at 9900"],
      ["accepted stop.1", "! stop at 9900"],
      ["filled stop.0 100", "> stop.2 sell stop_market 200 at 9900", "! stop filled 100"],
    ],
  },
  {
    name: "an old stop goes as soon as the others cover what is left",
    options: LIMIT,
    lines: [
      ...GROWING,
      ["filled target1.0 100", "! target1 filled 100"],
      ["accepted stop.1", "> cancel stop.0", "> stop.2 sell stop_market 500 at 9900", "! stop at 9900"],
      ["accepted stop.2", "> cancel stop.1", "! stop at 9900"],
    ],
  },
];

tellScenarios("Orders, growing position", SCENARIOS);

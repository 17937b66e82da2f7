import { FILLED, HALF_ENTERED, OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const waits = { waits: true } as const;
const limit = { execution: { entry_type: "limit" } } as const;

const FLATTEN: readonly Scenario[] = [
  {
    name:
      "a position is closed, and its stop and target stay until the venue has said that it holds nothing (C2)",
    lines: [
      ...OPENED,
      ["flatten f1", "> exit.0 sell market 900", "! flattening for f1"],
      ["accepted exit.0"],
      ["filled exit.0 900", "> account?", "! exit filled 900"],
      ["account 0", "> cancel stop.0", "> cancel target1.0", "! flat"],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "the same pull told again is one, another begins again, also where all is flat",
    lines: [
      ["flatten f1", "> account?", "! flattening for f1"],
      ["flatten f1"],
      ["account 0", "! flat"],
      ["account 0", "! reconciled"],
      ["flatten f2", "> account?", "! flattening for f2"],
      ["account 0", "! flat"],
    ],
  },
  {
    name: "nothing is entered until it is re-armed, which it is not before it is flat",
    lines: [
      ...OPENED,
      ["flatten f1", "> exit.0 sell market 900", "! flattening for f1"],
      ["rearm", "# RearmSymbols refused: it is not flat"],
      ["filled exit.0 900", "> account?", "! exit filled 900"],
      ["account 0", "> cancel stop.0", "> cancel target1.0", "! flat"],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
      ["start", "> account?"],
      ["approve 900 1", "! entry ended with 0: f1", "# EnterPosition refused: f1"],
      ["rearm"],
      ["approve 900 2", "> entry.0 buy market 900"],
    ],
  },
  {
    name: "an entry that fills although it is taken back goes too",
    lines: [
      ...FILLED.slice(0, 3),
      ["flatten f1", "> cancel entry.0", "! flattening for f1"],
      [
        "filled entry.0 400",
        "> exit.0 sell market 400",
        "> stop.0 sell stop_market 400 at 9900",
        "! entry filled 400",
      ],
      ["accepted stop.0", "! stop at 9900"],
      ["filled exit.0 400", "! exit filled 400"],
      // while the entry works there is nothing to be asked: it may open again
      [
        "filled entry.0 100",
        "> exit.1 sell market 100",
        "> stop.1 sell stop_market 100 at 9900",
        "! entry filled 100",
      ],
      ["cancelled entry.0", "! entry ended with 500: cancelled by us"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
      ["cancelled stop.0"],
      ["filled exit.1 100", "> account?", "! exit filled 100"],
      ["account 0", "> cancel stop.1", "! flat"],
      ["cancelled stop.1", "! campaign ended"],
    ],
  },
  {
    name: "an entry that waits for leverage or price is not sent",
    options: { ...limit, ...waits },
    lines: [
      ["approve 900", "> leverage 2", "@ entry_step in 5000 ms"],
      [
        "+10 flatten f1",
        "> account?",
        "! flattening for f1",
        "! entry ended with 0: f1",
        "@ entry_step off",
        "@ entry_ttl off",
        "@ flat in 2475 ms",
      ],
      ["+10 leverage 2"],
      ["+10 account 0", "! flat", "! campaign ended", "@ flat off"],
    ],
  },
  {
    name: "the venue is asked again until it answers",
    options: waits,
    lines: [
      ["flatten f1", "> account?", "! flattening for f1", "@ flat in 2475 ms"],
      ["+2475 due flat", "> account?", "@ flat in 2950 ms"],
      ["+2950 due flat", "> account?", "@ flat in 3900 ms"],
      ["+10 account 0", "! flat", "@ flat off"],
      ["+10 due flat"],
    ],
  },
  {
    name: "a report of before the last fill says nothing",
    lines: [
      ...OPENED,
      ["flatten f1", "> exit.0 sell market 900", "! flattening for f1"],
      ["filled exit.0 900", "> account?", "! exit filled 900"],
      ["old-account 0"],
      ["account 0", "> cancel stop.0", "> cancel target1.0", "! flat"],
    ],
  },
  {
    name: "an entry of a campaign that was given up is waited for",
    options: limit,
    lines: [
      ...HALF_ENTERED,
      [
        "repair adopt -300 10100",
        "> entry.0?",
        "> stop.0?",
        "> target1.0?",
        "! uncertain entry.0",
        "! uncertain stop.0",
        "! uncertain target1.0",
        "# AdoptPosition refused: the venue is asked for the orders of the symbol first",
      ],
      ["reported entry.0 partially_filled"],
      ["reported stop.0 acknowledged"],
      ["reported target1.0 acknowledged"],
      [
        "repair adopt -300 10100",
        "> cancel entry.0",
        "> cancel stop.0",
        "> cancel target1.0",
        "> stop.0 buy stop_market 300 at 10100",
        "! campaign ended",
        "! repaired to -300",
      ],
      ["flatten f1", "> exit.0 buy market 300", "! flattening for f1"],
      ["filled exit.0 300", "! exit filled 300"],
      ["cancelled entry.0", "> account?"],
      ["account 0", "! flat"],
    ],
  },
  {
    name: "a position only the venue has is told to reconciliation, and what that adopts is closed",
    lines: [
      ["flatten f1", "> account?", "! flattening for f1"],
      ["account -300"],
      ["due flat", "> account?"],
      [
        "account -300",
        '! diverged: position while flattening, ours "0", venue\'s "-300"',
      ],
      [
        "repair adopt -300 10100",
        "> stop.0 buy stop_market 300 at 10100",
        "> exit.0 buy market 300",
        "! repaired to -300",
      ],
      ["accepted stop.0", "! stop at 10100"],
      ["filled exit.0 300", "> account?", "! exit filled 300"],
      ["account 0", "> cancel stop.0", "! flat"],
      ["cancelled stop.0", "! campaign ended"],
      // a hand may do what it likes once all was flat: it gets a stop, and stays
      ["repair adopt 200 9900", "> stop.0 sell stop_market 200 at 9900", "! repaired to 200"],
    ],
  },
  {
    name: "an entry of ours that the venue has after all keeps it from being flat, and is taken back",
    lines: [
      ...FILLED.slice(0, 2),
      ["rejected entry.0 -1001", "! entry ended with 0: rejected -1001", "! campaign ended"],
      ["flatten f1", "> account?", "! flattening for f1"],
      ["account 0 entry.0", "> cancel entry.0"],
      [
        "filled entry.0 200",
        "> exit.0 sell market 200",
        "! entry filled 200",
        '! diverged: fill of an order that is over, ours "rejected", venue\'s "entry.0"',
      ],
      ["filled exit.0 200", "> account?", "! exit filled 200"],
      ["account 0", "! flat", "! campaign ended"],
      // and one that fills even later
      [
        "filled entry.0 100",
        "> exit.0 sell market 100",
        "! flattening for f1",
        "! entry filled 100",
        '! diverged: fill of an order that is over, ours "rejected", venue\'s "entry.0"',
      ],
      ["filled exit.0 100", "> account?", "! exit filled 100"],
      ["account 0", "! flat", "! campaign ended"],
    ],
  },
  {
    name: "an exit that is refused is sent again, and one that is unknown is asked for first",
    lines: [
      ...OPENED,
      ["flatten f1", "> exit.0 sell market 900", "! flattening for f1"],
      [
        "+10 rejected exit.0 -1001",
        '! diverged: exit rejected, ours "900", venue\'s "-1001 no"',
        "@ again in 485 ms",
      ],
      ["+500 due again", "> exit.1 sell market 900"],
      ["+2000 due call exit.1", "! uncertain exit.1"],
      ["+1000 due call exit.1", "> exit.1?"],
      ["+10 reported exit.1 filled 900", "> account?", "! exit filled 900"],
      ["account 0", "> cancel stop.0", "> cancel target1.0", "! flat"],
    ],
  },
  {
    name: "a new life goes on with it",
    lines: [
      ...OPENED,
      ["flatten f1", "> exit.0 sell market 900", "! flattening for f1"],
      ["accepted exit.0"],
      ["resume", "> stop.0?", "> target1.0?", "> exit.0?", "> account?"],
      ["reported exit.0 filled 900", "> account?", "! exit filled 900"],
      ["account 0 stop.0 target1.0", "> cancel stop.0", "> cancel target1.0", "! flat", "! reconciled"],
    ],
  },
];

const TAKE_BACK: readonly Scenario[] = [
  {
    name: "a limit entry is cancelled and not retried; what has filled keeps stop and target",
    options: limit,
    lines: [
      ...HALF_ENTERED,
      ["take-back paused", "> cancel entry.0"],
      ["take-back paused"],
      ["cancelled entry.0", "! entry ended with 300: paused", "@ entry_ttl off"],
    ],
  },
  {
    name: "an entry that waits for its leverage ends, and the next one is taken: risk keeps them off",
    lines: [
      ["approve 900", "> leverage 2"],
      ["take-back paused", "! entry ended with 0: paused", "! campaign ended"],
      ["leverage 2"],
      ["take-back paused"],
      ["approve 900 1", "> entry.0 buy market 900"],
    ],
  },
  {
    name: "positions are left alone",
    lines: [...OPENED, ["take-back paused"], ["move 9950", "> stop.1 sell stop_market 900 at 9950"]],
  },
];

tellScenarios("Orders flattens", FLATTEN);
tellScenarios("Orders takes entries back", TAKE_BACK);

import { FILLED, HALF_ENTERED, OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

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

const STRANGERS: readonly Scenario[] = [
  {
    name: "orders without our prefix are no difference",
    options: waits,
    lines: [
      ["start", "> account?", "@ account in 5475 ms"],
      ["+10 account 0 web_b1c2 electron-9", "! reconciled", "@ account off"],
    ],
  },
  {
    name: "one of ours that the book does not have is",
    lines: [
      ["start", "> account?"],
      [
        "account 0 web_b1c2 TTS0234567ABCDEFGHIJKLMN",
        '! diverged: open order, ours "", venue\'s "stop.0"',
      ],
    ],
  },
  {
    name: "they are not adopted, cancelled or counted as cover",
    lines: [
      ["start", "> account?"],
      ["account 0 web_b1c2", "! reconciled"],
      [
        "repair adopt 500 9900",
        "> stop.0 sell stop_market 500 at 9900",
        "! repaired to 500",
      ],
      ["account 500 web_b1c2 stop.0", "! reconciled"],
      ["accepted web_b1c2"],
      ["accepted stop.0", "! stop at 9900"],
      ["cancelled web_b1c2 0"],
      ["close test", "> exit.0 sell market 500"],
      ["filled exit.0 500", "> cancel stop.0", "! exit filled 500"],
      ["cancelled stop.0", "! campaign ended"],
      ["account 0 web_b1c2", "! reconciled"],
    ],
  },
];

const STOP: readonly Scenario[] = [
  {
    name: "takes entries back and refuses them until the session is resumed; protection and exits go on",
    lines: [
      ...FILLED.slice(0, 3),
      ["cancel-entries ordered stop", "> cancel entry.0"],
      ["cancel-entries ordered stop"],
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
      ["approve 900 1", "! entry ended with 0: ordered stop", "# EnterPosition refused: ordered stop"],
      // another reason that comes and goes does not lift it
      ["degraded"],
      ["recovered"],
      ["approve 900 2", "! entry ended with 0: ordered stop", "# EnterPosition refused: ordered stop"],
      ["resume", "> account?"],
      ["approve 900 3", "> entry.0 buy market 900"],
    ],
  },
  {
    name: "a limit entry that it took back is not retried, and what filled stays protected",
    options: { execution: { entry_type: "limit" } },
    lines: [
      ...HALF_ENTERED,
      ["cancel-entries ordered stop", "> cancel entry.0"],
      ["cancelled entry.0", "! entry ended with 300: cancelled by us", "@ entry_ttl off"],
    ],
  },
  {
    name: "an entry that waits for its leverage goes no further",
    lines: [
      ["approve 900", "> leverage 2"],
      ["cancel-entries ordered stop"],
      ["leverage 2", "! entry ended with 0: ordered stop", "! campaign ended"],
    ],
  },
  {
    name: "a session that starts lifts it",
    lines: [["cancel-entries ordered stop"], ["start", "> account?"], ["approve 900", "> leverage 2"]],
  },
];

const RESUMED: readonly Scenario[] = [
  {
    name: "the venue is asked once for everything that is not over; answers settle it",
    options: waits,
    lines: [
      ["approve 900", "> leverage 2", "@ entry_step in 5000 ms"],
      ["leverage 2", "> entry.0 buy market 900", "@ entry_step off", "@ call entry.0 in 5000 ms"],
      ["+10 accepted entry.0", "@ call entry.0 off"],
      [
        "+10 filled entry.0 900",
        "> stop.0 sell stop_market 900 at 9900",
        "> target1.0 sell take_profit_market 900 at 10200",
        "! entry filled 900",
        "! entry ended with 900: filled",
        "@ call stop.0 in 2000 ms",
        "@ call target1.0 in 2000 ms",
      ],
      ["+10 accepted stop.0", "! stop at 9900", "@ call stop.0 off"],
      [
        "resume",
        "> stop.0?",
        "> target1.0?",
        "> account?",
        "@ call stop.0 in 2405 ms",
        "@ call target1.0 in 2495 ms",
        "@ account in 5475 ms",
      ],
      ["+10 reported stop.0 acknowledged", "@ call stop.0 off"],
      [
        "+10 reported target1.0 filled 900",
        "> cancel stop.0",
        "! target1 filled 900",
        "@ call target1.0 off",
        "@ call stop.0 in 2000 ms",
      ],
      ["+10 account 0 stop.0", "! reconciled", "@ account off"],
    ],
  },
  {
    name: "a stop that is gone is asked for again, as it was at work, and then placed anew",
    lines: [
      ...OPENED,
      ["resume", "> stop.0?", "> target1.0?", "> account?"],
      ["unknown stop.0", "> stop.0?", "! uncertain stop.0"],
      ["unknown stop.0", "> stop.1 sell stop_market 900 at 9900"],
    ],
  },
];

tellScenarios("Orders, ordered stop", STOP);
tellScenarios("Orders, resumed session", RESUMED);
tellScenarios("Orders, orders of others", STRANGERS);
tellScenarios("Orders, store", STORE);
tellScenarios("Orders, account", ACCOUNT);

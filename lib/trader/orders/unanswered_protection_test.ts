import { FILLED, OPENED, type Scenario, SENT, tellScenarios } from "./scenario_fixture.ts";

const waits = { waits: true } as const;

const PROTECTION: readonly Scenario[] = [
  {
    name: "a stop the venue does not know is placed anew",
    options: waits,
    lines: [
      ...SENT,
      ["accepted entry.0", "@ call entry.0 off"],
      [...FILLED[3], "@ call stop.0 in 2000 ms", "@ call target1.0 in 2000 ms"],
      ["+2000 due call stop.0", "! uncertain stop.0", "@ call stop.0 in 1000 ms"],
      ["+1000 due call stop.0", "> stop.0?", "@ call stop.0 in 2405 ms"],
      [
        "+50 unknown stop.0",
        "> stop.1 sell stop_market 900 at 9900",
        "@ call stop.0 off",
        "@ call stop.1 in 2000 ms",
      ],
      ["+50 accepted stop.1", "! stop at 9900", "@ call stop.1 off"],
    ],
  },
  {
    name: "a stop the venue has after all is at work, and moved as any",
    lines: [
      ...FILLED,
      ["+2000 due call stop.0", "! uncertain stop.0"],
      ["+1000 due call stop.0", "> stop.0?"],
      ["+50 reported stop.0 acknowledged", "! stop at 9900"],
      ["move 9950", "> stop.1 sell stop_market 900 at 9950"],
      ["+50 accepted stop.1", "> cancel stop.0", "! stop at 9950"],
    ],
  },
  {
    name: "a stop moved while the first is unknown waits until that is known",
    lines: [
      ...FILLED,
      ["+2000 due call stop.0", "! uncertain stop.0"],
      ["move 9950"],
      ["accepted stop.0", "> stop.1 sell stop_market 900 at 9950", "! stop at 9900"],
    ],
  },
  {
    name: "one that came too late goes again at once, then ever more rarely",
    lines: [
      ...FILLED,
      ["+10 rejected stop.0 -1021", "> stop.1 sell stop_market 900 at 9900"],
      ["+10 rejected stop.1 -1021", "@ again in 400 ms"],
      ["+400 due again", "> stop.2 sell stop_market 900 at 9900"],
      ["+10 rejected stop.2 -1021", "@ again in 1000 ms"],
      ["+500 due again", "@ again in 500 ms"],
      ["+500 due again", "> stop.3 sell stop_market 900 at 9900"],
      ["+10 accepted stop.3", "! stop at 9900"],
      ["move 9950", "> stop.4 sell stop_market 900 at 9950"],
      ["+10 rejected stop.4 -1021", "> stop.5 sell stop_market 900 at 9950"],
    ],
  },
  {
    name: "an exit that came too late goes again",
    lines: [
      ...OPENED,
      ["close test", "> exit.0 sell market 900"],
      ["+10 rejected exit.0 -1021", "> exit.1 sell market 900"],
      ["+10 rejected exit.1 -1021", "@ again in 480 ms"],
      ["+480 due again", "> exit.2 sell market 900"],
      ["+10 accepted exit.2"],
    ],
  },
  {
    name: "an unknown exit is not followed by another",
    lines: [
      ...OPENED,
      ["close test", "> exit.0 sell market 900"],
      ["+2000 due call exit.0", "! uncertain exit.0"],
      ["filled target1.0 300", "> stop.1 sell stop_market 600 at 9900", "! target1 filled 300"],
      ["+1000 due call exit.0", "> exit.0?"],
      ["unknown exit.0", "> exit.1 sell market 600"],
    ],
  },
  {
    name: "an order taken for unknown that turns up is told, and told to go",
    lines: [
      ...FILLED,
      ["+2000 due call target1.0", "! uncertain target1.0"],
      ["+1000 due call target1.0", "> target1.0?"],
      ["+50 unknown target1.0", "> target1.1 sell take_profit_market 900 at 10200"],
      [
        "+50 accepted target1.0",
        "> cancel target1.0",
        '! diverged: order that was refused, ours "rejected", venue\'s "target1.0"',
      ],
    ],
  },
  {
    name:
      "a stop taken for unknown that turns up stays while there is a position: it may be all that covers it",
    lines: [
      ...FILLED,
      ["+2000 due call stop.0", "! uncertain stop.0"],
      ["+1000 due call stop.0", "> stop.0?"],
      ["+50 unknown stop.0", "> stop.1 sell stop_market 900 at 9900"],
      [
        "+50 accepted stop.0",
        '! diverged: order that was refused, ours "rejected", venue\'s "stop.0"',
      ],
    ],
  },
  {
    name: "a fill told twice is booked once, also after the order's end",
    lines: [...OPENED, ["again entry.0"], [
      "filled stop.0 300",
      ...[
        "> target1.1 sell take_profit_market 900 at 10200",
      ].slice(1),
      "! stop filled 300",
    ], ["again stop.0"]],
  },
];

tellScenarios("Orders, unanswered protection", PROTECTION);

import { OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const ENTERED = OPENED.slice(0, 4);

const SCENARIOS: readonly Scenario[] = [
  {
    name: "a tighter stop replaces the old one, a looser or equal one is refused",
    lines: [
      ...OPENED,
      ["move 9950", "> stop.1 sell stop_market 900 at 9950"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9950"],
      ["cancelled stop.0"],
      ["move 9950", "# MoveStop refused: stop 9950 is not tighter than 9950"],
      ["move 9940", "# MoveStop refused: stop 9940 is not tighter than 9950"],
      ["filled stop.1 900", "> cancel target1.0", "! stop filled 900"],
    ],
  },
  {
    name: "a stop moved before it was acknowledged follows the acknowledgement",
    lines: [
      ...ENTERED,
      ["move 9950"],
      ["move 9930", "# MoveStop refused: stop 9930 is not tighter than 9950"],
      ["accepted stop.0", "> stop.1 sell stop_market 900 at 9950", "! stop at 9900"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9950"],
    ],
  },
  {
    name: "a moved stop that would trigger closes the position, under the old stop",
    lines: [
      ...OPENED,
      ["move 9990", "> stop.1 sell stop_market 900 at 9990"],
      ["rejected stop.1 -2021", "> exit.0 sell market 900", "> stop.2 sell stop_market 900 at 9990"],
      ["rejected stop.2 -2021"],
      ["filled exit.0 900", "> cancel stop.0", "> cancel target1.0", "! exit filled 900"],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "a position is closed on command, once, and stays protected until flat",
    lines: [
      ...OPENED,
      ["close time_out", "> exit.0 sell market 900"],
      ["close regime_flip"],
      ["accepted exit.0"],
      ["filled exit.0 300", "> stop.1 sell stop_market 600 at 9900", "! exit filled 300"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
      ["cancelled stop.0"],
      ["filled exit.0 600", "> cancel stop.1", "> cancel target1.0", "! exit filled 600"],
      ["cancelled stop.1"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "the stop takes the position before the exit does: the exit expires",
    lines: [
      ...OPENED,
      ["close time_out", "> exit.0 sell market 900"],
      ["accepted exit.0"],
      ["filled stop.0 900", "> cancel target1.0", "! stop filled 900"],
      ["expired exit.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name:
      "the stop takes the position while the exit is on its way: the refusal is no difference, and ends it",
    lines: [
      ...OPENED,
      ["close time_out", "> exit.0 sell market 900"],
      ["filled stop.0 900", "> cancel target1.0", "! stop filled 900"],
      ["cancelled target1.0"],
      ["rejected exit.0 -2022", "! campaign ended"],
    ],
  },
  {
    name: "nothing to move or close is a refusal",
    lines: [
      ["move 9950", "# MoveStop refused: there is no position"],
      ["close time_out", "# ClosePosition refused: there is no position"],
    ],
  },
  {
    name: "a liquidation cancels all",
    lines: [
      ...OPENED,
      ["liquidated", "> cancel stop.0", "> cancel target1.0", "! liquidated 900"],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "a cancel that is refused has the venue asked, and waits for the order's own end",
    lines: [
      ...OPENED,
      ["filled target1.0 900", "> cancel stop.0", "! target1 filled 900"],
      ["cancel-rejected stop.0", "> stop.0?", "! uncertain stop.0"],
      ["expired stop.0", "! campaign ended"],
    ],
  },
  {
    name: "acknowledgements after the fill change nothing",
    lines: [
      ...ENTERED.slice(0, 2),
      ["filled entry.0 900", ...ENTERED[3].slice(1)],
      ["accepted entry.0"],
      ["accepted stop.0", "! stop at 9900"],
      ["accepted stop.0"],
    ],
  },
  {
    name: "a part of a moved stop filled before its acknowledgement proves that the venue has it",
    lines: [
      ...OPENED,
      ["move 9950", "> stop.1 sell stop_market 900 at 9950"],
      ["filled stop.1 300", "> cancel stop.0", "! stop filled 300", "! stop at 9950"],
      ["accepted stop.1"],
      ["cancelled stop.0"],
      // and it can be moved again
      ["move 9960", "> stop.2 sell stop_market 600 at 9960"],
    ],
  },
  {
    name: "a fill nobody ordered, and a position that differs, are told",
    lines: [
      ...OPENED,
      ["filled stranger 10", '! diverged: fill of an unknown order, ours "", venue\'s "stranger"'],
      [
        "filled target1.0 400",
        "> stop.1 sell stop_market 500 at 9900",
        "! target1 filled 400",
        '! diverged: position after fill, ours "500", venue\'s "510"',
      ],
    ],
  },
  {
    name: "an exit the venue refuses is told, and sent again at the next event that changes anything",
    lines: [
      ...OPENED,
      ["close time_out", "> exit.0 sell market 900"],
      [
        "rejected exit.0 -1001",
        '! diverged: exit rejected, ours "900", venue\'s "-1001 no"',
        "@ again in 485 ms",
      ],
      ["filled stop.0 300", "> exit.1 sell market 600", "! stop filled 300"],
    ],
  },
  {
    name: "an exit the venue goes on refusing is told once, and tried again ever more rarely",
    lines: [
      ...OPENED,
      ["close time_out", "> exit.0 sell market 900"],
      [
        "rejected exit.0 -1001",
        '! diverged: exit rejected, ours "900", venue\'s "-1001 no"',
        "@ again in 485 ms",
      ],
      ["+485 due again", "> exit.1 sell market 900"],
      ["+10 rejected exit.1 -1001", "@ again in 960 ms"],
      ["+960 due again", "> exit.2 sell market 900"],
      ["+10 accepted exit.2"],
      ["+10 filled exit.2 900", "> cancel stop.0", "> cancel target1.0", "! exit filled 900"],
    ],
  },
  {
    name: "funding on another position than ours is told",
    lines: [
      ...OPENED,
      ["funding 900", "! funding on 900"],
      [
        "funding 890",
        '! diverged: position at funding, ours "900", venue\'s "890"',
        "! funding on 890",
      ],
    ],
  },
  {
    name: "an account that agrees reconciles, one that does not is told",
    lines: [
      ["start", "> account?"],
      ["account 0", "! reconciled"],
      ["account 5", '! diverged: position, ours "0", venue\'s "5"'],
      ...OPENED,
      ["account 900 stop.0 target1.0", "! reconciled"],
      [
        "account 900 TTS9234567ABCDEFGHIJKLMN",
        '! diverged: open order, ours "", venue\'s "stop.9"',
      ],
      ["account -900 stop.0", '! diverged: position, ours "900", venue\'s "-900"'],
    ],
  },
];

tellScenarios("Orders, position", SCENARIOS);

import { ASKED, FILLED, HALF_ENTERED, type Scenario, SENT, tellScenarios } from "./scenario_fixture.ts";

const waits = { waits: true } as const;

const ENTRIES: readonly Scenario[] = [
  {
    name: "an answer in time ends the wait",
    options: waits,
    lines: [...SENT, ["+4999 accepted entry.0", "@ call entry.0 off"]],
  },
  {
    name: "without one it is unknown, and asked for ever more rarely until the venue says something",
    options: waits,
    lines: [
      ...ASKED,
      ["+5475 due call entry.0", "> entry.0?", "@ call entry.0 in 5950 ms"],
      ["+5950 due call entry.0", "> entry.0?", "@ call entry.0 in 6900 ms"],
      ["+6900 due call entry.0", "> entry.0?", "@ call entry.0 in 8800 ms"],
      ["accepted entry.0", "@ call entry.0 off"],
    ],
  },
  {
    name: "one the venue does not know is over, and not sent again",
    options: waits,
    lines: [
      ...ASKED,
      [
        "+50 unknown entry.0",
        "! entry ended with 0: unknown to the venue",
        "! campaign ended",
        "@ call entry.0 off",
      ],
    ],
  },
  {
    name: "one the venue does not know yet may still be on its way there: only a later answer counts",
    options: waits,
    lines: [
      ...SENT,
      ["+4000 unknown entry.0"],
      ["+1000 unknown entry.0"],
      // nobody has asked by then, but so it is
      ["+1 unknown entry.0", "> entry.0?", "! uncertain entry.0", "@ call entry.0 in 5475 ms"],
      [
        "+50 unknown entry.0",
        "! entry ended with 0: unknown to the venue",
        "! campaign ended",
        "@ call entry.0 off",
      ],
    ],
  },
  {
    name: "a late refusal resolves it",
    options: waits,
    lines: [...ASKED, [
      "rejected entry.0 -2019",
      "! entry ended with 0: rejected -2019",
      "! campaign ended",
      "@ call entry.0 off",
    ]],
  },
  {
    name: "a report brings the fills that were lost, all before protection follows",
    options: waits,
    lines: [
      ...ASKED,
      [
        "+50 reported entry.0 filled 400 500",
        "> stop.0 sell stop_market 900 at 9900",
        "> target1.0 sell take_profit_market 900 at 10200",
        "! entry filled 400",
        "! entry filled 500",
        "! entry ended with 900: filled",
        "@ call entry.0 off",
        "@ call stop.0 in 2000 ms",
        "@ call target1.0 in 2000 ms",
      ],
    ],
  },
  {
    name: "a report of a part leaves it at work",
    lines: [
      ...FILLED.slice(0, 2),
      [
        "reported entry.0 partially_filled 400",
        "> stop.0 sell stop_market 400 at 9900",
        "> target1.0 sell take_profit_market 400 at 10200",
        "! entry filled 400",
      ],
      ["filled entry.0 500", "! entry filled 500", "! entry ended with 900: filled"],
    ],
  },
  {
    name: "one that came too late for the venue ends",
    lines: [
      ...FILLED.slice(0, 2),
      ["+10 rejected entry.0 -1021", "! entry ended with 0: denied late -1021", "! campaign ended"],
    ],
  },
  {
    name: "an id the venue has already is not refused: the venue is asked",
    lines: [
      ...FILLED.slice(0, 2),
      ["rejected entry.0 -4116", "> entry.0?", "! uncertain entry.0"],
      ["reported entry.0 acknowledged"],
      ["rejected entry.0 -4116"],
      ["filled entry.0 900", ...FILLED[3].slice(1)],
    ],
  },
  {
    name: "leverage that is not told in time ends it, and comes too late afterwards",
    lines: [
      ["approve 900", "> leverage 2"],
      ["+5000 due entry_step", "! entry ended with 0: no answer in time", "! campaign ended"],
      ["leverage 2"],
    ],
  },
  {
    name: "a price for the retry that is not told in time ends it",
    options: { execution: { entry_type: "limit" } },
    lines: [
      ...HALF_ENTERED.slice(0, 3),
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      [
        "+5000 due entry_step",
        "! entry ended with 0: no answer in time",
        "! campaign ended",
        "@ entry_ttl off",
      ],
      ["price 1000"],
    ],
  },
  {
    name: "a cancel without an answer is asked about, and sent again while the order rests",
    options: { execution: { entry_type: "limit" }, ...waits },
    lines: [
      SENT[0],
      [
        "leverage 2",
        "> entry.0 buy limit 900 at 10000",
        "@ entry_step off",
        "@ call entry.0 in 5000 ms",
        "@ entry_ttl in 30 min",
      ],
      ["+5000 due call entry.0", "! uncertain entry.0", "@ call entry.0 in 1000 ms"],
      ["timer", "> cancel entry.0", "@ call entry.0 in 5000 ms"],
      ["+50 accepted entry.0"],
      ["+5000 due call entry.0", "! uncertain entry.0", "@ call entry.0 in 1000 ms"],
      ["+1000 due call entry.0", "> entry.0?", "@ call entry.0 in 5475 ms"],
      ["+50 reported entry.0 acknowledged", "> cancel entry.0", "@ call entry.0 in 5000 ms"],
      ["+50 cancelled entry.0", "> price?", "@ call entry.0 off", "@ entry_step in 5000 ms"],
    ],
  },
  {
    name: "a lost fill that comes with the end is protected while the price for the rest is asked for",
    options: { execution: { entry_type: "limit" } },
    lines: [
      ...HALF_ENTERED.slice(0, 3),
      ["timer", "> cancel entry.0"],
      ["+5000 due call entry.0", "! uncertain entry.0"],
      ["+1000 due call entry.0", "> entry.0?"],
      [
        "+10 reported entry.0 cancelled 300",
        "> price?",
        "> stop.0 sell stop_market 300 at 9900",
        "> target1.0 sell take_profit_market 300 at 10200",
        "! entry filled 300",
      ],
      ["price 1000", "> entry.1 buy limit 600 at 10000", "@ entry_ttl in 30 min"],
    ],
  },
  {
    name: "the second part overtakes the first: the order is over when both are booked",
    options: waits,
    lines: [
      ...SENT,
      [
        "filled entry.0 500 900 complete",
        "> stop.0 sell stop_market 500 at 9900",
        "> target1.0 sell take_profit_market 500 at 10200",
        "! entry filled 500",
        "@ call stop.0 in 2000 ms",
        "@ call target1.0 in 2000 ms",
      ],
      ["+5000 due call entry.0", "! uncertain entry.0", "@ call entry.0 in 1000 ms"],
      [
        "filled entry.0 400 400",
        "! entry filled 400",
        "! entry ended with 900: filled",
        "@ call entry.0 off",
      ],
    ],
  },
  {
    name: "the cancel's answer overtakes the fill before it: no retry for more than the rest",
    options: { execution: { entry_type: "limit" } },
    lines: [
      ...HALF_ENTERED.slice(0, 3),
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0 300"],
      [
        "filled entry.0 300",
        "> price?",
        "> stop.0 sell stop_market 300 at 9900",
        "> target1.0 sell take_profit_market 300 at 10200",
        "! entry filled 300",
      ],
      ["price 1000", "> entry.1 buy limit 600 at 10000", "@ entry_ttl in 30 min"],
    ],
  },
];

tellScenarios("Orders, unanswered entry", ENTRIES);

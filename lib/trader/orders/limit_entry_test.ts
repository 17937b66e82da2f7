import { HALF_ENTERED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const LIMIT = { execution: { entry_type: "limit" } };
const RESTING = HALF_ENTERED.slice(0, 3);

const SCENARIOS: readonly Scenario[] = [
  {
    name: "out of time, cancelled, a price within 10 bps, exactly one more order",
    options: LIMIT,
    lines: [
      ...RESTING,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["price 1001", "> entry.1 buy limit 900 at 10010", "@ entry_ttl in 30 min"],
      ["accepted entry.1"],
      ["timer", "> cancel entry.1"],
      [
        "cancelled entry.1",
        "! entry ended with 0: cancelled by us",
        "! campaign ended",
        "@ entry_ttl off",
      ],
      ["timer"],
    ],
  },
  {
    name: "a price beyond the slippage bound ends it",
    options: LIMIT,
    lines: [
      ...RESTING,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      [
        "price 1001.1",
        "! entry ended with 0: price beyond the slippage bound",
        "! campaign ended",
        "@ entry_ttl off",
      ],
    ],
  },
  {
    name: "a price nobody has seen ends it too",
    options: LIMIT,
    lines: [
      ...RESTING,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      [
        "price 0",
        "! entry ended with 0: price beyond the slippage bound",
        "! campaign ended",
        "@ entry_ttl off",
      ],
    ],
  },
  {
    name: "a better price is taken, rounded to the tick against a chase",
    options: { ...LIMIT, side: -1 },
    lines: [
      ["approve 900", "> leverage 2"],
      ["leverage 2", "> entry.0 sell limit 900 at 10000", "@ entry_ttl in 30 min"],
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["price 1003.42", "> entry.1 sell limit 900 at 10035", "@ entry_ttl in 30 min"],
    ],
  },
  {
    name: "a short's bound is below the price decided on",
    options: { ...LIMIT, side: -1 },
    lines: [
      ["approve 900", "> leverage 2"],
      ["leverage 2", "> entry.0 sell limit 900 at 10000", "@ entry_ttl in 30 min"],
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      [
        "price 998.9",
        "! entry ended with 0: price beyond the slippage bound",
        "! campaign ended",
        "@ entry_ttl off",
      ],
    ],
  },
  {
    name: "no retry is configured",
    options: { execution: { entry_type: "limit", entry_retries: 0, entry_ttl_minutes: 5 } },
    lines: [
      ["approve 900", "> leverage 2"],
      ["leverage 2", "> entry.0 buy limit 900 at 10000", "@ entry_ttl in 5 min"],
      ["timer", "> cancel entry.0"],
      [
        "cancelled entry.0",
        "! entry ended with 0: cancelled by us",
        "! campaign ended",
        "@ entry_ttl off",
      ],
    ],
  },
  {
    name: "a part filled before the time is out: the retry is for the rest alone",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["price 1000.5", "> entry.1 buy limit 600 at 10005", "@ entry_ttl in 30 min"],
      ["accepted entry.1"],
      [
        "filled entry.1 600",
        "> stop.1 sell stop_market 900 at 9900",
        "> target1.1 sell take_profit_market 900 at 10200",
        "! entry filled 600",
        "! entry ended with 900: filled",
        "@ entry_ttl off",
      ],
    ],
  },
  {
    name: "a part filled, and the price ran away: what filled stays protected",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["price 1010", "! entry ended with 300: price beyond the slippage bound", "@ entry_ttl off"],
      ["filled target1.0 300", "> cancel stop.0", "! target1 filled 300"],
      ["cancelled stop.0", "! campaign ended"],
    ],
  },
  {
    name: "the last fill overtakes the cancel: no retry, the rejected cancel says nothing",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["timer", "> cancel entry.0"],
      [
        "filled entry.0 600",
        "> stop.1 sell stop_market 900 at 9900",
        "> target1.1 sell take_profit_market 900 at 10200",
        "! entry filled 600",
        "! entry ended with 900: filled",
        "@ entry_ttl off",
      ],
      ["cancel-rejected entry.0"],
      ["timer"],
    ],
  },
  {
    name: "stopped out while the entry still fills: the rest must not follow",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["filled stop.0 300", "> cancel entry.0", "! stop filled 300"],
      [
        "cancelled entry.0",
        "> cancel target1.0",
        "! entry ended with 300: cancelled by us",
        "@ entry_ttl off",
      ],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "stopped out, and a fill overtakes the cancel: it is closed and guarded at once",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["filled stop.0 300", "> cancel entry.0", "! stop filled 300"],
      [
        "filled entry.0 100",
        "> exit.0 sell market 100",
        "> stop.1 sell stop_market 100 at 9900",
        "! entry filled 100",
      ],
      ["cancelled entry.0", "! entry ended with 400: cancelled by us", "@ entry_ttl off"],
      ["accepted exit.0"],
      ["accepted stop.1", "! stop at 9900"],
      ["filled exit.0 100", "> cancel stop.1", "> cancel target1.0", "! exit filled 100"],
      ["cancelled stop.1"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "stopped out while the price is asked for: the entry is over",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["filled stop.0 300", "! stop filled 300"],
      [
        "price 1000.5",
        "> cancel target1.0",
        "! entry ended with 300: stopped_during_entry",
        "@ entry_ttl off",
      ],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "closed while the price is asked for: the entry is over",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["timer", "> cancel entry.0"],
      ["cancelled entry.0", "> price?"],
      ["close time_out", "> exit.0 sell market 300"],
      ["price 1000.5", "! entry ended with 300: time_out", "@ entry_ttl off"],
      ["filled exit.0 300", "> cancel stop.0", "> cancel target1.0", "! exit filled 300"],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "closed, and a fill overtakes the cancel: what it adds is closed too",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["close time_out", "> cancel entry.0", "> exit.0 sell market 300"],
      [
        "filled entry.0 600",
        "> exit.1 sell market 600",
        "> stop.1 sell stop_market 900 at 9900",
        "! entry filled 600",
        "! entry ended with 900: filled",
        "@ entry_ttl off",
      ],
      ["cancel-rejected entry.0"],
      ["filled exit.0 300", "! exit filled 300"],
      ["filled exit.1 600", "> cancel target1.0", "! exit filled 600"],
    ],
  },
  {
    name: "liquidated while the entry still works: it is cancelled",
    options: LIMIT,
    lines: [
      ...HALF_ENTERED,
      ["liquidated", "> cancel entry.0", "! liquidated 300"],
      [
        "cancelled entry.0",
        "> cancel stop.0",
        "> cancel target1.0",
        "! entry ended with 300: cancelled by us",
        "@ entry_ttl off",
      ],
      ["cancelled stop.0"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
];

tellScenarios("Orders, limit entry", SCENARIOS);

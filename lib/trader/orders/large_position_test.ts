import assert from "node:assert/strict";
import { createBench } from "./bench_fixture.ts";
import { OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";
import { openOrders } from "./state.ts";

/** 1000 steps that somebody bought, where the venue takes 400 at once. */
const ADOPTED = [
  [
    "repair adopt 1000 9900",
    "> stop.0 sell stop_market 334 at 9900",
    "> stop.1 sell stop_market 333 at 9900",
    "> stop.2 sell stop_market 333 at 9900",
    "! repaired to 1000",
  ],
] as const;

const SCENARIOS: readonly Scenario[] = [
  {
    name: "it is covered by several stops, each given up when those that are there do without it",
    options: { maxSteps: 400 },
    lines: [
      ...ADOPTED,
      ["accepted stop.1", "! stop at 9900"],
      ["move 9950"],
      ["accepted stop.0", "! stop at 9900"],
      [
        "accepted stop.2",
        "> stop.3 sell stop_market 334 at 9950",
        "> stop.4 sell stop_market 333 at 9950",
        "> stop.5 sell stop_market 333 at 9950",
        "! stop at 9900",
      ],
      ["accepted stop.3", "> cancel stop.0", "! stop at 9950"],
      ["accepted stop.4", "> cancel stop.1", "! stop at 9950"],
      ["accepted stop.5", "> cancel stop.2", "! stop at 9950"],
    ],
  },
  {
    name: "it is closed by several orders, under all its stops",
    options: { maxSteps: 400 },
    lines: [
      ...ADOPTED,
      ["accepted stop.0", "! stop at 9900"],
      ["accepted stop.1", "! stop at 9900"],
      ["accepted stop.2", "! stop at 9900"],
      ["close test", "> exit.0 sell market 334", "> exit.1 sell market 333", "> exit.2 sell market 333"],
      [
        "filled exit.1 333",
        "> stop.3 sell stop_market 334 at 9900",
        "> stop.4 sell stop_market 333 at 9900",
        "! exit filled 333",
      ],
      ["rejected exit.0 -1021", "> exit.3 sell market 334"],
      ["filled exit.2 333", "! exit filled 333"],
      ["accepted stop.3", "> cancel stop.0", "> cancel stop.1", "> cancel stop.2", "! stop at 9900"],
      // 333 do not cover the 334 that are left
      ["accepted stop.4", "> stop.5 sell stop_market 334 at 9900", "! stop at 9900"],
      ["filled exit.3 334", "! exit filled 334"],
      ["accepted stop.5", "> cancel stop.3", "> cancel stop.4", "> cancel stop.5", "! stop at 9900"],
    ],
  },
  {
    name: "one stop of several that is gone leads to new ones for all",
    options: { maxSteps: 400 },
    lines: [
      ...ADOPTED,
      ["accepted stop.0", "! stop at 9900"],
      ["accepted stop.1", "! stop at 9900"],
      ["accepted stop.2", "! stop at 9900"],
      [
        "cancelled stop.1 0",
        "> stop.3 sell stop_market 334 at 9900",
        "> stop.4 sell stop_market 333 at 9900",
        "> stop.5 sell stop_market 333 at 9900",
      ],
    ],
  },
  {
    name: "a stop whose fill, its last, overtook its acceptance is not told to go",
    options: { maxSteps: 400 },
    lines: [
      [
        "repair adopt 800 9900",
        "> stop.0 sell stop_market 400 at 9900",
        "> stop.1 sell stop_market 400 at 9900",
        "! repaired to 800",
      ],
      ["accepted stop.1", "! stop at 9900"],
      ["filled stop.0 400", "! stop filled 400", "! stop at 9900"],
    ],
  },
  {
    name: "what the venue takes at once is one order",
    options: { maxSteps: 900 },
    lines: [...OPENED, ["close test", "> exit.0 sell market 900"]],
  },
];

tellScenarios("Orders, position beyond the largest order", SCENARIOS);

Deno.test("Orders gives each of many orders for one position an id of its own that every venue takes", () => {
  const bench = createBench({ maxSteps: 10 });
  const stops = bench.say("repair adopt 1000 9900").filter((line) => line.startsWith("> stop"));
  assert.equal(stops.length, 100);
  const ids = openOrders(bench.state).map(({ clientId }) => clientId);
  assert.equal(new Set(ids).size, 100);
  for (const id of ids) assert.match(id, /^[A-Z0-9]{2}S[a-z0-9]+[A-Z0-9]{20}$/);
  assert.ok(ids.every((id) => id.length <= 36));
});

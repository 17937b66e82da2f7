import assert from "node:assert/strict";
import { createBench, SYMBOL } from "./bench_fixture.ts";
import { OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const ENTERED = OPENED.slice(0, 4);

const SCENARIOS: readonly Scenario[] = [
  {
    name: "an approval that was on its way for longer than a call may take is refused",
    lines: [
      [
        "approve 900 0 5001",
        "! entry ended with 0: approved too long ago",
        "# EnterPosition refused: approved too long ago",
      ],
      ["approve 900 0 5000", "> leverage 2"],
    ],
  },
  {
    name: "a full entry is protected, and its target ends it",
    lines: [
      ...OPENED,
      ["filled target1.0 900", "> cancel stop.0", "! target1 filled 900"],
      ["cancelled stop.0", "! campaign ended"],
      // the leverage is known now
      ["approve 500 1", "> entry.0 buy market 500"],
    ],
  },
  {
    name: "partial fills over three instants resize stop and target, the new one first",
    lines: [
      ...ENTERED.slice(0, 3),
      [
        "filled entry.0 100",
        "> stop.0 sell stop_market 100 at 9900",
        "> target1.0 sell take_profit_market 100 at 10200",
        "! entry filled 100",
      ],
      ["accepted stop.0", "! stop at 9900"],
      ["accepted target1.0"],
      [
        "filled entry.0 300",
        "> stop.1 sell stop_market 400 at 9900",
        "> target1.1 sell take_profit_market 400 at 10200",
        "! entry filled 300",
      ],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
      ["cancelled stop.0"],
      ["accepted target1.1", "> cancel target1.0"],
      ["cancelled target1.0"],
      [
        "filled entry.0 500",
        "> stop.2 sell stop_market 900 at 9900",
        "> target1.2 sell take_profit_market 900 at 10200",
        "! entry filled 500",
        "! entry ended with 900: filled",
      ],
      ["accepted stop.2", "> cancel stop.1", "! stop at 9900"],
      ["cancelled stop.1"],
      ["accepted target1.2", "> cancel target1.1"],
      ["cancelled target1.1"],
      ["filled stop.2 900", "> cancel target1.2", "! stop filled 900"],
      ["cancelled target1.2", "! campaign ended"],
    ],
  },
  {
    name: "a second fill before the stop is acknowledged waits for it, then resizes",
    lines: [
      ...ENTERED.slice(0, 3),
      [
        "filled entry.0 100",
        "> stop.0 sell stop_market 100 at 9900",
        "> target1.0 sell take_profit_market 100 at 10200",
        "! entry filled 100",
      ],
      ["filled entry.0 800", "! entry filled 800", "! entry ended with 900: filled"],
      ["accepted stop.0", "> stop.1 sell stop_market 900 at 9900", "! stop at 9900"],
      ["accepted target1.0", "> target1.1 sell take_profit_market 900 at 10200"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
    ],
  },
  {
    name: "a rejected entry ends the campaign",
    lines: [
      ...ENTERED.slice(0, 2),
      ["rejected entry.0 -2019", "! entry ended with 0: rejected -2019", "! campaign ended"],
    ],
  },
  {
    name: "a leverage the venue does not take ends the campaign before any order",
    lines: [
      ["approve 900", "> leverage 2"],
      ["leverage 1", "! entry ended with 0: leverage_not_set", "! campaign ended"],
    ],
  },
  {
    name: "a rejected stop closes the position reduce-only at once",
    lines: [
      ...ENTERED,
      ["rejected stop.0 -2021", "> exit.0 sell market 900", "> stop.1 sell stop_market 900 at 9900"],
      ["accepted target1.0"],
      ["rejected stop.1 -2021"],
      ["accepted exit.0"],
      ["filled exit.0 900", "> cancel target1.0", "! exit filled 900"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "a rejected target does the same, and the stop stays until flat",
    lines: [
      ...ENTERED,
      ["accepted stop.0", "! stop at 9900"],
      ["rejected target1.0 -2021", "> exit.0 sell market 900"],
      ["accepted exit.0"],
      ["filled exit.0 900", "> cancel stop.0", "! exit filled 900"],
      ["cancelled stop.0", "! campaign ended"],
    ],
  },
  {
    name: "a stop that fills in parts keeps its order, its size follows the position",
    lines: [
      ...OPENED,
      ["filled stop.0 300", "! stop filled 300"],
      ["filled stop.0 600", "> cancel target1.0", "! stop filled 600"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "two targets share the entry, the odd step goes to the last, the stop shrinks after the first",
    options: { targets: [[200, 50], [400, 50]] },
    lines: [
      ["approve 901", "> leverage 2"],
      ["leverage 2", "> entry.0 buy market 901"],
      [
        "filled entry.0 901",
        "> stop.0 sell stop_market 901 at 9900",
        "> target1.0 sell take_profit_market 450 at 10200",
        "> target2.0 sell take_profit_market 451 at 10400",
        "! entry filled 901",
        "! entry ended with 901: filled",
      ],
      ["accepted stop.0", "! stop at 9900"],
      ["accepted target1.0"],
      ["accepted target2.0"],
      ["filled target1.0 450", "> stop.1 sell stop_market 451 at 9900", "! target1 filled 450"],
      ["accepted stop.1", "> cancel stop.0", "! stop at 9900"],
      ["cancelled stop.0"],
      ["filled target2.0 451", "> cancel stop.1", "! target2 filled 451"],
      ["cancelled stop.1", "! campaign ended"],
    ],
  },
  {
    name:
      "both targets at one instant: the resized stop is refused, the old one cancelled, nothing else happens",
    options: { side: -1, targets: [[200, 50], [400, 50]] },
    lines: [
      ["approve 900", "> leverage 2"],
      ["leverage 2", "> entry.0 sell market 900"],
      [
        "filled entry.0 900",
        "> stop.0 buy stop_market 900 at 10100",
        "> target1.0 buy take_profit_market 450 at 9800",
        "> target2.0 buy take_profit_market 450 at 9600",
        "! entry filled 900",
        "! entry ended with 900: filled",
      ],
      ["accepted stop.0", "! stop at 10100"],
      ["accepted target1.0"],
      ["accepted target2.0"],
      ["filled target1.0 450", "> stop.1 buy stop_market 450 at 10100", "! target1 filled 450"],
      ["filled target2.0 450", "! target2 filled 450"],
      ["rejected stop.1 -2022", "> cancel stop.0"],
      ["cancelled stop.0", "! campaign ended"],
    ],
  },
  {
    name: "limit targets rest as reduce-only limits",
    options: { execution: { target_type: "limit" } },
    lines: [
      ...ENTERED.slice(0, 3),
      [
        "filled entry.0 900",
        "> stop.0 sell stop_market 900 at 9900",
        "> target1.0 sell limit 900 at 10200",
        "! entry filled 900",
        "! entry ended with 900: filled",
      ],
    ],
  },
];

tellScenarios("Orders, market entry", SCENARIOS);

Deno.test("Orders never starts a campaign over another", () => {
  const bench = createBench();
  const why = "the symbol has a campaign";
  bench.say("approve 900");
  assert.deepEqual(bench.say("approve 900 1"), [
    `! entry ended with 0: ${why}`,
    `# EnterPosition refused: ${why}`,
  ]);
  assert.equal(bench.state.desks[0].campaign!.approval.intent.id, `test:${SYMBOL}:0:rule:long`);
});

Deno.test("Orders ids are unique and begin with the system's tag, also over campaigns", () => {
  const bench = createBench();
  const ids = new Set<string>();
  for (let intent = 0; intent < 20; intent++) {
    bench.say(`approve 900 ${intent}`);
    if (intent === 0) bench.say("leverage 2");
    const { clientId } = bench.sent["entry.0"];
    assert.match(clientId, /^TTE0[A-Z2-7]{20}$/);
    ids.add(clientId);
    bench.say("rejected entry.0 -1");
  }
  assert.equal(ids.size, 20);
});

import assert from "node:assert/strict";
import { createBench, SYMBOL } from "./bench_fixture.ts";
import { FILLED, OPENED, type Scenario, tellScenarios } from "./scenario_fixture.ts";

const LATER = "refused: the venue is asked for the orders of the symbol first";

const SCENARIOS: readonly Scenario[] = [
  {
    name: "a missing stop is asked for, and placed anew once the venue says it is gone",
    lines: [
      ...OPENED,
      ["repair stop", "> stop.0?", "! uncertain stop.0"],
      ["reported stop.0 acknowledged"],
      ["repair stop", "> stop.0?", "! uncertain stop.0"],
      ["repair stop"],
      ["reported stop.0 cancelled", "> stop.1 sell stop_market 900 at 9900"],
    ],
  },
  {
    name: "a stop somebody else cancelled is placed anew at once",
    lines: [...OPENED, ["cancelled stop.0", "> stop.1 sell stop_market 900 at 9900"]],
  },
  {
    name: "another quantity is taken over once no fill can be on its way, and the stop follows",
    lines: [
      ...OPENED,
      ["repair adopt 900 9800", "# AdoptPosition refused: the book has that position"],
      [
        "repair adopt 1200 9800",
        "> stop.0?",
        "> target1.0?",
        "! uncertain stop.0",
        "! uncertain target1.0",
        `# AdoptPosition ${LATER}`,
      ],
      ["reported stop.0 acknowledged"],
      ["repair adopt 1200 9800", `# AdoptPosition ${LATER}`],
      ["reported target1.0 acknowledged"],
      ["repair adopt 1200 9800", "> stop.1 sell stop_market 1200 at 9900", "! repaired to 1200"],
    ],
  },
  {
    name: "the orders' own fills explain a difference: nothing is adopted",
    lines: [
      ...OPENED,
      [
        "repair adopt 600 9800",
        "> stop.0?",
        "> target1.0?",
        "! uncertain stop.0",
        "! uncertain target1.0",
        `# AdoptPosition ${LATER}`,
      ],
      ["reported stop.0 acknowledged"],
      [
        "reported target1.0 partially_filled 300",
        "> stop.1 sell stop_market 600 at 9900",
        "! target1 filled 300",
      ],
      ["repair adopt 600 9800", "# AdoptPosition refused: the book has that position"],
    ],
  },
  {
    name: "a position nobody here opened gets a stop, and the symbol takes no entry until it is gone",
    lines: [
      ["repair adopt -700 10100", "> stop.0 buy stop_market 700 at 10100", "! repaired to -700"],
      ["accepted stop.0", "! stop at 10100"],
      [
        "approve 900",
        "! entry ended with 0: the symbol has a campaign",
        "# EnterPosition refused: the symbol has a campaign",
      ],
      ["close test", "> exit.0 buy market 700"],
      ["filled exit.0 700", "> cancel stop.0", "! exit filled 700"],
      ["cancelled stop.0", "! campaign ended"],
      ["approve 900", "> leverage 2"],
    ],
  },
  {
    name: "a position on the other side ends our campaign; what is left of it is cancelled and followed",
    lines: [
      ...OPENED,
      [
        "repair adopt -500 10100",
        "> stop.0?",
        "> target1.0?",
        "! uncertain stop.0",
        "! uncertain target1.0",
        `# AdoptPosition ${LATER}`,
      ],
      ["reported stop.0 acknowledged"],
      ["reported target1.0 acknowledged"],
      [
        "repair adopt -500 10100",
        "> cancel stop.0",
        "> cancel target1.0",
        "> stop.0 buy stop_market 500 at 10100",
        "! campaign ended",
        "! repaired to -500",
      ],
      ["cancelled target1.0"],
      ["accepted stop.0", "! stop at 10100"],
    ],
  },
  {
    name: "a phantom position is closed in the book, by the venue's fills if there are any",
    lines: [
      ...OPENED,
      [
        "repair close",
        "> stop.0?",
        "> target1.0?",
        "! uncertain stop.0",
        "! uncertain target1.0",
        `# CloseBook ${LATER}`,
      ],
      ["reported stop.0 filled 900", "> cancel target1.0", "! stop filled 900"],
      ["cancelled target1.0", "! campaign ended"],
      ["repair close", "# CloseBook refused: the book has no position"],
    ],
  },
  {
    name: "a phantom position without any fill is written off; what is sent meanwhile does not keep it",
    lines: [
      ...OPENED,
      [
        "repair close",
        "> stop.0?",
        "> target1.0?",
        "! uncertain stop.0",
        "! uncertain target1.0",
        `# CloseBook ${LATER}`,
      ],
      ["reported stop.0 cancelled", "> stop.1 sell stop_market 900 at 9900"],
      ["repair close", `# CloseBook ${LATER}`],
      ["reported target1.0 acknowledged"],
      ["repair close", "> cancel target1.0", "! repaired to 0"],
      ["rejected stop.1 -2022"],
      ["cancelled target1.0", "! campaign ended"],
    ],
  },
  {
    name: "a guard is followed: its fills belong to the trade, and it goes with the position",
    lines: [
      ...FILLED,
      ["repair guard stop_market 900 9900"],
      ["repair guard stop_market 900 9900", "# AdoptOrder refused: the order is in the book"],
      ["accepted guard.0"],
      ["accepted stop.0", "! stop at 9900"],
      ["accepted target1.0"],
      ["filled guard.0 400", "> stop.1 sell stop_market 500 at 9900", "! guard filled 400"],
      [
        "filled target1.0 500",
        "> cancel target1.0",
        "> cancel guard.0",
        "! target1 filled 500",
      ],
    ],
  },
  {
    name: "a guard's fill before the news of it is booked once",
    lines: [
      ...OPENED,
      ["name guard stop_market 900 9900"],
      [
        "filled guard.0 300",
        "> stop.1 sell stop_market 600 at 9900",
        "! guard filled 300",
      ],
      ["repair guard stop_market 900 9900"],
      ["again guard.0"],
      ["filled guard.0 600", "> cancel target1.0", "! guard filled 600"],
      ["repair guard stop_market 900 9900", "# AdoptOrder refused: the order is over"],
    ],
  },
  {
    name: "a guard that closes at market is no reason for a second exit",
    lines: [
      ...OPENED,
      ["repair guard market 900"],
      ["accepted guard.0"],
      ["close test"],
      ["filled guard.0 900", "> cancel stop.0", "> cancel target1.0", "! guard filled 900"],
    ],
  },
  {
    name: "there is nothing to repair where there is nothing",
    lines: [
      ["repair stop", "# RepairStop refused: there is no position"],
      ["repair close", "# CloseBook refused: the book has no position"],
    ],
  },
];

tellScenarios("Orders, repair", SCENARIOS);

Deno.test("Orders.book() tells positions, open orders whatever their state, and wanted stops", () => {
  const bench = createBench();
  for (const [says] of FILLED) bench.say(says);
  bench.say("+2000 due call stop.0");
  const { positions, orders, stops } = bench.book();
  assert.deepEqual(positions, [{ symbol: SYMBOL, steps: 900 }]);
  assert.deepEqual(orders.map(({ leg, status }) => `${leg} ${status}`).sort(), [
    "stop unknown",
    "target1 submitted",
  ]);
  const intentId = `test:${SYMBOL}:0:rule:long`;
  assert.deepEqual(stops, [{ symbol: SYMBOL, intentId, side: 1, stopTicks: 9900, steps: 900 }]);
});

import assert from "node:assert/strict";
import { createBench, type Line } from "./bench_fixture.ts";

/** A story told line by line, and what differs from the defaults. */
type Story = readonly [title: string, lines: readonly Line[], config?: Record<string, unknown>];

const STORIES: readonly Story[] = [
  ["asks everybody at the start, compares when all have answered, and says nothing when they agree", [
    ["0 start", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 10000"],
    ["0 book +900 S0"],
    ["0 account +900 S0"],
    ["0 risk 5"],
    ["10000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 20000"],
    ["10000 risk 5"],
    ["10000 book +900 S0"],
    ["10000 account +900 S0"],
  ]],
  ["lets hands' orders alone, and the guardian's that protect", [
    ["0 pass +900 S0 | +900 S0 h0 G0@9900x900"],
    ["9000 pass +900 S0 | +900 S0 h0 G0@9900x900"],
  ]],
  ["takes a difference for a finding when it lasts, and closes what the venue does not have", [
    ["0 pass +900 S0 | 0", "@ 2000"],
    [
      "2000 pass +900 S0:unknown | 0",
      '# phantom position of TEST: "900", "0": closed in the book with the venue\'s fills',
      "= CloseBook",
      "! unreconciled on of TEST: phantom position",
      "@ 6000",
    ],
    ["6000 pass 0 | 0 | 5 unreconciled/TEST", "@ 8000"],
    ["8000 pass 0 | 0 | 5 unreconciled/TEST", "! unreconciled off of TEST: 2 clean passes"],
    ["18000 pass 0 | 0"],
  ]],
  ["waits on while the figures move, as messages are on their way", [
    ["0 pass +300 S0 | +600 S0", "@ 2000"],
    ["2000 pass +600 S0 | +900 S0", "@ 4000"],
    ["4000 pass +900 S0 | +900 S0"],
  ]],
  ["does not count two looks in quick succession as lasting", [
    ["0 pass +300 S0 | +600 S0", "@ 2000"],
    ["1999 pass +300 S0 | +600 S0", "@ 3999"],
    [
      "3999 pass +300 S0 | +600 S0",
      '# quantity mismatch of TEST: "300", "600": adopted: the book follows the venue',
      "= AdoptPosition 600 stop 9900 wallet 5",
      "! unreconciled on of TEST: quantity mismatch",
      "@ 7999",
    ],
  ]],
  ["adopts an unknown position with a stop from the mark where nobody has one", [
    ["0 pass 0 | -900", "@ 2000"],
    [
      "2000 pass 0 | -900",
      '# unknown position of TEST: "0", "-900": adopted: the book follows the venue',
      '# missing protection of TEST: "", "0 of 900": guardian places a stop',
      "> QueryPrice adopt:TEST/USDT:USDT",
      "! unreconciled on of TEST: unknown position",
      "! unreconciled on of TEST: missing protection",
      "* look",
      "@ 6000",
    ],
    ["2001 price 0"],
    ["2001 price 1000", "= AdoptPosition -900 stop 10200 wallet 5"],
    ["2002 price 1000"],
  ]],
  ["adopts with a hand's stop price, and closes where the configuration says so", [
    ["0 pass 0 | +900 h0@9950x900", "@ 2000"],
    [
      "2000 pass 0 | +900 h0@9950x900",
      '# unknown position of TEST: "0", "900": adopted and closed',
      "= AdoptPosition 900 stop 9950 wallet 5",
      "= ClosePosition",
      "! unreconciled on of TEST: unknown position",
      "@ 6000",
    ],
  ], { unknown_position: "close" }],
  ["forgets an adoption whose position is gone before the mark came", [
    ["0 pass 0 | -900 h0@10100x900", "@ 2000"],
    ["1000 pass 0 | -900", "@ 3000"],
    [
      "4000 pass 0 | -900",
      '# unknown position of TEST: "0", "-900": adopted: the book follows the venue',
      '# missing protection of TEST: "", "0 of 900": guardian places a stop',
      "> QueryPrice adopt:TEST/USDT:USDT",
      "! unreconciled on of TEST: unknown position",
      "! unreconciled on of TEST: missing protection",
      "* look",
      "@ 8000",
    ],
    ["6000 pass 0 | 0"],
    ["6001 price 1000"],
  ]],
  ["takes over a position that has turned", [
    ["0 pass +900 S0:submitted | -900 h0@10100x900", "@ 2000"],
    [
      "2000 pass +900 S0:submitted | -900 h0@10100x900",
      '# side mismatch of TEST: "900", "-900": adopted: the book follows the venue',
      "= AdoptPosition -900 stop 10100 wallet 5",
      "! unreconciled on of TEST: side mismatch",
      "@ 6000",
    ],
  ]],
  ["has a lost stop placed anew, and the guardian look", [
    ["0 pass +900 S0 | +900", "@ 2000"],
    [
      "2000 pass +900 S0 | +900",
      '# lost order of TEST: "stop acknowledged", "TTS0 ": execution asks for it and places another',
      '# missing protection of TEST: "900 at 9900", "0 of 900": execution and guardian place a stop',
      "= RepairStop",
      "= RepairStop",
      "! unreconciled on of TEST: missing protection",
      "* look",
      "@ 6000",
    ],
  ]],
  ["closes an unprotected position where the configuration says so", [
    ["0 pass +900 | +900", "@ 2000"],
    [
      "2000 pass +900 | +900",
      '# missing protection of TEST: "900 at 9900", "0 of 900": execution closes the position',
      "= ClosePosition",
      "! unreconciled on of TEST: missing protection",
      "* look",
      "@ 6000",
    ],
  ], { missing_protection: "close" }],
  ["asks the venue for an order the book still has, and hands its word on once", [
    ["0 pass +900 S0 A0 | +900 S0", "@ 2000"],
    [
      "2000 pass +900 S0 A0 | +900 S0",
      '# lost order of TEST: "target1 acknowledged", "TTA0 ": the venue is asked for it',
      "> QueryOrder TTA0",
      "@ 6000",
    ],
    ["2001 reported TTX9"],
    ["2001 reported TTA0", "= OrderReported TTA0"],
    ["2002 unknown TTA0"],
  ]],
  ["leaves to execution what it waits for itself", [
    ["0 pass +900 S0 A0:submitted A1:unknown | +900 S0"],
  ]],
  ["cancels orders of ours that the book does not have, also entries", [
    ["0 pass 0 | 0 S0 E0 G0", "@ 2000"],
    [
      "2000 pass 0 | 0 S0 E0 G0",
      '# orphan order of TEST: "", "TTS0 stop stop_market 900": cancelled',
      '# orphan order of TEST: "", "TTE0 entry limit 900": cancelled',
      '# orphan order of TEST: "", "TTG0 guard stop_market 900": cancelled',
      "> CancelOrder TTS0",
      "> CancelOrder TTE0",
      "> CancelOrder TTG0",
      "@ 6000",
    ],
    ["6000 pass 0 | 0"],
  ]],
  ["keeps an orphan stop as long as nothing else protects the position", [
    ["0 pass +900 | +900 S0 S1", "@ 2000"],
    [
      "2000 pass +900 | +900 S0 S1",
      '# orphan order of TEST: "", "TTS0 stop stop_market 900": cancelled',
      '# orphan order of TEST: "", "TTS1 stop stop_market 900": kept: nothing else protects the position',
      "> CancelOrder TTS0",
      "@ 6000",
    ],
    [
      "6000 pass +900 S2 | +900 S1 S2",
      '# orphan order of TEST: "", "TTS1 stop stop_market 900": cancelled',
      "> CancelOrder TTS1",
      "@ 14000",
    ],
  ]],
  ["pauses the portfolio while the wallet drifts, and takes that back only when it does no more", [
    ["0 pass 0 | 0 | 4", "@ 2000"],
    [
      "2000 pass 0 | 0 | 4",
      '# balance drift of portfolio: "0.00000004", "0.00000005": entries are off until wallet and ledger agree',
      "! unreconciled on of portfolio: balance drift",
      "@ 6000",
    ],
    ["6000 pass 0 | 0 | 4 unreconciled", "! unreconciled on of portfolio: balance drift", "@ 14000"],
    ["14000 pass 0 | 0 | 5 unreconciled", "@ 16000"],
    ["16000 pass 0 | 0 | 5 unreconciled", "! unreconciled off of portfolio: 2 clean passes"],
  ]],
  ["finds no drift beside a position that differs, as the book takes that over with its money", [
    ["0 pass +900 S0 | 0 | 4", "@ 2000"],
    [
      "2000 pass +900 S0:unknown | 0 | 4",
      '# phantom position of TEST: "900", "0": closed in the book with the venue\'s fills',
      "= CloseBook",
      "! unreconciled on of TEST: phantom position",
      "@ 6000",
    ],
  ]],
  ["lets a drift within the tolerance pass", [
    ["0 pass 0 | 0 | 4"],
    ["2000 pass 0 | 0 | 6"],
    ["4000 pass 0 | 0 | 7", "@ 6000"],
  ], { balance_tolerance: "0.00000001" }],
  ["compares no wallet before entries start, and starts them itself when execution could not", [
    ["0 pass 0 | 0 | 0 starting"],
    ["9000 pass 0 | 0 | 0 starting", "! BookReconciled"],
  ]],
  ["takes back latches of feed and risk, each after clean passes of its own scope", [
    ["0 pass +900 S0 | +900 S0 | 5 stale/TEST operator/TEST", "@ 2000"],
    [
      "2000 pass +900 S0 | +900 S0 | 5 stale/TEST operator/TEST unreconciled",
      "! stale off of TEST: 2 clean passes",
      "@ 4000",
    ],
    [
      "4000 pass +900 S0 | +900 S0 | 5 operator/TEST unreconciled",
      "! unreconciled off of portfolio: 2 clean passes",
    ],
  ]],
  ["counts from the beginning when execution becomes unsure, and comes soon", [
    ["0 pass 0 | 0"],
    ["100 uncertain TTE0", "@ 2100"],
    ["2100 pass 0 | 0 | 5 unreconciled/TEST", "@ 4100"],
    ["2200 uncertain TTE0"],
    ["4100 pass 0 | 0 | 5 unreconciled/TEST", "@ 6100"],
    ["6100 pass 0 | 0 | 5 unreconciled/TEST", "! unreconciled off of TEST: 2 clean passes"],
  ]],
  ["pauses everything for any finding where the configuration says so, an operator's resume besides", [
    ["0 pass 0 | 0 S0", "@ 2000"],
    [
      "2000 pass 0 | 0 S0",
      '# orphan order of TEST: "", "TTS0 stop stop_market 900": cancelled',
      "> CancelOrder TTS0",
      "! unreconciled on of portfolio: orphan order TEST/USDT:USDT",
      "! operator on of portfolio: resume after: orphan order TEST/USDT:USDT",
      "@ 6000",
    ],
    ["6000 pass 0 | 0 | 5 unreconciled operator", "@ 8000"],
    ["8000 pass 0 | 0 | 5 unreconciled operator", "! unreconciled off of portfolio: 2 clean passes"],
  ], { on_mismatch: "pause", operator_resume: true }],
  ["records a position in a symbol that is not traded here once, and leaves it alone", [
    ["0 pass 0 | +7/OTHER", "@ 2000"],
    [
      "2000 pass 0 | +7/OTHER | 5 stale/TEST",
      '# foreign position of OTHER: "", "7": left alone: the symbol is not traded here',
      "@ 4000",
    ],
    ["4000 pass 0 | +7/OTHER | 5 stale/TEST", "! stale off of TEST: 2 clean passes", "@ 12000"],
    ["12000 pass 0 | +7/OTHER"],
  ]],
  ["latches entries off after passes without an answer, and says whose", [
    ["0 start", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 10000"],
    ["1 risk 5"],
    ["10000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 20000"],
    ["20000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 30000"],
    ["20001 account 0"],
    [
      "30000 timer",
      "> QueryAccount",
      "= QueryBook",
      "! unreconciled on of portfolio: 3 passes without an answer of execution, risk",
      "! QueryRisk",
      "@ 40000",
    ],
    ["40000 pass 0 | 0 | 5 unreconciled", "@ 42000"],
  ]],
  ["takes no answer from before its question, but for the venue's clock", [
    ["10000 start", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 20000"],
    ["10001 risk 5"],
    ["9501 account 0"],
    ["9999 book +900"],
    ["10002 book 0"],
    ["20000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 30000"],
    ["20001 book 0"],
    ["20001 account 0"],
    ["19999 risk 4"],
    ["20002 risk 5"],
    ["30000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 40000"],
    ["30001 book 0"],
    ["30001 risk 5"],
    ["29499 account +900"],
    ["30002 account 0"],
    ["40000 timer", "> QueryAccount", "= QueryBook", "! QueryRisk", "@ 50000"],
  ]],
  ["keeps entries off after a restart until two passes were clean", [
    ["0 pass 0 | 0"],
    [
      "5000 resume",
      "> QueryAccount",
      "= QueryBook",
      "! unreconciled on of portfolio: restarted: the book is not compared yet",
      "! QueryRisk",
      "@ 15000",
    ],
    ["5001 book 0"],
    ["5001 account 0"],
    ["5001 risk 5 unreconciled", "@ 7001"],
    ["7001 pass 0 | 0 | 5 unreconciled", "! unreconciled off of portfolio: 2 clean passes"],
  ]],
];

for (const [title, lines, config] of STORIES) {
  Deno.test(`Reconciliation ${title}`, () => {
    const bench = createBench(config);
    for (const [says, ...answers] of lines) assert.deepEqual([says, ...bench.say(says)], [says, ...answers]);
  });
}

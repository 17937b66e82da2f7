import assert from "node:assert/strict";
import { createBench, type Line } from "./bench_fixture.ts";

/** A story told line by line, and what differs from the defaults. */
type Story = readonly [
  title: string,
  lines: readonly Line[],
  config?: Record<string, unknown>,
  entry?: Record<
    string,
    unknown
  >,
];

const STARTED: Line = ["0 start", "> account?", "@ 1000"];
const LOST = "# ProtectionLost after 1000: 900 of 900 steps without a stop";

/** A long of 900 whose stop at 9900 was seen at 0 and is gone at 1000. */
const NAKED: readonly Line[] = [
  STARTED,
  ["0 wanted 9900"],
  ["0 report +900 S900@9900"],
  ["1000 look", "> account?", "@ 2000"],
  ["1000 report +900", LOST, "@ 1250"],
  ["1900 look", "> account?", "@ 2150"],
  ["1900 report +900"],
];

/** The same, with a stop of the guardian's under way. */
const GUARDED: readonly Line[] = [
  ...NAKED,
  ["2000 look", "> account?", "@ 2250"],
  ["2000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9900"],
];

const STORIES: readonly Story[] = [
  ["looks again and again while every position has its stop, and does nothing else", [
    STARTED,
    ["5 report +900 S900@9900"],
    ["1000 look", "> account?", "@ 2000"],
    ["1005 report +900 S900@9900"],
    ["2000 look", "> account?", "@ 3000"],
    ["2005 report 0"],
  ]],
  ["counts stops of anybody that can only reduce, and exits on their way", [
    STARTED,
    ["0 report +900 H900@9900"],
    ["1 report +900 C0@9900"],
    ["2 report +900 S500@9900 H400@9000"],
    ["3 report +900 X900"],
    ["4 report +900 S500@9900 X400"],
    ["5 report -900 S900@10100"],
  ]],
  ["counts no targets, no stops that may open, none on the wrong side, and none that are too small", [
    STARTED,
    ["0 report +900 A900@10100", "# ProtectionLost after 0: 900 of 900 steps without a stop", "@ 250"],
    ["1 report +900 h900@9900"],
    ["2 report +900 ~S900@9900"],
    ["3 report +900 S899@9900"],
    ["4 report +900 S900@9900", "# ProtectionRestored after 4: stop of execution"],
  ]],
  ["gives execution time, then places a stop where the last one was", [
    ...GUARDED,
    ["2010 accepted g0"],
    ["2250 look", "> account?", "@ 2500"],
    ["2260 report +900 g0", "# ProtectionRestored after 2260: stop of the guardian"],
    ["2500 look", "> account?", "@ 3500"],
  ]],
  ["does not place twice while the venue owes an answer", [
    ...GUARDED,
    ["2250 look", "> account?", "@ 2500"],
    ["2260 report +900"],
    ["2500 look", "> account?", "@ 2750"],
    ["2510 report +900"],
  ]],
  ["asks for a stop that is not answered, and places anew only when it can arrive no more", [
    ...GUARDED,
    ["3999 look", "> account?", "@ 4249"],
    ["4000 look", "> g0?", "> account?", "@ 4250"],
    ["4000 unknown g0"],
    ["4000 report +900"],
    ["4250 look", "> account?", "@ 4500"],
    ["4250 unknown g0"],
    ["4260 report +900", "= adopt g1", "> g1 sell stop_market 900 at 9900"],
  ]],
  ["goes on with a stop that turns out to be there", [
    ...GUARDED,
    ["4000 look", "> g0?", "> account?", "@ 4250"],
    ["4010 reported g0"],
    ["4010 report +900 g0", "# ProtectionRestored after 4010: stop of the guardian"],
  ]],
  ["acts on no report that is older than what the venue said since", [
    ...GUARDED,
    ["2010 accepted g0"],
    ["2020 late 2005 +900"],
    ["2030 report +900 g0", "# ProtectionRestored after 2030: stop of the guardian"],
    ["2040 late 2005 +900"],
  ]],
  ["closes at once when the venue refuses the stop", [
    ...GUARDED,
    ["2010 rejected g0 -2021", "= adopt g1", "> g1 sell market 900"],
    ["2020 accepted g1"],
    ["2250 look", "> account?", "@ 2750"],
    ["2260 report +900 g1"],
    ["2270 report 0", "# ProtectionRestored after 2270: flat"],
  ]],
  ["tries again where the refusal says nothing against the stop", [
    ...GUARDED,
    ["2010 rejected g0 -1021"],
    ["2250 look", "> account?", "@ 2750"],
    ["2260 report +900", "= adopt g1", "> g1 sell stop_market 900 at 9900"],
  ]],
  ["closes what is still naked shortly before max_naked_ms, whatever the stop does", [
    ...GUARDED,
    ["4499 report +900"],
    ["4500 report +900", "= adopt g1", "> g1 sell market 900"],
    ["4510 report +900"],
    ["4520 accepted g1"],
    ["4530 report +900 g1"],
    ["4600 report +900", "= adopt g2", "> g2 sell market 900"],
  ]],
  ["closes no second time while the close is unanswered, and looks less often where it is refused", [
    ...GUARDED,
    ["4500 report +900", "= adopt g1", "> g1 sell market 900"],
    ["4600 report +900"],
    ["4700 rejected g1 -4141"],
    ["4750 look", "> g0?", "> account?", "@ 5250"],
    ["4760 report +900", "= adopt g2", "> g2 sell market 900"],
    ["4770 rejected g2 -4141"],
    ["5250 look", "> account?", "@ 6250"],
  ]],
  ["hands over to execution's stop when that covers the position, and not before", [
    ...GUARDED,
    ["2010 accepted g0"],
    ["2260 report +900 g0", "# ProtectionRestored after 2260: stop of the guardian"],
    ["3000 report +900 g0 S500@9900"],
    ["4000 report +900 g0 S900@9900", "> cancel g0"],
    ["5000 report +900 S900@9900"],
  ]],
  ["keeps a stop that is tighter than execution's, as a stop never moves against the position", [
    ...GUARDED,
    ["2010 accepted g0"],
    ["2260 report +900 g0 S900@9899", "# ProtectionRestored after 2260: stop of the guardian"],
    ["3000 report +900 g0 S900@9901", "> cancel g0"],
  ]],
  ["takes its stop away when the position is gone or turned, and nobody else's", [
    ...GUARDED,
    ["2010 accepted g0"],
    ["2260 report 0 g0 S900@9900 H900@9900", "# ProtectionRestored after 2260: flat", "> cancel g0"],
    ["3260 report -900 g0 S900@10100", "> cancel g0"],
  ]],
  ["takes the tightest of what execution wants and what was seen", [
    STARTED,
    ["0 report +900 S900@9900"],
    ["500 wanted 9950"],
    ["1000 report +900", LOST, "@ 1000"],
    ["2000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9950"],
  ]],
  ["takes no hand's price for its own", [
    STARTED,
    ["0 report +900 S900@9900 H900@9990"],
    ["1000 report +900", LOST, "@ 1000"],
    ["2000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9900"],
  ]],
  ["asks for the mark where no stop was ever known", [
    STARTED,
    ["0 report 0"],
    ["1000 report -900", LOST, "@ 1000"],
    ["2000 report -900", "> price?"],
    ["2010 report -900"],
    ["2020 price 1000 guard:TEST/USDT:USDT:1000", "= adopt g0", "> g0 buy stop_market 900 at 10200"],
    ["2030 price 1000 guard:TEST/USDT:USDT:1000"],
  ]],
  ["asks for the mark again, and takes no other's quote and none that is not known", [
    STARTED,
    ["0 report 0"],
    ["1000 report +900", LOST, "@ 1000"],
    ["2000 report +900", "> price?"],
    ["2010 price 1000 other"],
    ["2020 price 0 guard:TEST/USDT:USDT:1000"],
    ["2030 report +900", "> price?"],
    ["4030 report +900", "> price?"],
  ]],
  ["takes a quote for nothing once it closes", [
    STARTED,
    ["0 report 0"],
    ["1000 report +900", LOST, "@ 1000"],
    ["2000 report +900", "> price?"],
    ["4500 report +900", "= adopt g0", "> g0 sell market 900"],
    ["4510 price 1000 guard:TEST/USDT:USDT:1000"],
  ]],
  ["counts from the time of the last good look, however late it came", [
    STARTED,
    ["0 report +900 S900@9900"],
    ["900 late 100 +900 S900@9900"],
    ["1000 report +900", "# ProtectionLost after 900: 900 of 900 steps without a stop", "@ 1000"],
    ["2100 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9900"],
  ]],
  ["takes a report that has its stop for the answer, and places again when that stop is gone", [
    ...GUARDED,
    ["2250 report +900 g0", "# ProtectionRestored after 2250: stop of the guardian"],
    ["3000 report +900", "# ProtectionLost after 750: 900 of 900 steps without a stop", "@ 3000"],
    ["4300 report +900", "= adopt g1", "> g1 sell stop_market 900 at 9900"],
  ]],
  ["forgets the stop of an earlier position, and keeps one told since the last look", [
    STARTED,
    ["0 wanted 9900"],
    ["10 report +900 S900@9900"],
    ["1000 report 0"],
    ["1500 wanted 9800"],
    ["2000 report +900", LOST, "@ 2000"],
    ["3000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9800"],
  ]],
  ["forgets a stop told before the last look at another position", [
    STARTED,
    ["0 wanted 9900"],
    ["10 report +900 S900@9900"],
    ["1000 report -900", "# ProtectionLost after 990: 900 of 900 steps without a stop", "@ 1000"],
    ["3000 report -900", "> price?"],
  ]],
  ["counts from the look that ends a time without looks", [
    STARTED,
    ["0 report +900 S900@9900"],
    ["60000 report +900", "# ProtectionLost after 0: 900 of 900 steps without a stop", "@ 60000"],
    ["61000 report +900"],
    ["62000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9900"],
  ]],
  ["does not close at once after a time without looks, but gives a stop its chance", [
    ...NAKED,
    ["60000 report +900"],
    ["62000 report +900", "= adopt g0", "> g0 sell stop_market 900 at 9900"],
    ["64500 report +900", "= adopt g1", "> g1 sell market 900"],
  ]],
  ["places what is missing beside what rests", [
    STARTED,
    ["0 report +900 S900@9900"],
    [
      "1000 report +1200 S900@9900",
      "# ProtectionLost after 1000: 300 of 1200 steps without a stop",
      "@ 1000",
    ],
    ["2000 report +1200 S900@9900", "= adopt g0", "> g0 sell stop_market 300 at 9900"],
  ]],
  [
    "keeps within the venue's smallest and largest order",
    [
      STARTED,
      ["0 report +900 S900@9900"],
      ["1000 report +901 S900@9900", "# ProtectionLost after 1000: 1 of 901 steps without a stop", "@ 1000"],
      ["2000 report +901 S900@9900", "= adopt g0", "> g0 sell stop_market 2 at 9900"],
      ["2010 accepted g0"],
      ["2020 report +901 S900@9900 g0", "# ProtectionRestored after 2020: stop of the guardian"],
      ["3000 report +2500", "# ProtectionLost after 980: 2500 of 2500 steps without a stop", "@ 3000"],
      ["5000 report +2500", "= adopt g1", "> g1 sell stop_market 1000 at 9900"],
      ["5010 accepted g1"],
      ["5020 report +2500 g1", "= adopt g2", "> g2 sell stop_market 1000 at 9900"],
    ],
    {},
    { minQty: "0.002", maxQty: "1" },
  ],
  ["cancels a stop of its own that was placed once too often", [
    ...GUARDED,
    ["4260 unknown g0"],
    ["4270 report +900", "= adopt g1", "> g1 sell stop_market 900 at 9900"],
    ["4280 accepted g1"],
    ["4290 report +900 g0 g1", "# ProtectionRestored after 4290: stop of the guardian", "> cancel g0"],
  ]],
];

for (const [title, lines, config, entry] of STORIES) {
  Deno.test(`Guardian ${title}`, () => {
    const bench = createBench(config, entry);
    for (const [says, ...answers] of lines) assert.deepEqual([says, ...bench.say(says)], [says, ...answers]);
  });
}

Deno.test("Guardian names its orders by leg, and each attempt and each time without a stop by another id", () => {
  const bench = createBench();
  for (const [says] of GUARDED) bench.say(says);
  for (const says of ["2010 rejected g0 -2021", "2020 report 0", "3000 report +900", "5000 report +900"]) {
    bench.say(says);
  }
  for (const says of ["5001 price 1000 guard:TEST/USDT:USDT:3000"]) bench.say(says);
  const ids = Object.values(bench.sent).map((order) => order.clientId);
  assert.deepEqual(ids.map((id) => id.slice(0, 4)), ["TTG0", "TTG1", "TTG0"]);
  assert.equal(new Set(ids.map((id) => id.slice(4))).size, 2);
});

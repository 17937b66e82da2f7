import { strictEqual } from "node:assert/strict";
import { anInstrument, aView, exits, mirrored } from "./exit_fixture.ts";
import { closeReason, type ExitView, proposeStop, tighterStop } from "./exits.ts";

const IT = anInstrument();

Deno.test("tighterStop() is the higher stop of a long, the lower of a short, and the first of none", () => {
  const table: readonly [1 | -1, number, number, number][] = [
    [1, 900, 950, 950],
    [1, 900, 899, 900],
    [1, 900, 900, 900],
    [1, 0, 900, 900],
    [-1, 1100, 1050, 1050],
    [-1, 1100, 1101, 1100],
    [-1, 1100, 1100, 1100],
    [-1, 0, 1100, 1100],
  ];
  for (const [side, current, proposed, want] of table) {
    strictEqual(tighterStop(side, current, proposed), want, `${side}: ${current} or ${proposed}`);
  }
});

const BREAK_EVEN = { break_even: { enabled: true } };
const ATR = { trailing: { mode: "atr", atr_multiple: 2 } };
const CHANDELIER = { trailing: { mode: "chandelier", atr_multiple: 2 } };
const PERCENT = { trailing: { mode: "percent", distance_pct: 3 } };

/** Of a long from 100.0 with the stop at 90.0 and an ATR of 4. */
const LONGS: readonly [string, Record<string, unknown>, Partial<ExitView>, number][] = [
  ["nothing on", {}, { close: 150 }, 900],
  ["break-even before 1 R", BREAK_EVEN, { close: 109.9 }, 900],
  ["break-even at 1 R: 100 + 10 bps", BREAK_EVEN, { close: 110 }, 1001],
  ["break-even after 0.5 R", { break_even: { enabled: true, after_r: 0.5 } }, { close: 105 }, 1001],
  ["break-even without offset", { break_even: { enabled: true, offset_bps: 0 } }, { close: 110 }, 1000],
  // 100 x 1.0015 = 100.15
  [
    "break-even rounded away from the price",
    { break_even: { enabled: true, offset_bps: 15 } },
    { close: 110 },
    1001,
  ],
  ["break-even below a tighter stop", BREAK_EVEN, { close: 110, stopTicks: 1_050 }, 1_050],
  ["ATR from the close: 105 - 8", ATR, {}, 970],
  ["ATR rounded away from the price: 105 - 8.08", ATR, { atr: 4.04 }, 969],
  ["ATR looser than the stop", ATR, { atr: 8 }, 900],
  ["chandelier from the best extreme: 108 - 8", CHANDELIER, {}, 1000],
  ["percent from the best close: 106 - 3.18", PERCENT, {}, 1028],
  ["trailing before its gain", { trailing: { ...ATR.trailing, activate_r: 0.6 } }, {}, 900],
  ["trailing at its gain", { trailing: { ...ATR.trailing, activate_r: 0.5 } }, {}, 970],
  ["trailing in a loss", CHANDELIER, { close: 99.9 }, 900],
  ["trailing without a gain or a loss", ATR, { close: 100 }, 920],
  ["break-even is the tighter", { ...BREAK_EVEN, ...ATR }, { close: 110, atr: 6 }, 1001],
  ["trailing is the tighter", { ...BREAK_EVEN, ...ATR }, { close: 110 }, 1020],
  // 108 - 8 = 100.0 lies above the close
  ["a tick below the close at the most", CHANDELIER, { close: 100 }, 999],
  ["a whole tick below a close between two ticks", CHANDELIER, { close: 100.05 }, 999],
  ["beyond the stop already", CHANDELIER, { close: 88 }, 900],
];

for (const [name, config, change, want] of LONGS) {
  Deno.test(`proposeStop() of a long and, mirrored, of a short: ${name}`, () => {
    const view = aView(change);
    strictEqual(proposeStop(exits(config), IT, view), want, "long");
    // percentages are of the price, which mirroring changes, so these are computed apart below
    const isMirrorable = !("break_even" in config) && config !== PERCENT;
    if (isMirrorable) strictEqual(proposeStop(exits(config), IT, mirrored(view)), 2000 - want, "short");
  });
}

Deno.test("proposeStop() takes percentages of a short's own prices", () => {
  const short = mirrored(aView({ close: 110 })); // from 100.0, stop 110.0, now 90.0
  strictEqual(proposeStop(exits(BREAK_EVEN), IT, short), 999); // 100 - 10 bps
  strictEqual(proposeStop(exits({ break_even: { enabled: true, offset_bps: 15 } }), IT, short), 999); // 99.85 up
  strictEqual(proposeStop(exits(PERCENT), IT, short), 969); // 94 + 2.82 = 96.82 up
});

Deno.test("proposeStop() leaves a position without a stop without one when no policy asks for any", () => {
  for (const view of [aView({ stopTicks: 0 }), { ...mirrored(aView()), stopTicks: 0 }]) {
    strictEqual(proposeStop(exits(), IT, view), 0);
    strictEqual(proposeStop(exits(BREAK_EVEN), IT, view), 0);
  }
  strictEqual(proposeStop(exits(ATR), IT, { ...mirrored(aView()), stopTicks: 0 }), 1030);
});

Deno.test("proposeStop() measures no gain where the initial stop was at the entry", () => {
  const view = aView({ initialStopTicks: 1000, close: 200 });
  strictEqual(proposeStop(exits(BREAK_EVEN), IT, view), 900);
});

Deno.test("closeReason() ends a position by time or by its regime, time first, and holds it by default", () => {
  const table: readonly [Record<string, unknown>, Partial<ExitView>, string][] = [
    [{}, { barsHeld: 1e6, regime: "RANGE" }, ""],
    [{ time_out_bars: 4 }, { barsHeld: 3 }, ""],
    [{ time_out_bars: 4 }, { barsHeld: 4 }, "time_out"],
    [{ time_out_bars: 4 }, { barsHeld: 5 }, "time_out"],
    [{ regime_flip: true }, { regime: "TREND" }, ""],
    [{ regime_flip: true }, { regime: "NO_TRADE" }, "regime_flip"],
    [{ regime_flip: true, time_out_bars: 4 }, { regime: "RANGE", barsHeld: 4 }, "time_out"],
  ];
  for (const [config, change, want] of table) {
    strictEqual(closeReason(exits(config), aView(change)), want, JSON.stringify([config, change]));
  }
});

import assert from "node:assert/strict";
import { CandleColumns } from "../../market/mod.ts";
import type { VenuePosition } from "../market_step.ts";
import type { ExecutionCommand, Notice } from "../notice.ts";
import { createDesk, type SymbolDesk } from "./desk.ts";
import { SymbolReducer } from "./reducer.ts";
import {
  EAGER,
  fillTrade,
  HOUR_MS,
  playBar,
  randomCandles,
  specOf,
  START_MS,
  SYMBOL,
  WARM_HOURS,
} from "./series_fixture.ts";

const HISTORY = randomCandles("exits", WARM_HOURS);
const ID = `test:${SYMBOL}:0:rule:long`;

/** A warm symbol with a long (or short) of 100 steps at 1000.0, stop 1 % away at 990.0 (1010.0). */
function holding(exits: Record<string, unknown>, side: 1 | -1 = 1): SymbolDesk {
  const spec = specOf({ ...EAGER, exits });
  const desk = createDesk(spec, SymbolReducer.start(spec, HISTORY));
  desk.state.trade = {
    intentId: ID,
    side,
    regimeAtEntry: "TREND",
    initialStopTicks: 10_000 - side * 100,
    stopTicks: 10_000 - side * 100,
    ...{ qtySteps: 0, entrySteps: 0, entryTickSteps: 0, bestExtreme: 0, bestClose: 0, barsHeld: 0 },
  };
  fillTrade(desk, 10_000, START_MS + WARM_HOURS * HOUR_MS);
  return desk;
}

/** Bars [high, low, close] that follow the history, opening at the close; the exits they led to. */
function exitsAfter(
  desk: SymbolDesk,
  bars: readonly (readonly [number, number, number])[],
): (string | number)[] {
  return bars.map(([high, low, close], i) => {
    const openMs = START_MS + (WARM_HOURS + i) * HOUR_MS;
    const { exit } = playBar(desk, [openMs, close, high, low, close, 100]);
    if (exit?.kind === "MoveStop") {
      tell(desk, {
        kind: "StopPlaced",
        symbol: SYMBOL,
        intentId: ID,
        stopTicks: exit.stopTicks,
        atMs: openMs,
      });
    }
    return textOf(exit);
  });
}

const textOf = (exit: ExecutionCommand | null): string | number =>
  exit === null
    ? ""
    : exit.kind === "MoveStop"
    ? exit.stopTicks
    : exit.kind === "ClosePosition"
    ? exit.reason
    : "?";

const tell = (desk: SymbolDesk, notice: Notice) => SymbolReducer.notice(desk, notice);

Deno.test("SymbolReducer has no exits of its own by default", () => {
  const desk = holding({});
  assert.deepEqual(exitsAfter(desk, [[1100, 1000, 1100], [1100, 1000, 1000]]), ["", ""]);
  assert.equal(desk.state.trade?.barsHeld, 0);
});

Deno.test("SymbolReducer moves the stop to break-even after one R, once", () => {
  const desk = holding({ break_even: { enabled: true } });
  // 10 of gain is one R; entry and 10 bps is 1001.0
  assert.deepEqual(exitsAfter(desk, [[1010, 999, 1009.9], [1012, 1000, 1010], [1030, 1000, 1030]]), [
    "",
    10_010,
    "",
  ]);
});

Deno.test("SymbolReducer trails by percent from the best close, never back", () => {
  const percent = { trailing: { mode: "percent", distance_pct: 1 } };
  // 1 % below 1005 is 994.95, down to 994.9; a worse close proposes nothing; 1 % below 1020 is 1009.8
  assert.deepEqual(
    exitsAfter(holding(percent), [[1040, 1000, 1005], [1006, 995, 1000], [1020, 1000, 1020]]),
    [9949, "", 10_098],
  );
  // a short, mirrored: 1 % above 995 is 1004.95, up to 1005.0
  assert.deepEqual(exitsAfter(holding(percent, -1), [[1000, 960, 995], [1000, 995, 999]]), [10_050, ""]);
});

Deno.test("SymbolReducer trails by the setup bars' ATR, from the close or the best extreme, when one closes", () => {
  for (const mode of ["atr", "chandelier"] as const) {
    const desk = holding({ trailing: { mode, atr_multiple: 1.5 } });
    const bars = [[1050, 1000, 1040], [1040, 1015, 1020], [1030, 1020, 1022], [1030, 1020, 1025]] as const;
    const [first, second, third, stop] = exitsAfter(desk, bars);
    assert.deepEqual([first, second, third], ["", "", ""]);
    const { atr } = desk.view.setup;
    assert.notEqual(atr, desk.view.entry.atr);
    assert.equal(stop, Math.floor(((mode === "atr" ? 1025 : 1050) - 1.5 * atr) * 10), mode);
  }
});

Deno.test("SymbolReducer closes after so many bars, counted from the fill", () => {
  const desk = holding({ time_out_bars: 3 });
  const bar = [1001, 999, 1000] as const;
  assert.deepEqual(exitsAfter(desk, [bar, bar, bar, bar]), ["", "", "time_out", "time_out"]);
});

Deno.test("SymbolReducer closes when the regime is no longer that of the entry", () => {
  const bar = [1001, 999, 1000] as const;
  const held = holding({ regime_flip: true });
  const now = ["NO_TRADE", "TREND", "RANGE", "BREAKOUT"][held.state.regime.current];
  held.state.trade = { ...held.state.trade!, regimeAtEntry: now };
  const flipped = holding({ regime_flip: true });
  flipped.state.trade = { ...flipped.state.trade!, regimeAtEntry: now === "TREND" ? "RANGE" : "TREND" };
  assert.deepEqual(exitsAfter(held, [bar]), [""]);
  assert.deepEqual(exitsAfter(flipped, [bar]), ["regime_flip"]);
});

Deno.test("SymbolReducer follows its own intent alone, from approval to flat", () => {
  const about = { symbol: SYMBOL, intentId: ID, atMs: 0 };
  const ends: readonly [string, Notice, boolean][] = [
    ["denied", { kind: "IntentDenied", ...about }, true],
    ["nothing filled", { kind: "EntryEnded", ...about, filledSteps: 0, reason: "" }, true],
    ["part filled", { kind: "EntryEnded", ...about, filledSteps: 5, reason: "" }, false],
    ["flat", { kind: "CampaignEnded", ...about }, true],
    ["another intent", { kind: "CampaignEnded", ...about, intentId: "other" }, false],
    ["the book is reconciled", { kind: "BookReconciled", walletBalance: 0n, atMs: 0 }, false],
  ];
  for (const [name, notice, isOver] of ends) {
    const desk = holding({ time_out_bars: 1 });
    tell(desk, notice);
    assert.equal(desk.state.trade === null, isOver, name);
    assert.deepEqual(exitsAfter(desk, [[1001, 999, 1000]]), isOver ? [""] : ["time_out"], name);
  }
});

Deno.test("SymbolReducer asks for no exit before the fill, nor after a liquidation", () => {
  const desk = holding({ time_out_bars: 1 });
  const what = { side: 1, qtySteps: 100, price: 500, lost: 1n, walletBalance: 0n } as const;
  tell(desk, { kind: "LiquidationNoted", symbol: SYMBOL, intentId: ID, ...what, atMs: 0 });
  assert.deepEqual(exitsAfter(desk, [[1001, 999, 1000]]), [""]);
  const waiting = holding({ time_out_bars: 1 });
  waiting.state.trade = { ...waiting.state.trade!, qtySteps: 0, entrySteps: 0, entryTickSteps: 0 };
  assert.deepEqual(exitsAfter(waiting, [[1001, 999, 1000]]), [""]);
});

Deno.test("SymbolReducer follows the position that reconciliation took over", () => {
  const desk = holding({ time_out_bars: 1 });
  const repaired = (position: VenuePosition | null) =>
    tell(desk, {
      ...{ kind: "PositionRepaired", symbol: SYMBOL, intentId: ID, position, stopTicks: 9900 },
      ...{ walletBalance: 0n, atMs: 0 },
    });
  repaired({ symbol: SYMBOL, side: 1, qtySteps: 40, cost: 1n, isolatedMargin: 1n });
  assert.equal(desk.state.trade!.qtySteps, 40);
  repaired(null);
  assert.deepEqual(exitsAfter(desk, [[1001, 999, 1000]]), [""]);
});

Deno.test("SymbolReducer looks for no entry while it holds one", () => {
  const desk = holding({});
  const candles = randomCandles("exits", WARM_HOURS + 300);
  for (let i = WARM_HOURS; i < candles.length; i++) {
    assert.equal(playBar(desk, CandleColumns.row(candles, i)).intent, null);
  }
  tell(desk, { kind: "CampaignEnded", symbol: SYMBOL, intentId: ID, atMs: 0 });
  const more = randomCandles("after", 600, START_MS + (WARM_HOURS + 300) * HOUR_MS);
  const found = Array.from({ length: 600 }, (_, i) => playBar(desk, CandleColumns.row(more, i)).intent);
  assert.ok(found.some((intent) => intent !== null));
});

/**
 * Whoever looks into the future is caught, in a strategy or in the feed; the decision core as it is does not.
 *
 * @module
 */
import { ok, strictEqual } from "node:assert/strict";
import { Backtest } from "../lib/backtest/mod.ts";
import type { CandleColumns } from "../lib/market/mod.ts";
import { checkLookahead, type LookaheadVerdict, type RecordedRun, recordedRun } from "../lib/research/mod.ts";
import { ExchangeSpec, Tape } from "../lib/simulator/mod.ts";
import { emaCross, STRATEGIES } from "../lib/strategies/mod.ts";
import { createListRecorder, PHASE, traderSpec } from "../lib/trader/mod.ts";
import { crossSystem, marketOf, walkMarket } from "./fixtures/no_edge.ts";
import { wildSession } from "./fixtures/wild.ts";

const CUTS = { cuts: 12, seed: "1" };

Deno.test("checkLookahead() finds nothing in the router on an invented market of two symbols", () => {
  const session = wildSession({ seed: "look", symbols: 2, bars: 240 });
  const run = recordedRun(marketOf(session), session.trader.portfolio.config);
  const verdict = checkLookahead(session.tape, run, CUTS);
  strictEqual(verdict.leaks.length, 0, JSON.stringify(verdict.leaks[0]));
  strictEqual(verdict.runs, 2 * verdict.cuts);
  ok(verdict.atOrders >= 4 && verdict.decisions > 2_000, JSON.stringify(verdict));
});

const MARKET = walkMarket("look", 600);
const SYSTEM = crossSystem();

/** What a strategy must never have: the candles of the tape, and where on them it is. */
const stolen: { candles: CandleColumns | null; row: number } = { candles: null, row: -1 };

/** The crossing averages with a condition on the close that comes after the bar. */
function planted(wants: (next: number | undefined, close: number, side: number) => boolean): typeof emaCross {
  return {
    ...emaCross,
    observe(config, state, view) {
      stolen.row += 1;
      emaCross.observe(config, state, view);
    },
    generateSignal(config, state, view, signal, checks) {
      if (!emaCross.generateSignal(config, state, view, signal, checks)) return false;
      return wants(stolen.candles!.close[stolen.row + 1], view.entry.close, signal.side);
    },
  };
}

function checkPlanted(strategy: typeof emaCross, cuts = CUTS.cuts): LookaheadVerdict {
  const registry = STRATEGIES as { ema_cross: typeof emaCross };
  const honest = registry.ema_cross, run = recordedRun(MARKET, SYSTEM);
  const stealing: RecordedRun = (tape, stops) => {
    stolen.candles = tape.symbols[0]!.candles;
    stolen.row = -1;
    return run(tape, stops);
  };
  registry.ema_cross = strategy;
  try {
    return checkLookahead(MARKET.tape, stealing, { ...CUTS, cuts });
  } finally {
    registry.ema_cross = honest;
  }
}

/** A peek of one bar, the futures that show it, and what it does with no next close. */
const PEEKS = {
  "that enters only where the next close is better": (
    next: number | undefined,
    close: number,
    side: number,
  ) => next !== undefined && side * (next - close) > 0,
  "that takes a missing close for the last one": (next: number | undefined, close: number, side: number) =>
    side * ((next ?? close) - close) >= 0,
} as const;

for (const [name, wants] of Object.entries(PEEKS)) {
  Deno.test(`checkLookahead() catches a peek of one bar planted in a strategy, one ${name}`, () => {
    const { leaks } = checkPlanted(planted(wants));
    ok(leaks.length > 0, "not caught");
    const [leak] = leaks;
    strictEqual(leak!.kind, "DecisionMade");
    strictEqual(leak!.atMs, leak!.cutMs, "the decision at the end of what was known");
    ok(leak!.id.startsWith("TEST/USDT:USDT:") && leak!.field !== "", JSON.stringify(leak));
    ok(leak!.withFuture !== leak!.without);
  });
}

Deno.test("checkLookahead() says nothing of a strategy planted without a peek", () => {
  strictEqual(checkPlanted(planted(() => true)).leaks.length, 0);
});

Deno.test("checkLookahead() catches a feed that tells the close of the bar after", () => {
  const leaking: RecordedRun = (tape, stops) => {
    const { exchange, walletBalance } = MARKET;
    const recorder = createListRecorder();
    const run = Backtest.start({
      trader: traderSpec(SYSTEM, [{ instrument: tape.symbols[0]!.instrument, historySource: "" }], "x"),
      exchange: ExchangeSpec.create({ ...exchange, tape }),
      walletBalance,
    }, recorder);
    const { advance } = run.market, { bars } = run.market;
    Object.assign(run.market, {
      advance: (instant: Parameters<typeof advance>[0], out: Parameters<typeof advance>[1]) => {
        advance(instant, out);
        const row = Tape.row(tape, 0, instant.bar + 1);
        if (instant.phase === PHASE.bar && row >= 0) bars.close[0] = tape.symbols[0]!.candles.close[row]!;
      },
    });
    const counts = stops.map((stop) => {
      Backtest.advance(run, stop - run.cursor.bar);
      return recorder.events.length;
    });
    return { events: recorder.events, counts, equity: 0n };
  };
  const { leaks, runs } = checkLookahead(MARKET.tape, leaking, CUTS);
  strictEqual(leaks.length, runs, "every one of the runs must show it");
});

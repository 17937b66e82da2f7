import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { Backtest } from "../../backtest/mod.ts";
import { unwrap } from "../../core/mod.ts";
import { Money, parseInstrument } from "../../domain/mod.ts";
import { parseCandles, parseFunding } from "../../market/mod.ts";
import { ExchangeSpec, Tape } from "../../simulator/mod.ts";
import { createListRecorder, createTallyRecorder, systemConfig, traderSpec } from "../../trader/mod.ts";
import type { ReportInput } from "./report_input.ts";
import { runReport } from "./run_report.ts";

const FOLDER = "../shared/data";
const CANDLES = `${FOLDER}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`;
const FUNDING = `${FOLDER}/spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz`;
const INSTRUMENTS = `${FOLDER}/instruments/binance_usdm.json`;
const SYMBOL = "BTC/USDT:USDT";
const isThere = [CANDLES, FUNDING, INSTRUMENTS].every((path) => existsSync(path));

/** Regime-router with its defaults on all recorded hours of BTC. */
function realInput(recorder: ReturnType<typeof createListRecorder>): ReportInput {
  const candles = unwrap(parseCandles(Deno.readFileSync(CANDLES), CANDLES), "candles");
  const funding = unwrap(parseFunding(Deno.readFileSync(FUNDING), FUNDING), "funding");
  const registry = JSON.parse(Deno.readTextFileSync(INSTRUMENTS));
  const instrument = unwrap(parseInstrument(SYMBOL, registry[SYMBOL]), "instrument");
  const barMs = 3_600_000, fromMs = candles.openMs[0], toMs = candles.openMs[candles.length - 1] + barMs;
  const symbols = [{ instrument, candles, funding }];
  const tape = unwrap(Tape.create({ timeframeMs: barMs, fromMs, toMs, symbols }), "tape");
  const system = systemConfig.parse({ id: "regime-router", tag: "RR" });
  const run = Backtest.start({
    trader: traderSpec(system, [{ instrument, historySource: "" }], "real"),
    exchange: ExchangeSpec.create({ tape }),
    walletBalance: Money.parse("10000"),
  }, recorder);
  Backtest.advance(run);
  return {
    ...{
      title: "BTC",
      system: "regime-router",
      symbols: [SYMBOL],
      instruments: [instrument],
      fromMs,
      toMs,
      barMs,
    },
    ...{ walletBalance: 10_000, events: recorder.events, remarks: [], result: null },
    market: { symbol: SYMBOL, openMs: candles.openMs, close: candles.close },
  };
}

Deno.test({
  name: "runReport() has the figures of docs/results.md for BTC (needs ../shared/data)",
  ignore: !isThere,
  fn() {
    const { trades, risk, account, activity, decisions } = runReport(realInput(createListRecorder()));
    assert.deepEqual([trades.trades, trades.wins, activity.fills, account.liquidations], [101, 22, 213, 0]);
    assert.deepEqual(decisions!.verdicts, { no_trade: 20_123, holding: 1_282, approved: 102, denied: 10 });
    assert.deepEqual(
      [trades.profitFactor, trades.expectancyR, trades.netMoney, risk.maxDrawdownPct].map((it) =>
        it!.toFixed(3)
      ),
      ["0.628", "-0.348", "-1021.742", "14.447"],
    );
    assert.deepEqual([account.feesMoney.toFixed(2), account.fundingMoney.toFixed(2)], ["329.31", "22.54"]);
    const trend = decisions!.funnels.find(({ regime }) => regime === "TREND")!;
    assert.deepEqual([trend.bars, trend.intents, trend.approved], [5_821, 69, 60]);
    assert.deepEqual(trend.gates.map(({ left }) => left), [4_375, 4_131, 1_222, 1_090, 192, 174, 172, 69]);
  },
});

Deno.test({
  name: "runReport() of BTC is the same from a tally, as far as a tally goes (needs ../shared/data)",
  ignore: !isThere,
  fn() {
    const whole = runReport(realInput(createListRecorder())),
      tally = runReport(realInput(createTallyRecorder()));
    assert.deepEqual(tally.trades, whole.trades);
    assert.deepEqual(tally.byRegime, whole.byRegime);
    // the data ends within a day: its last hours are in no summary
    assert.deepEqual(tally.byMonth.slice(0, -1), whole.byMonth.slice(0, -1));
    assert.ok(Math.abs(tally.risk.sharpeAnnual! - whole.risk.sharpeAnnual!) < 0.02);
  },
});

import { ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { unwrap } from "../core/mod.ts";
import { parseInstrument } from "../domain/mod.ts";
import { parseCandles, parseFunding } from "../market/mod.ts";
import { HOUR_MS } from "./exchange_fixture.ts";
import { Tape } from "./tape.ts";

const ROOT = "../shared/data";
const FILES = {
  registry: `${ROOT}/instruments/binance_usdm.json`,
  candles: `${ROOT}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`,
  funding: `${ROOT}/spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz`,
};

Deno.test({
  name:
    "Tape.create() takes recorded BTC with all its funding, and says which rates a shorter file lacks (skipped where ../shared/data is absent)",
  ignore: !Object.values(FILES).every((file) => existsSync(file)),
  fn() {
    const symbol = "BTC/USDT:USDT";
    const registry = JSON.parse(readFileSync(FILES.registry, "utf8")) as Record<string, unknown>;
    const instrument = unwrap(parseInstrument(symbol, registry[symbol]), "instrument");
    const candles = unwrap(parseCandles(readFileSync(FILES.candles), "candles"), "candles");
    const funding = unwrap(parseFunding(readFileSync(FILES.funding), "funding"), "funding");
    const span = { fromMs: Date.UTC(2020, 6, 19), toMs: Date.UTC(2023, 0, 1), timeframeMs: HOUR_MS };
    const tape = unwrap(Tape.create({ ...span, symbols: [{ instrument, candles, funding }] }), "tape");
    strictEqual(tape.bars, 896 * 24);
    strictEqual(tape.fundingDue.reduce((a, b) => a + b), 896 * 3 - 1); // the one at fromMs is not settled
    strictEqual(Tape.history(tape, 0).length, 200 * 24);

    const cut = { ...funding, length: 0 };
    const refused = Tape.create({ ...span, symbols: [{ instrument, candles, funding: cut }] });
    ok(!refused.ok && refused.error.length === 1);
    ok(
      refused.error[0].startsWith(`${symbol}, at 2020-07-19T08:00:00Z: no funding rate at 2687 settlements`),
    );
  },
});

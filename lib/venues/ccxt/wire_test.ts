import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { binanceStreams, readBinance, readBinancePage } from "./binance_wire.ts";
import { kucoinTopics, readKucoin, readKucoinPage } from "./kucoin_wire.ts";

const PAYLOADS = "../shared/data/exchange_payloads";
const present = Deno.permissions.querySync({ name: "read" }).state === "granted" && exists(PAYLOADS);

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function recordedTest(name: string, fn: () => void): void {
  Deno.test({ name: present ? name : `${name} (skipped: no ${PAYLOADS})`, ignore: !present, fn });
}

const binance = (name: string): unknown =>
  JSON.parse(readFileSync(`${PAYLOADS}/binance_nautilus/${name}`, "utf8"));

/** The line after the one that begins so. */
function kucoin(head: string): unknown {
  const lines = readFileSync(`${PAYLOADS}/kucoin_wire_samples.txt`, "utf8").split("\n");
  return JSON.parse(lines[lines.findIndex((line) => line.startsWith(head)) + 1]);
}

recordedTest("readBinance() reads recorded candles, and whether they are over", () => {
  const base = {
    ...{ kind: "candle", nativeId: "BTCUSDT", interval: "1m", eventMs: 1638747660000, openMs: 1638747660000 },
    ...{ open: 0.001, high: 0.0025, close: 0.002, volume: 1000 },
  };
  const closed = readBinance(binance("futures/market_data_json/kline_stream_closed.json"));
  assert.deepEqual(closed, { ...base, low: 0.001, isClosed: true });
  const open = readBinance(binance("futures/market_data_json/kline_stream_open.json"));
  assert.deepEqual(open, { ...base, low: 0.0015, isClosed: false });
});

recordedTest("readBinance() reads the recorded mark price with rate and settlement time", () => {
  assert.deepEqual(readBinance(binance("futures/market_data_json/mark_price_stream.json")), {
    ...{ kind: "funding", nativeId: "BTCUSDT", eventMs: 1562305380000, rate: 0.00038167 },
    ...{ settlesMs: 1562306400000, mark: 11794.15 },
  });
});

recordedTest("readBinance() takes no other recorded stream for a candle", () => {
  for (const name of ["ticker", "book_ticker", "trade", "depth_update", "liquidation", "agg_trade"]) {
    assert.equal(readBinance(binance(`futures/market_data_json/${name}_stream.json`)), null, name);
  }
});

recordedTest("readBinancePage() and readKucoinPage() read recorded pages", () => {
  assert.deepEqual(readBinancePage(binance("py_resources/http_responses/http_futures_market_klines.json")), [{
    ...{ openMs: 1499040000000, open: 0.0163479, high: 0.8, low: 0.015758, close: 0.015771 },
    volume: 148976.11427815,
  }]);
  const rows = readKucoinPage(kucoin("[futures/market] getKlines response"));
  assert.equal(rows.length, 3);
  assert.deepEqual(rows[0], {
    ...{ openMs: 1728576000000, open: 60791.1, high: 61035, low: 58940, close: 60300, volume: 5501167 },
  });
});

recordedTest("readKucoin() reads a recorded candle: seconds, close before high, lots last", () => {
  assert.deepEqual(readKucoin(kucoin("[futures/futurespublic] klines response")), {
    ...{ kind: "candle", nativeId: "XBTUSDTM", interval: "1min", isClosed: false, eventMs: 1731898208357 },
    ...{ openMs: 1731898200000, open: 90638.6, high: 90638.6, low: 90638.6, close: 90638.6, volume: 21 },
  });
});

recordedTest("readKucoin() reads the recorded mark price, and nothing else of other topics", () => {
  assert.deepEqual(readKucoin(kucoin("[futures/futurespublic] instrument response")), {
    ...{
      kind: "funding",
      nativeId: "XBTUSDTM",
      eventMs: 1731899129000,
      rate: null,
      settlesMs: null,
      mark: 90445.02,
    },
  });
  for (const name of ["announcement", "execution", "orderbookIncrement", "symbolSnapshot"]) {
    assert.equal(readKucoin(kucoin(`[futures/futurespublic] ${name} response`)), null, name);
  }
});

Deno.test("readKucoin() tells high from close, and turnover from lots", () => {
  const candles = ["1700000000", "10", "11", "14", "9", "999", "5"];
  const message = {
    ...{ topic: "/contractMarket/limitCandle:ETHUSDTM_1hour", type: "message", subject: "candle.stick" },
    data: { symbol: "ETHUSDTM", candles, time: 1 },
  };
  assert.deepEqual(readKucoin(message), {
    ...{ kind: "candle", nativeId: "ETHUSDTM", interval: "1hour", isClosed: false, eventMs: 1 },
    ...{ openMs: 1_700_000_000_000, open: 10, high: 14, low: 9, close: 11, volume: 5 },
  });
});

Deno.test("readBinance() and readKucoin() read nothing from what is no message of theirs", () => {
  for (
    const message of [null, undefined, 7, "kline", [], {}, { e: "other" }, { type: "message" }, {
      type: "ack",
      id: "1",
    }]
  ) {
    assert.equal(readBinance(message), null);
    assert.equal(readKucoin(message), null);
  }
  // a candle without numbers is one that the rules refuse, not one with zeros
  const event = readBinance({ e: "kline", k: { s: "BTCUSDT", o: "" } });
  assert.ok(event?.kind === "candle" && Number.isNaN(event.open) && Number.isNaN(event.openMs));
});

Deno.test("readBinancePage() and readKucoinPage() throw on an answer that is no table, and take an empty one", () => {
  assert.deepEqual([readBinancePage([]), readKucoinPage({ code: "200000", data: [] })], [[], []]);
  for (const body of ['{"half": ', null, {}, [1, 2], { data: {} }]) {
    assert.throws(() => readBinancePage(body), /no table of candles/);
    assert.throws(() => readKucoinPage(body), /no table of candles/);
  }
});

Deno.test("binanceStreams() and kucoinTopics() ask for candles and mark price", () => {
  assert.deepEqual(binanceStreams("BTCUSDT", "1h"), ["btcusdt@kline_1h", "btcusdt@markPrice@1s"]);
  assert.deepEqual(kucoinTopics("XBTUSDTM", "1hour"), [
    "/contractMarket/limitCandle:XBTUSDTM_1hour",
    "/contract/instrument:XBTUSDTM",
  ]);
});

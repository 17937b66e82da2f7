import assert from "node:assert/strict";
import { Instrument, Money, parseInstrument } from "../../domain/mod.ts";
import type { VenueName } from "../port.ts";
import { type AccountTerms, binanceEntry, binanceFundingHours, priceBand } from "./binance_instrument.ts";
import { kucoinEntry, plainDecimal } from "./kucoin_instrument.ts";
import { FastTime, Market } from "./loopback_market_fixture.ts";
import { HAS_NET, LoopbackVenue } from "./loopback_server_fixture.ts";
import { BINANCE, KUCOIN } from "./loopback_wire_fixture.ts";
import { readInstruments } from "./read_instruments.ts";

const TERMS: AccountTerms = {
  ...{ makerFeeBps: "2", takerFeeBps: "5" },
  tiers: [{ floor: "0", cap: "50000", maintMarginRate: "0.004", maintAmount: "0", maxLeverage: "125" }],
};

const FILTERS = [
  { filterType: "PRICE_FILTER", tickSize: "0.10", minPrice: "556.80", maxPrice: "4529764" },
  { filterType: "LOT_SIZE", stepSize: "0.001", minQty: "0.001", maxQty: "1000" },
  { filterType: "MARKET_LOT_SIZE", stepSize: "0.001", minQty: "0.002", maxQty: "120" },
  { filterType: "MIN_NOTIONAL", notional: "100" },
  { filterType: "PERCENT_PRICE", multiplierUp: "1.0500", multiplierDown: "0.9500", multiplierDecimal: "4" },
  { filterType: "MAX_NUM_ORDERS", limit: 200 },
];

const BINANCE_INFO = {
  ...{
    symbol: "BTCUSDT",
    contractType: "PERPETUAL",
    quoteAsset: "USDT",
    marginAsset: "USDT",
    filters: FILTERS,
  },
};

const KUCOIN_INFO = {
  ...{ symbol: "XBTUSDTM", type: "FFWCSX", quoteCurrency: "USDT", settleCurrency: "USDT", isInverse: false },
  ...{
    lotSize: 1,
    tickSize: 0.1,
    multiplier: 0.001,
    maxOrderQty: 1000000,
    makerFeeRate: 2.0e-4,
    takerFeeRate: 6.0e-4,
  },
  fundingRateGranularity: 28800000,
};
const LIMITS = [
  { level: 2, minRiskLimit: 100000, maxRiskLimit: 500000, maintainMargin: 0.005, maxLeverage: 100 },
  { level: 1, minRiskLimit: 0, maxRiskLimit: 100000, maintainMargin: 0.004, maxLeverage: 125 },
];

function built(symbol: string, entry: ReturnType<typeof binanceEntry>): Instrument {
  assert.ok(entry.ok, entry.ok ? "" : entry.error);
  const parsed = parseInstrument(symbol, entry.value);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

Deno.test("binanceEntry() makes an instrument with the narrower of limit and market lots", () => {
  const it = built("BTC/USDT:USDT", binanceEntry(BINANCE_INFO, 8, TERMS));
  assert.equal(Instrument.price(it, 3), 0.3);
  assert.deepEqual([Instrument.quantity(it, it.minSteps), Instrument.quantity(it, it.maxSteps!)], [
    0.002,
    120,
  ]);
  assert.equal(it.minNotional, Money.parse("100"));
  assert.deepEqual([it.makerRateE8, it.takerRateE8, it.fundingIntervalMs], [20_000n, 50_000n, 28_800_000]);
  assert.deepEqual(priceBand(BINANCE_INFO), { lowest: 0.95, highest: 1.05 });
});

Deno.test("kucoinEntry() makes an instrument whose step is a lot in base units", () => {
  const it = built("BTC/USDT:USDT", kucoinEntry(KUCOIN_INFO, "BTC/USDT:USDT", LIMITS));
  assert.deepEqual([Instrument.quantity(it, 1), Instrument.quantity(it, it.maxSteps!)], [0.001, 1_000]);
  assert.equal(Instrument.notional(it, 900_000, 1), Money.parse("90"));
  assert.deepEqual([it.minSteps, it.minNotional, it.takerRateE8], [1, null, 60_000n]);
  assert.deepEqual(it.tiers.map(({ maxLeverage }) => maxLeverage), [125, 100]);
});

const without = (name: string) => FILTERS.filter(({ filterType }) => filterType !== name);

const REFUSED: readonly (readonly [string, object, RegExp])[] = [
  ["no filters", { filters: undefined }, /no filters/],
  [
    "a filter nobody knows",
    { filters: [...FILTERS, { filterType: "MOON_PHASE" }] },
    /MOON_PHASE are not understood/,
  ],
  ["no step", { filters: without("LOT_SIZE") }, /LOT_SIZE are missing/],
  ["no smallest notional", { filters: without("MIN_NOTIONAL") }, /MIN_NOTIONAL are missing/],
  ["a filter twice", { filters: [...FILTERS, FILTERS[0]] }, /PRICE_FILTER are missing or double/],
  ["a dated contract", { contractType: "CURRENT_QUARTER" }, /no perpetual/],
  ["another margin", { marginAsset: "BTC" }, /margin/],
];

for (const [name, change, why] of REFUSED) {
  Deno.test(`binanceEntry() refuses a symbol with ${name}`, () => {
    const entry = binanceEntry({ ...BINANCE_INFO, ...change }, 8, TERMS);
    assert.ok(!entry.ok);
    assert.match(entry.error, why);
  });
}

Deno.test("binanceEntry() refuses market orders in other steps than limit orders", () => {
  const filters = FILTERS.map((it) => it.filterType === "MARKET_LOT_SIZE" ? { ...it, stepSize: "0.01" } : it);
  assert.equal(binanceEntry({ ...BINANCE_INFO, filters }, 8, TERMS).ok, false);
});

Deno.test("kucoinEntry() refuses what it does not understand, and parseInstrument() numbers that are missing", () => {
  const changes = [
    ...[{ type: "FFICSX" }, { isInverse: true }, { isInverse: undefined }, { settleCurrency: "XBT" }],
    { fundingRateGranularity: null },
  ];
  for (const change of changes) {
    assert.equal(kucoinEntry({ ...KUCOIN_INFO, ...change }, "X", LIMITS).ok, false, JSON.stringify(change));
  }
  for (const limits of [null, [], {}]) assert.equal(kucoinEntry(KUCOIN_INFO, "X", limits).ok, false);
  for (const key of ["tickSize", "multiplier", "lotSize", "maxOrderQty", "makerFeeRate"]) {
    const entry = kucoinEntry({ ...KUCOIN_INFO, [key]: null }, "X", LIMITS);
    assert.ok(entry.ok && !parseInstrument("X", entry.value).ok, key);
  }
});

Deno.test("binanceFundingHours() takes eight hours where none are listed", () => {
  const list = [{ symbol: "ETHUSDT", fundingIntervalHours: 4 }];
  assert.deepEqual([binanceFundingHours(list, "ETHUSDT"), binanceFundingHours(list, "BTCUSDT")], [4, 8]);
  assert.throws(() => binanceFundingHours("<html>", "BTCUSDT"), /no list/);
});

Deno.test("plainDecimal() writes no exponents", () => {
  const cases: [unknown, string][] = [[1e-7, "0.0000001"], [2.5e-8, "0.000000025"], [0.1, "0.1"], [
    1000000,
    "1000000",
  ]];
  for (const [value, text] of cases) assert.equal(plainDecimal(value), text);
  for (const value of [null, "x", NaN, -1, 1e21, Infinity]) assert.equal(plainDecimal(value), "");
});

Deno.test({
  name: `readInstruments() reads both venues through ccxt and refuses by symbol${
    HAS_NET ? "" : " (needs --allow-net=127.0.0.1)"
  }`,
  ignore: !HAS_NET,
  async fn() {
    for (const venue of ["binance", "kucoin"] satisfies VenueName[]) {
      const time = new FastTime(1), market = new Market(time, 0);
      const loopback = new LoopbackVenue(venue === "binance" ? BINANCE : KUCOIN, market);
      const symbols = ["BTC/USDT:USDT", "ETH/USDT:USDT", "NOPE/USDT:USDT"];
      const termsOf = (symbol: string) => symbol.startsWith("ETH") ? null : TERMS;
      try {
        const read = await readInstruments({
          venue,
          symbols,
          origin: loopback.origin,
          callMs: 5_000,
          termsOf,
        });
        const { instrument, listedMs } = read.understood[0];
        assert.deepEqual([instrument.symbol, Instrument.quantity(instrument, 1)], ["BTC/USDT:USDT", 0.001]);
        assert.ok(listedMs! > 1_500_000_000_000);
        const refused = read.refused.map(({ symbol, why }) => `${symbol}: ${why}`);
        assert.deepEqual(refused, [
          ...(venue === "binance" ? ["ETH/USDT:USDT: its margin brackets and fees are not known"] : []),
          "NOPE/USDT:USDT: the venue does not list it",
        ]);
      } finally {
        await loopback.end();
        time.end();
      }
    }
  },
});

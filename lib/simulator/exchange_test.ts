import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { unwrap } from "../core/mod.ts";
import { Money } from "../domain/mod.ts";
import { PHASE, type VenueEvent } from "../trader/mod.ts";
import { createMarketStep, Exchange } from "./exchange.ts";
import { ExchangeSpec } from "./exchange_state.ts";
import { Tape } from "./tape.ts";
import {
  anOrder,
  type BarText,
  candlesOf,
  fundingOf,
  HOUR_MS,
  play,
  START_MS,
  submitOf,
  SYMBOL,
  tapeOf,
  testInstrument,
} from "./exchange_fixture.ts";

const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

for (
  const { name, held, bar, path } of [
    { name: "flat: the extreme nearer the open", held: 0, bar: [1000, 1010, 995, 1005], path: [995, 1010] },
    { name: "flat: the extreme nearer the open", held: 0, bar: [1000, 1010, 980, 1005], path: [1010, 980] },
    { name: "flat: the low at equal distance", held: 0, bar: [1000, 1010, 990, 1005], path: [990, 1010] },
    // as doubles the low is farther: 1.1 - 1 = 0.10000000000000009, 1.2 - 1.1 = 0.09999999999999987
    { name: "flat: the low at equal distance", held: 0, bar: [1.1, 1.2, 1, 1.1], path: [1, 1.2] },
    { name: "long: the low", held: 10, bar: [50_000, 50_100, 49_000, 50_000], path: [49_000, 50_100] },
    { name: "short: the high", held: -10, bar: [50_000, 51_000, 49_900, 50_000], path: [51_000, 49_900] },
  ] as const
) {
  Deno.test(`Exchange.advance() takes first, ${name} (${bar.join(" ")})`, () => {
    const game = play(tapeOf([QUIET, bar]));
    game.to(0, PHASE.open);
    if (held !== 0) game.order({ side: held > 0 ? 1 : -1, qtySteps: Math.abs(held) });
    game.to(1, PHASE.extreme1);
    const first = game.state.lastPrice[0];
    game.to(1, PHASE.extreme2);
    deepStrictEqual([first, game.state.lastPrice[0]], [...path]);
  });
}

Deno.test("Exchange.advance() keeps the order of the extremes when the position ends at the first one", () => {
  const game = play(tapeOf([QUIET, [50_000, 50_100, 49_000, 50_000]]));
  game.to(0, PHASE.open);
  game.order({ qtySteps: 10 });
  game.to(1, PHASE.open);
  game.order({ side: -1, qtySteps: 10, reduceOnly: true });
  game.to(1, PHASE.extreme1); // sold at the low; a flat symbol would have gone to the high first
  strictEqual(game.state.positions[0].qtySteps, 0);
  game.to(1, PHASE.extreme2);
  strictEqual(game.state.lastPrice[0], 50_100);
});

Deno.test("Exchange.advance() publishes the closed candles of the symbols that have one", () => {
  const symbol = (name: string, bars: readonly BarText[], from: number) => ({
    instrument: testInstrument(name),
    candles: candlesOf(bars, START_MS + from * HOUR_MS),
    funding: fundingOf([]),
  });
  const tape = unwrap(
    Tape.create({
      timeframeMs: HOUR_MS,
      fromMs: START_MS,
      toMs: START_MS + 2 * HOUR_MS,
      symbols: [symbol("B", [[1, 2, 1, 2, 5]], 1), symbol("A", [QUIET, [3, 4, 3, 4, 6]], 0)],
    }),
    "tape",
  );
  const spec = ExchangeSpec.create({ tape });
  const market = createMarketStep(spec, Exchange.create(spec, { walletBalance: 0n }));
  const out: VenueEvent[] = [];
  const rows: unknown[] = [];
  for (const instant of Tape.instants(tape)) {
    market.advance(instant, out);
    if (instant.phase !== PHASE.bar) continue;
    const { bars: b } = market;
    rows.push(
      Array.from(
        { length: b.count },
        (_, i) => [b.symbol[i], b.openMs[i] - START_MS, b.close[i], b.volume[i]],
      ),
    );
  }
  deepStrictEqual(rows, [
    [[0, 0, 50_000, 1000]],
    [[0, HOUR_MS, 4, 6], [1, HOUR_MS, 2, 5]],
  ]);
  deepStrictEqual(out, []);
});

Deno.test("Exchange: symbols are handled in index order, and each has its own orders and margin", () => {
  const source = (symbol: string) => ({
    instrument: testInstrument(symbol),
    candles: candlesOf([QUIET, QUIET]),
    funding: fundingOf([]),
  });
  const tape = unwrap(
    Tape.create({
      timeframeMs: HOUR_MS,
      fromMs: START_MS,
      toMs: START_MS + 2 * HOUR_MS,
      symbols: [source(SYMBOL), source("ALSO/USDT:USDT")],
    }),
    "tape",
  );
  const game = play(tape);
  game.send({ kind: "ConfigureSymbol", symbol: "ALSO/USDT:USDT", leverage: 2 });
  game.to(0, PHASE.close);
  game.order({ clientId: "first", qtySteps: 20 });
  game.order({ clientId: "second", qtySteps: 10, symbol: "ALSO/USDT:USDT" });
  const ids = game.to(1, PHASE.open).map((e) => e.kind === "OrderFilled" && [e.fill.clientId, e.fill.fillId]);
  deepStrictEqual(ids, [["second", "1"], ["first", "2"]]);
  // 10 x 500,100 x 10,000 / 2 and 20 x 500,100 x 10,000 / 10
  deepStrictEqual(game.state.isolatedMargin, [25_005_000_000n, 10_002_000_000n]);
});

Deno.test("ExchangeSpec slippage and volume share can be set", () => {
  const spec = ExchangeSpec.create({ tape: tapeOf([QUIET, QUIET]), slippageBps: 10, volumeSharePct: 0.05 });
  const state = Exchange.create(spec, { walletBalance: Money.parse("10000") });
  const market = createMarketStep(spec, state);
  const out: VenueEvent[] = [];
  market.handle({ kind: "ConfigureSymbol", symbol: SYMBOL, leverage: 10 }, 0, out);
  market.advance({ bar: 0, phase: PHASE.close, atMs: 0 }, out);
  market.handle(submitOf(anOrder("a"), 0), 0, out);
  market.advance({ bar: 1, phase: PHASE.open, atMs: 0 }, out);
  const fill = out.findLast((e) => e.kind === "OrderFilled")!.fill;
  // 50,000 x 1.001 = 50,050; 0.05 % of 1,000 base units are half a unit
  deepStrictEqual([fill.priceTicks, fill.qtySteps], [500_500, 500]);
});

for (
  const options of [
    { slippageBps: -1 },
    { slippageBps: NaN },
    { slippageBps: 10_000 },
    { volumeSharePct: 0 },
    { volumeSharePct: 101 },
    { volumeSharePct: NaN },
  ]
) {
  Deno.test(`ExchangeSpec.create() refuses ${Object.entries(options).join(" ").replace(",", " ")}`, () => {
    throws(() => ExchangeSpec.create({ tape: tapeOf([QUIET]), ...options }), RangeError);
  });
}

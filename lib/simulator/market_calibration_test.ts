import { deepStrictEqual, ok } from "node:assert/strict";
import { Rng } from "../core/mod.ts";
import { CandleColumns } from "../market/mod.ts";
import {
  apart,
  compare,
  inventedBookFigures,
  inventedFigures,
  inventedMarket,
  recordedFigures,
  SEEDS,
} from "./market_calibration_fixture.ts";
import { candleFigures } from "./market_figures_fixture.ts";
import { HAS_RECORDED, recordedCandles } from "./market_reality_fixture.ts";
import { quantiles } from "./market_statistics_fixture.ts";

/** A bar as logarithms over the close before it. */
type Move = readonly [open: number, high: number, low: number, close: number, volume: number];

/** A series of the same moves, changed. */
function rebuilt(candles: CandleColumns, change: (moves: Move[]) => readonly Move[]): CandleColumns {
  const moves: Move[] = [];
  for (let i = 1; i < candles.length; i++) {
    const of = (column: Float64Array) => Math.log(column[i] / candles.close[i - 1]);
    moves.push([of(candles.open), of(candles.high), of(candles.low), of(candles.close), candles.volume[i]]);
  }
  let close = candles.close[0];
  return CandleColumns.fromRows(
    change(moves).map(([o, h, l, c, volume], i) => {
      const at = (move: number) => close * Math.exp(move);
      const row = [candles.openMs[i], at(o), at(h), at(l), at(c), volume] as const;
      close = at(c);
      return row;
    }),
  );
}

/** The same bars in any order: tails and ranges stay, clustering goes. */
function shuffled(moves: Move[]): Move[] {
  const rng = Rng.create("shuffle");
  for (let i = moves.length - 1; i > 0; i--) {
    const j = Rng.below(rng, i + 1);
    [moves[i], moves[j]] = [moves[j], moves[i]];
  }
  return moves;
}

/** No move beyond what one in a hundred is: clustering stays, tails go. */
function clipped(moves: Move[]): Move[] {
  const [limit] = quantiles(Float64Array.from(moves, (move) => Math.abs(move[3])), [0.99]);
  const clip = (move: number) => Math.max(-limit, Math.min(limit, move));
  return moves.map(([o, h, l, c, volume]) => [clip(o), clip(h), clip(l), clip(c), volume]);
}

Deno.test({
  name:
    "MarketModel is as the recorded market within each figure's tolerance, and not without clustering or tails (skipped where ../shared/data is absent)",
  ignore: !HAS_RECORDED,
  fn() {
    const markets = SEEDS.map(inventedMarket);
    const invented = markets.map((market, i) => ({
      ...inventedFigures(market),
      ...inventedBookFigures(SEEDS[i]),
    }));
    const compared = compare(recordedFigures(), invented);
    ok(compared.length >= 60 && compared.every(({ tolerance }) => tolerance !== undefined));
    deepStrictEqual(apart(compared), []);

    const btc = candleFigures(recordedCandles("BTC"));
    const namesApart = (change: (moves: Move[]) => readonly Move[]) => {
      const altered = markets.slice(0, 3).map(([{ candles }]) => candleFigures(rebuilt(candles, change)));
      return compare(btc, altered).filter(({ isClose }) => !isClose).map(({ name }) => name);
    };
    const calm = namesApart(shuffled);
    for (const lag of [1, 24, 168]) ok(calm.includes(`abs return: autocorrelation, ${lag} h`), calm.join());
    const tame = namesApart(clipped);
    for (const q of ["0.1 %", "99.9 %"]) ok(tame.includes(`return: ${q} quantile`), tame.join());
    ok(tame.includes("return: kurtosis") && tame.includes("range: 99.9 % quantile"), tame.join());
  },
});

/** The comparison of the invented market with the recorded one: figures, and how far apart they may be. */

import type { CandleColumns } from "../market/mod.ts";
import { generateMarket } from "./generate_market.ts";
import { bookFigures, recordedBooks, type SeenBook } from "./market_book_fixture.ts";
import { MarketBar } from "./market_bar.ts";
import { MarketBook } from "./market_book.ts";
import { candleFigures, type Figures, fundingFigures, pairFigures } from "./market_figures_fixture.ts";
import { overlap, recordedCandles, recordedFunding, type RecordedName } from "./market_reality_fixture.ts";
import { regimeFigures } from "./market_regime_fixture.ts";
import { MarketModel } from "./model.ts";
import type { TapeSource } from "./tape_parts.ts";
import { type Tolerance, TOLERANCES } from "./market_tolerances_fixture.ts";

const HOUR_MS = 3_600_000;
/** As long as BTC's record, which is three years. */
export const YEARS_HOURS = 26_304;
const START_MS = Date.UTC(2020, 0, 1);
/** Seeds of the invented markets whose figures are averaged. */
export const SEEDS: readonly string[] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** The recorded market each of these is fitted to, and its index. */
export const FITTED: readonly (readonly [RecordedName, string, number])[] = [
  ["BTC", "ALFA", 0],
  ["LTC", "CHARLIE", 2],
  ["ADA", "FOXTROT", 5],
  ["DOGE", "HOTEL", 7],
];
const PAIRS = [[0, 1], [0, 2], [1, 2], [0, 3]] as const;

/** One figure of both. */
export interface Compared {
  readonly name: string;
  readonly recorded: number;
  /** Mean, least and most over the seeds. */
  readonly model: number;
  readonly least: number;
  readonly most: number;
  /** Absent where the figure is only shown. */
  readonly tolerance?: Tolerance;
  readonly isClose: boolean;
}

/** An invented market as long as the recorded one. */
export const inventedMarket = (seed: string): TapeSource[] =>
  generateMarket({ seed, symbols: 8, bars: YEARS_HOURS, startMs: START_MS, timeframeMs: HOUR_MS });

/** All figures of recorded BTC, with those of its pairs. */
export function recordedFigures(): Figures {
  const [btc, ...others] = FITTED.map(([name]) => recordedCandles(name));
  const all = [btc, ...others];
  return {
    ...candleFigures(btc),
    ...regimeFigures(btc),
    ...fundingFigures(recordedFunding(), btc),
    ...pairs((i, j) => overlap(all[i], all[j])),
    ...bookFigures(recordedBooks(), 0.1),
  };
}

/** The same of an invented market. */
export function inventedFigures(market: readonly TapeSource[]): Figures {
  const [{ candles, funding }] = market;
  const of = (i: number) => market[FITTED[i][2]].candles;
  return {
    ...candleFigures(candles),
    ...regimeFigures(candles),
    ...fundingFigures(funding, candles),
    ...pairs((i, j) => [of(i), of(j)]),
  };
}

function pairs(of: (i: number, j: number) => readonly [CandleColumns, CandleColumns]): Figures {
  const figures = PAIRS.map(([i, j]) => pairFigures(`${FITTED[i][0]} and ${FITTED[j][0]}`, ...of(i, j)));
  return Object.assign({}, ...figures);
}

/** Figures of the first symbol's books, one an hour. */
export function inventedBookFigures(seed: string, hours = 2000): Figures {
  const spec = { seed, symbols: 1, startMs: START_MS, timeframeMs: HOUR_MS };
  const state = MarketModel.create(spec);
  const bar = MarketBar.create(1), book = MarketBook.create();
  const books: SeenBook[] = [];
  for (let i = 0; i < hours; i++) {
    MarketModel.next(spec, state, bar);
    MarketBook.read(spec, state, 0, book);
    const side = (prices: Float64Array, quantities: Float64Array) =>
      Array.from(prices, (price, k) => [price, quantities[k]] as const);
    books.push({
      bids: side(book.bidPrice, book.bidQuantity),
      asks: side(book.askPrice, book.askQuantity),
    });
  }
  return bookFigures(books, 0.1);
}

/** Recorded figures beside those of several invented markets; a figure is close when their mean is within its tolerance. */
export function compare(recorded: Figures, invented: readonly Figures[]): Compared[] {
  return Object.entries(recorded).filter(([name]) => name in invented[0]).map(([name, value]) => {
    const values = invented.map((figures) => figures[name]);
    const model = values.reduce((a, b) => a + b) / values.length;
    const tolerance = TOLERANCES[name];
    return {
      ...{ name, recorded: value, model, least: Math.min(...values), most: Math.max(...values) },
      ...tolerance === undefined ? {} : { tolerance },
      isClose: tolerance === undefined || isWithin(tolerance, value, model),
    };
  });
}

function isWithin({ by, limit }: Tolerance, recorded: number, model: number): boolean {
  if (by === "difference") return Math.abs(model - recorded) <= limit;
  return Math.abs(Math.log(model / recorded)) <= Math.log(limit);
}

/** Names of the figures that are not close, with both values. */
export function apart(compared: readonly Compared[]): string[] {
  return compared.filter(({ isClose }) => !isClose)
    .map(({ name, recorded, model }) =>
      `${name}: recorded ${recorded.toFixed(3)}, model ${model.toFixed(3)}`
    );
}

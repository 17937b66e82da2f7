/** A recorded order book, rebuilt second by second, and figures of books. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Figures } from "./market_figures_fixture.ts";
import { BOOK_FILE } from "./market_reality_fixture.ts";
import { deviation, mean, quantiles } from "./market_statistics_fixture.ts";

const LEVELS = 10;

/** Levels of a side, best first: price and quantity. */
type Side = readonly (readonly [number, number])[];

/** A book at one moment. */
export interface SeenBook {
  readonly bids: Side;
  readonly asks: Side;
}

type Changes = readonly (readonly [string, string])[];

interface Line {
  readonly e?: string;
  readonly E: number;
  readonly u: number;
  readonly b: Changes;
  readonly a: Changes;
  readonly lastUpdateId?: number;
  readonly bids?: Changes;
  readonly asks?: Changes;
}

/** The book after the first change of each second. */
export function recordedBooks(): SeenBook[] {
  const bids = new Map<number, number>(), asks = new Map<number, number>();
  const books: SeenBook[] = [];
  let since = Infinity, second = 0;
  for (const line of readLines()) {
    if (line.lastUpdateId !== undefined) {
      since = line.lastUpdateId;
      change(bids, line.bids!);
      change(asks, line.asks!);
    } else if (line.e === "depthUpdate" && line.u >= since) {
      change(bids, line.b);
      change(asks, line.a);
      if (Math.floor(line.E / 1000) === second) continue;
      second = Math.floor(line.E / 1000);
      books.push({ bids: best(bids, -1), asks: best(asks, 1) });
    }
  }
  return books;
}

function* readLines(): Generator<Line> {
  for (const text of gunzipSync(readFileSync(BOOK_FILE)).toString().split("\n")) {
    if (text === "") continue;
    // time of receipt, then the message
    const message = JSON.parse(text.slice(text.indexOf(" ") + 1));
    yield message.data ?? message;
  }
}

function change(side: Map<number, number>, changes: Changes): void {
  for (const [price, quantity] of changes) {
    if (Number(quantity) === 0) side.delete(Number(price));
    else side.set(Number(price), Number(quantity));
  }
}

const best = (side: Map<number, number>, direction: 1 | -1): Side =>
  [...side].sort((a, b) => direction * (a[0] - b[0])).slice(0, LEVELS);

/** Spread, depth and width of ten levels; values in thousands of quote currency. */
export function bookFigures(books: readonly SeenBook[], tick: number): Figures {
  const sides = books.flatMap(({ bids, asks }) => [bids, asks]);
  const value = (side: Side, i: number) => side[i][0] * side[i][1] / 1000;
  const touch = Float64Array.from(sides, (side) => value(side, 0));
  const behind = Float64Array.from(sides.flatMap((side) => side.slice(1).map((_, i) => value(side, i + 1))));
  const all = Float64Array.from(sides, (side) => side.reduce((sum, _, i) => sum + value(side, i), 0));
  const width = sides.map((side) => 1e4 * Math.abs(side[LEVELS - 1][0] / side[0][0] - 1));
  return {
    "book: spread, ticks": mean(
      Float64Array.from(books, ({ bids, asks }) => (asks[0][0] - bids[0][0]) / tick),
    ),
    "book: mean of the best level, thousands": mean(touch),
    "book: mean of a level behind it, thousands": mean(behind),
    "book: spread of ln(best level)": deviation(touch.map(Math.log)),
    "book: spread of ln(level behind it)": deviation(behind.map(Math.log)),
    "book: median of ten levels, thousands": quantiles(all, [0.5])[0],
    "book: ten levels reach, bps": mean(Float64Array.from(width)),
  };
}

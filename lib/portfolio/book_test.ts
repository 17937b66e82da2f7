import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { Money, Position } from "../domain/mod.ts";
import { Book, type BookState, type Holding } from "./book.ts";
import { anInstrument } from "./instrument_fixture.ts";

const IT = anInstrument();
const usdt = Money.parse;

/** A book with one holding per change, all of the same instrument. */
function bookOf(wallet: string, ...changes: Partial<Holding>[]): BookState {
  const book = Book.create(changes.length);
  book.wallet = usdt(wallet);
  changes.forEach((change, i) => Object.assign(book.holdings[i], change));
  return book;
}

/** 0.5 long from 20,000.0 with the stop at 19,600.0. */
const LONG: Partial<Holding> = {
  side: 1,
  qtySteps: 500,
  cost: usdt("10000"),
  isolatedMargin: usdt("5000"),
  stopTicks: 196_000,
  markPrice: 20_300,
};

/** 2 short from 1,500.0 with the stop at 1,530.0. */
const SHORT: Partial<Holding> = {
  side: -1,
  qtySteps: 2000,
  cost: usdt("3000"),
  isolatedMargin: usdt("1500"),
  stopTicks: 15_300,
  markPrice: 1_520.5,
};

/** 0.1 long approved at 8,000.0 with the stop at 7,900.0; nothing of it has filled yet. */
const PENDING: Partial<Holding> = {
  pendingSide: 1,
  pendingSteps: 100,
  pendingRiskPerStep: usdt("0.1"),
  pendingValuePerStep: usdt("8"),
  stopTicks: 79_000,
  markPrice: 8_010,
};

const INSTRUMENTS = [IT, IT, IT];
const THREE = () => bookOf("10000", LONG, SHORT, PENDING);

Deno.test("Book.equity() is the wallet plus the profit of longs and shorts at their last prices", () => {
  // long 0.5 x (20,300 - 20,000) = 150; short 2 x (1,500 - 1,520.5) = -41; the pending entry has none
  strictEqual(Book.unrealized(THREE(), INSTRUMENTS), usdt("109"));
  strictEqual(Book.equity(THREE(), INSTRUMENTS), usdt("10109"));
});

Deno.test("Book.roughEquity() is equity() as a double, whatever is held after Book.hold()", () => {
  const book = THREE();
  for (const h of book.holdings) Book.hold(h, IT, { side: h.side, qtySteps: h.qtySteps, cost: h.cost });
  strictEqual(Book.roughEquity(book), Number(usdt("10109")));
  Book.hold(book.holdings[0], IT, { side: -1, qtySteps: 100, cost: usdt("2100") });
  // short 0.1 x (21,000 - 20,300) = 70
  strictEqual(Book.equity(book, INSTRUMENTS), usdt("10029"));
  strictEqual(Book.roughEquity(book), Number(usdt("10029")));
  Book.hold(book.holdings[0], IT, Position.flat);
  strictEqual(Book.roughEquity(book), Number(usdt("9959")));
});

Deno.test("Book.equity() follows a price between two ticks exactly", () => {
  const book = bookOf("10000", { ...LONG, markPrice: 20_300.03 });
  strictEqual(Book.equity(book, [IT]), usdt("10150.015"));
});

Deno.test("Book.sizingEquity() counts open losses and never open profit", () => {
  strictEqual(Book.sizingEquity(THREE(), INSTRUMENTS), usdt("10000"), "profit of 109 is not counted");
  const losing = bookOf("10000", { ...LONG, markPrice: 19_800 }, SHORT);
  // -100 - 41
  strictEqual(Book.sizingEquity(losing, INSTRUMENTS), usdt("9859"));
  strictEqual(Book.sizingEquity(bookOf("10000", LONG), [IT]), usdt("10000"));
  strictEqual(Book.sizingEquity(bookOf("10000"), []), usdt("10000"));
});

Deno.test("Book.freeMargin() keeps back position margins and what pending entries will need", () => {
  // 10,000 - 5,000 - 1,500 - 100 steps x 8 / leverage
  strictEqual(Book.freeMargin(THREE(), 2), usdt("3100"));
  strictEqual(Book.freeMargin(THREE(), 1), usdt("2700"));
  // 800 / 3 = 266.66666666.. is needed rounded up
  strictEqual(Book.freeMargin(THREE(), 3), usdt("3233.33333333"));
});

Deno.test("Book.grossExposure() adds the value of longs, shorts and pending entries without netting", () => {
  // 0.5 x 20,300 = 10,150; 2 x 1,520.5 = 3,041; 0.1 x 8,000 = 800
  strictEqual(Book.grossExposure(THREE(), INSTRUMENTS), usdt("13991"));
});

Deno.test("Book.riskAtStop() is what the stop would cost, of a long and of a short", () => {
  const riskAt = (holding: Partial<Holding>, stopTicks: number) =>
    Book.riskAtStop(IT, bookOf("0", { ...holding, stopTicks }).holdings[0]);
  const table: readonly [string, Partial<Holding>, number, string][] = [
    ["long below its entry: 0.5 x 400", LONG, 196_000, "200"],
    ["long at its entry", LONG, 200_000, "0"],
    ["long that locks in a profit", LONG, 201_000, "0"],
    ["short above its entry: 2 x 30", SHORT, 15_300, "60"],
    ["short at its entry", SHORT, 15_000, "0"],
    ["short that locks in a profit", SHORT, 14_900, "0"],
    ["long without a stop", LONG, 0, "10000"],
    ["short without a stop", SHORT, 0, "3000"],
    ["nothing held", { ...LONG, qtySteps: 0, cost: 0n }, 196_000, "0"],
  ];
  for (const [name, holding, stopTicks, want] of table) {
    strictEqual(riskAt(holding, stopTicks), usdt(want), name);
  }
});

Deno.test("Book.openRisk() adds every stop and what pending entries would lose", () => {
  // 200 + 60 + 100 steps x 0.1
  strictEqual(Book.openRisk(THREE(), INSTRUMENTS), usdt("270"));
});

Deno.test("Book.openRisk() of a half-filled entry counts the held and the pending part once each", () => {
  const half = { ...LONG, pendingSide: 1, pendingSteps: 250, pendingRiskPerStep: usdt("0.4") } as const;
  // 0.5 x 400 + 0.25 x 400
  strictEqual(Book.openRisk(bookOf("10000", half), [IT]), usdt("300"));
});

Deno.test("Book.direction() and isEngaged() see what is held before what is pending", () => {
  const table: readonly [Partial<Holding>, number, boolean][] = [
    [{}, 0, false],
    [LONG, 1, true],
    [SHORT, -1, true],
    [PENDING, 1, true],
    [{ pendingSide: -1 }, -1, true],
    [{ ...SHORT, pendingSide: 1 }, -1, true],
    [{ side: -1 }, 0, false],
  ];
  for (const [change, direction, engaged] of table) {
    const [holding] = bookOf("0", change).holdings;
    strictEqual(Book.direction(holding), direction);
    strictEqual(Book.isEngaged(holding), engaged);
  }
});

Deno.test("Book.create() gives a state that a snapshot holds whole", () => {
  deepStrictEqual(decodeState(encodeState(THREE())), THREE());
  strictEqual(Book.equity(Book.create(3), INSTRUMENTS), 0n);
});

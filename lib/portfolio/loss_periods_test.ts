import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../core/mod.ts";
import { Money } from "../domain/mod.ts";
import { LossPeriods, type PeriodChange, periodEnd, type PeriodName, periodStart } from "./loss_periods.ts";

const usdt = Money.parse;
const HOUR = 3_600_000, DAY = 24 * HOUR;
const LIMITS = [2, 5, 8];
/** Monday and first of a month: all three periods begin. */
const MONDAY = Date.UTC(2024, 0, 1);
const utc = (text: string): number => Date.parse(`${text}Z`);

/** Looks at the equities, one per time from MONDAY. */
function watch(state: LossPeriods, looks: readonly (readonly [atMs: number, equity: string])[]) {
  return looks.flatMap(([atMs, equity]) =>
    LossPeriods.observe(state, MONDAY + atMs, usdt(equity), LIMITS).map((c) => ({ ...c, atMs }))
  );
}

Deno.test("periodStart() and periodEnd() hold a time in its UTC day, ISO week and calendar month", () => {
  const table: readonly [PeriodName, string, string, string][] = [
    ["day", "2024-02-29T23:59:59.999", "2024-02-29T00:00", "2024-03-01T00:00"],
    ["day", "2024-03-01T00:00", "2024-03-01T00:00", "2024-03-02T00:00"],
    ["week", "2024-01-01T00:00", "2024-01-01T00:00", "2024-01-08T00:00"], // a Monday
    ["week", "2024-01-07T23:59:59.999", "2024-01-01T00:00", "2024-01-08T00:00"], // its Sunday
    ["week", "2024-01-08T00:00", "2024-01-08T00:00", "2024-01-15T00:00"],
    ["week", "2021-01-01T12:00", "2020-12-28T00:00", "2021-01-04T00:00"], // 2020 has 53 ISO weeks
    ["week", "2024-02-29T12:00", "2024-02-26T00:00", "2024-03-04T00:00"],
    ["month", "2024-02-29T23:59:59.999", "2024-02-01T00:00", "2024-03-01T00:00"], // leap year
    ["month", "2023-02-28T23:59:59.999", "2023-02-01T00:00", "2023-03-01T00:00"],
    ["month", "2100-02-28T12:00", "2100-02-01T00:00", "2100-03-01T00:00"], // no leap year
    ["month", "2024-12-31T23:59:59.999", "2024-12-01T00:00", "2025-01-01T00:00"],
    ["month", "2024-04-30T12:00", "2024-04-01T00:00", "2024-05-01T00:00"],
    ["month", "2024-01-31T12:00", "2024-01-01T00:00", "2024-02-01T00:00"],
  ];
  for (const [period, at, start, end] of table) {
    strictEqual(periodStart(period, utc(at)), utc(start), `start of the ${period} of ${at}`);
    strictEqual(periodEnd(period, utc(start)), utc(end), `end of the ${period} of ${at}`);
  }
});

Deno.test("periodStart() and periodEnd() tile time, weeks from Monday, months from the first", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<PeriodName>("day", "week", "month"),
      fc.integer({ min: utc("1970-01-05T00:00"), max: utc("2200-01-01T00:00") }),
      (period, atMs) => {
        const start = periodStart(period, atMs), end = periodEnd(period, start);
        strictEqual(start <= atMs && atMs < end, true);
        strictEqual(start % DAY, 0);
        strictEqual(periodStart(period, end - 1), start);
        strictEqual(periodStart(period, end), end);
        if (period === "week") strictEqual(new Date(start).getUTCDay(), 1);
        if (period === "month") strictEqual(new Date(start).getUTCDate(), 1);
      },
    ),
    { seed: 41, numRuns: 2000 },
  );
});

Deno.test("LossPeriods.observe() latches at exactly the limit and not one unit before", () => {
  const table: readonly [string, readonly PeriodChange[]][] = [
    ["9800.00000001", []],
    ["9800", [{ period: "day", on: true, lossPct: 2 }]],
    ["9500.00000001", [{ period: "day", on: true, lossPct: 4.9999999999 }]],
    ["9500", [{ period: "day", on: true, lossPct: 5 }, { period: "week", on: true, lossPct: 5 }]],
    ["9200", [
      { period: "day", on: true, lossPct: 8 },
      { period: "week", on: true, lossPct: 8 },
      { period: "month", on: true, lossPct: 8 },
    ]],
  ];
  for (const [equity, want] of table) {
    const state = LossPeriods.create();
    deepStrictEqual(LossPeriods.observe(state, MONDAY, usdt("10000"), LIMITS), []);
    deepStrictEqual(LossPeriods.observe(state, MONDAY + HOUR, usdt(equity), LIMITS), want, equity);
  }
});

Deno.test("LossPeriods.observe() latches at exactly the limit whatever the equity", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 10n }),
      fc.integer({ min: 1, max: 100 }),
      (thousandths, tenths) => {
        const first = thousandths * 1000n, loss = thousandths * BigInt(tenths);
        const limits = [tenths / 10, Infinity, Infinity];
        const state = LossPeriods.create();
        LossPeriods.observe(state, MONDAY, first, limits);
        strictEqual(LossPeriods.observe(state, MONDAY + 1, first - loss + 1n, limits).length, 0);
        const [change] = LossPeriods.observe(state, MONDAY + 2, first - loss, limits);
        deepStrictEqual(change, { period: "day", on: true, lossPct: tenths / 10 });
      },
    ),
    { seed: 42, numRuns: 3000 },
  );
});

Deno.test("LossPeriods.observe() stays latched to the period's end and reports each change once", () => {
  const state = LossPeriods.create();
  deepStrictEqual(
    watch(state, [
      [0, "10000"],
      [HOUR, "9790"],
      [2 * HOUR, "9500.5"], // deeper: the day is latched already
      [3 * HOUR, "10500"], // recovered: it stays latched
      [DAY - 1, "10400"],
    ]),
    [{ period: "day", on: true, lossPct: 2.1, atMs: HOUR }],
  );
  deepStrictEqual(state.map((p) => p.stopped), [1, 0, 0]);
  strictEqual(state[0].lossPct, -4, "what it is now, not what it was");
  deepStrictEqual(watch(state, [[DAY, "10300"], [DAY + HOUR, "10299"]]), [
    { period: "day", on: false, lossPct: -4, atMs: DAY },
  ]);
  deepStrictEqual(state.map((p) => p.stopped), [0, 0, 0]);
});

Deno.test("LossPeriods.observe() begins a period with the equity at its first look", () => {
  const state = LossPeriods.create();
  watch(state, [[0, "10000"], [HOUR, "10100"], [DAY, "10200"]]);
  deepStrictEqual(state.map((p) => p.firstEquity), [usdt("10200"), usdt("10000"), usdt("10000")]);
  deepStrictEqual(state.map((p) => p.startMs), [MONDAY + DAY, MONDAY, MONDAY]);
  deepStrictEqual(state.map((p) => p.endMs), [MONDAY + 2 * DAY, MONDAY + 7 * DAY, utc("2024-02-01T00:00")]);
  // 2 % of 10,200 is 204
  deepStrictEqual(watch(state, [[DAY + HOUR, "9996.00000001"]]), []);
  deepStrictEqual(watch(state, [[DAY + 2 * HOUR, "9996"]]), [
    { period: "day", on: true, lossPct: 2, atMs: DAY + 2 * HOUR },
  ]);
});

Deno.test("LossPeriods.observe() latches week and month by losses spread over days", () => {
  const looks: [number, string][] = [
    [0, "10000"],
    [HOUR, "9810"], // day -1.9 %
    [DAY, "9810"],
    [DAY + HOUR, "9630"], // day -1.83 %
    [2 * DAY, "9500"], // at the roll of the day: week -5 %
    [7 * DAY, "9350"], // the week is over
    [8 * DAY, "9200"], // month -8 %
    [31 * DAY, "9100"], // 1 February, a Thursday
  ];
  deepStrictEqual(
    watch(LossPeriods.create(), looks).map(({ period, on, atMs }) => [period, on, atMs / DAY]),
    [["week", true, 2], ["week", false, 7], ["month", true, 8], ["month", false, 31]],
  );
});

Deno.test("LossPeriods.observe() of an account without equity begins with its first equity", () => {
  for (const nothing of [0n, -5n]) {
    const state = LossPeriods.create();
    LossPeriods.observe(state, MONDAY, nothing, LIMITS);
    deepStrictEqual(LossPeriods.observe(state, MONDAY + 1, nothing - 1n, LIMITS), []);
    deepStrictEqual(LossPeriods.observe(state, MONDAY + 2, usdt("100"), LIMITS), []);
    deepStrictEqual(LossPeriods.observe(state, MONDAY + 3, usdt("98"), LIMITS), [
      { period: "day", on: true, lossPct: 2 },
    ]);
  }
});

Deno.test("LossPeriods.observe() is off at Infinity, even when all is lost", () => {
  const off = [Infinity, Infinity, Infinity];
  const state = LossPeriods.create();
  LossPeriods.observe(state, MONDAY, usdt("1"), off);
  deepStrictEqual(LossPeriods.observe(state, MONDAY + 1, usdt("-1"), off), []);
});

Deno.test("LossPeriods.observe() from a snapshot says what it would have said", () => {
  const look = fc.tuple(fc.integer({ min: 1, max: 40 * HOUR }), fc.integer({ min: 80, max: 110 }));
  fc.assert(
    fc.property(fc.array(look, { minLength: 2, maxLength: 60 }), fc.nat(), (looks, where) => {
      const whole = LossPeriods.create();
      let cut = LossPeriods.create(), atMs = MONDAY;
      looks.forEach(([stepMs, percent], i) => {
        if (i === where % looks.length) cut = decodeState(encodeState(cut)) as LossPeriods;
        atMs += stepMs;
        const equity = BigInt(percent) * usdt("100");
        const expected = LossPeriods.observe(whole, atMs, equity, LIMITS);
        deepStrictEqual(LossPeriods.observe(cut, atMs, equity, LIMITS), expected);
        deepStrictEqual(cut, whole);
      });
    }),
    { seed: 43, numRuns: 200 },
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { beat, closed, inputOf, type TripText } from "./report_fixture.ts";
import { reportHtml } from "./report_html.ts";
import { runReport } from "./run_report.ts";
import { DAY_MS } from "./spans.ts";

const cents = fc.integer({ min: -100_000, max: 100_000 }).map((value) => (value / 100).toFixed(2));
const trip = fc.record({
  symbol: fc.constantFrom("AAA/USDT:USDT", "BBB/USDT:USDT"),
  side: fc.constantFrom("long" as const, "short" as const),
  regime: fc.constantFrom("TREND", "RANGE", "BREAKOUT"),
  hours: fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 200 })),
  quantity: fc.integer({ min: 1, max: 100 }),
  prices: fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 })),
  fees: cents,
  funding: cents,
  gross: cents,
  // no risk known: R is infinite, or NaN
  risk: fc.constantFrom("50", "12.5", "0"),
  exits: fc.constantFrom(["stop"], ["target1", "stop"], ["liquidation"], []),
}).map((text): TripText => ({ ...text, hours: [text.hours[0], text.hours[0] + text.hours[1]] }));
const equity = fc.array(fc.integer({ min: -1_000, max: 40_000 }), { maxLength: 60 });
const run = fc.record({
  trips: fc.array(trip, { maxLength: 30 }),
  equity,
  days: fc.integer({ min: 1, max: 90 }),
})
  .map(({ trips, equity, days }) => {
    const input = inputOf({
      events: [...equity.map((value, i) => beat(30 * (i + 1), value)), ...trips.map(closed)],
    });
    return { ...input, toMs: input.fromMs + days * DAY_MS };
  });

const near = (a: number, b: number) =>
  assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)), `${a}, ${b}`);

Deno.test("runReport() tables each add up to the totals, whatever the trades", () => {
  fc.assert(
    fc.property(run, (input) => {
      const { trades, account, byRegime, bySymbol, bySide, byExit, byMonth, charts } = runReport(input);
      for (const rows of [byRegime, bySymbol, bySide, byExit, byMonth]) {
        const sum = (of: "trades" | "sumR" | "netMoney") => rows.reduce((total, row) => total + row[of], 0);
        assert.equal(sum("trades"), trades.trades);
        near(sum("sumR"), trades.sumR);
        near(sum("netMoney"), trades.netMoney);
      }
      near(trades.netMoney, trades.grossMoney - trades.feesMoney + trades.fundingMoney);
      near(trades.netMoney + account.openMoney, account.changeMoney);
      near(byMonth.reduce((total, { changeMoney }) => total + changeMoney, 0), account.changeMoney);
      assert.ok(charts.rHistogram.reduce((total, bin) => total + bin.trades, 0) <= trades.trades);
    }),
    { seed: 5, numRuns: 200 },
  );
});

Deno.test("runReport() is plain JSON without NaN, and it and its page are the same twice, whatever happened", () => {
  fc.assert(
    fc.property(run, (input) => {
      const report = runReport(input);
      // NaN and Infinity would come back as null, undefined not at all
      assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
      assert.equal(JSON.stringify(runReport(structuredClone(input))), JSON.stringify(report));
      const page = reportHtml(report);
      assert.equal(reportHtml(JSON.parse(JSON.stringify(report))), page);
      assert.doesNotMatch(page.replace(/<script>[^]*<\/script>/, ""), /NaN|Infinity|undefined/);
    }),
    { seed: 6, numRuns: 100 },
  );
});

import assert from "node:assert/strict";
import { FACTS, SYMBOL, UNITS } from "../facts_fixture.ts";
import { ReportRows } from "./rows.ts";

Deno.test("ReportRows.figures() and bar() give a day's line in decimals, net of fees and with funding", () => {
  const { day } = FACTS.DaySummarised;
  const figures = ReportRows.figures(day, { ...day, equity: 1_000_000_000_000n });
  assert.deepEqual(figures, {
    ...{
      equity: "10012.3",
      wallet: "10005",
      previousEquity: "10000",
      realized: "5.12345678",
      unrealized: "7.3",
    },
    ...{ fees: "0.73", funding: "-0.012", net: "4.38145678", sumR: 1.234, drawdownPct: 0.5, drawdownR: 1 },
    ...{ roundTrips: 3, decisions: 24, entries: 2 },
  });
  assert.equal(ReportRows.figures(day, null).previousEquity, null);
  assert.deepEqual(ReportRows.bar(day), { date: "2024-01-01", net: "4.38145678", sumR: 1.234 });
});

Deno.test("ReportRows.trip() gives a closed position, in steps where its instrument is not known", () => {
  const { trip } = FACTS.RoundTripClosed;
  assert.deepEqual(ReportRows.trip(trip, UNITS.instruments), {
    ...{ symbol: SYMBOL, side: "long", strategy: "trend", regime: "TREND", qty: "0.012" },
    ...{ openedAt: "2024-01-01T00:00:00.000Z", closedAt: "2024-01-01T05:12:00.000Z" },
    ...{ entryPrice: "61234.5", exitPrice: "60900.123", netPnl: "-4.756", fees: "0.73", funding: "-0.012" },
    ...{ r: -0.9806, exits: ["target1", "stop", "stop"] },
  });
  assert.equal(ReportRows.trip(trip, []).qty, "12 steps");
});

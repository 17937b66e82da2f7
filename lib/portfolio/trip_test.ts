import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Money } from "../domain/mod.ts";
import { Trip } from "./trip.ts";

const usdt = Money.parse;
const NONE = 0n;

Deno.test("Trip.fill() adds up a long that is entered in two parts and left at target and stop", () => {
  const trip = Trip.open("id", 1_000);
  Trip.fill(trip, "entry", 1_000, 30, usdt("1.5"), NONE);
  Trip.fill(trip, "entry", 1_010, 10, usdt("0.5"), NONE);
  Trip.fill(trip, "target1", 1_050, 20, usdt("1"), usdt("9.5"));
  Trip.fill(trip, "stop", 990, 5, usdt("0.2"), usdt("-0.625"));
  Trip.fill(trip, "stop", 980, 15, usdt("0.6"), usdt("-3.375"));
  trip.funding += usdt("-0.25");
  deepStrictEqual(trip, {
    intentId: "id",
    openedAtMs: 1_000,
    qtySteps: 40,
    entrySteps: 40,
    entryTickSteps: 40_100n, // 30 x 1,000 + 10 x 1,010
    exitSteps: 40,
    exitTickSteps: 40_650n, // 20 x 1,050 + 5 x 990 + 15 x 980
    realizedPnl: usdt("5.5"), // 9.5 - 0.625 - 3.375
    fees: usdt("3.8"),
    funding: usdt("-0.25"),
    exits: ["target1", "stop"],
  });
  strictEqual(Trip.net(trip), usdt("1.45")); // 5.5 - 3.8 - 0.25
  strictEqual(Trip.averageTicks(trip.entryTickSteps, trip.entrySteps), 1_002.5);
  strictEqual(Trip.averageTicks(trip.exitTickSteps, trip.exitSteps), 1_016.25);
});

Deno.test("Trip.fill() keeps the largest quantity held, not the sum of what was entered", () => {
  const trip = Trip.open("id", 0);
  Trip.fill(trip, "entry", 100, 30, NONE, NONE);
  Trip.fill(trip, "target1", 110, 20, NONE, NONE);
  Trip.fill(trip, "entry", 100, 10, NONE, NONE);
  strictEqual(trip.qtySteps, 30, "30, then 10, then 20");
  Trip.fill(trip, "entry", 100, 25, NONE, NONE);
  strictEqual(trip.qtySteps, 45);
});

Deno.test("Trip.fill() lists how it was left in order, a leg again only after another", () => {
  const trip = Trip.open("id", 0);
  for (const leg of ["entry", "target1", "target1", "stop", "target1", "liquidation"]) {
    Trip.fill(trip, leg, 100, 1, NONE, NONE);
  }
  deepStrictEqual(trip.exits, ["target1", "stop", "target1", "liquidation"]);
});

Deno.test("Trip.net() adds funding received and takes off fees, rebates included", () => {
  const trip = Trip.open("id", 0);
  Trip.fill(trip, "entry", 100, 1, usdt("-0.02"), NONE);
  Trip.fill(trip, "exit", 101, 1, usdt("0.05"), usdt("-1"));
  trip.funding += usdt("0.4");
  strictEqual(Trip.net(trip), usdt("-0.63")); // -1 - (0.05 - 0.02) + 0.4
});

Deno.test("Trip.averageTicks() of nothing traded is 0", () => strictEqual(Trip.averageTicks(0n, 0), 0));

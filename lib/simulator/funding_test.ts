import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PHASE, type VenueEvent } from "../trader/mod.ts";
import { fundingAmount } from "./funding.ts";
import { type BarText, HOUR_MS, play, START_MS, SYMBOL, tapeOf, testInstrument } from "./exchange_fixture.ts";

const AT_MS = START_MS + 8 * HOUR_MS;
const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];
const EIGHT_HOURS: readonly BarText[] = [...Array<BarText>(7).fill(QUIET), [
  50_000,
  50_300,
  50_000,
  50_250,
]];

function settled(events: readonly VenueEvent[]) {
  return events.filter((e) => e.kind === "FundingSettled");
}

Deno.test("settleFunding() charges a long at the close's price, out of wallet and isolated margin", () => {
  const game = play(tapeOf([...EIGHT_HOURS, QUIET], [[AT_MS, 0.0001]]));
  game.to(0, PHASE.close);
  game.order({});
  game.to(7, PHASE.bar);
  // 1,000 steps at 500,100: margin 500,100,000,000, fee 2,500,500,000. Value 50,250 x 1 x 0.0001 = 5.025
  deepStrictEqual(settled(game.to(7, PHASE.funding)), [{
    kind: "FundingSettled",
    symbol: SYMBOL,
    amount: -502_500_000n,
    rate: 0.0001,
    price: 50_250,
    positionSteps: 1000,
    isolatedMargin: 499_597_500_000n,
    walletBalance: 1_000_000_000_000n - 2_500_500_000n - 502_500_000n,
    atMs: AT_MS,
  }]);
});

Deno.test("settleFunding() settles the position held at that time and only that", () => {
  const game = play(tapeOf([...EIGHT_HOURS, QUIET], [[AT_MS, 0.0001]]));
  game.to(7, PHASE.close);
  game.order({ clientId: "late" }); // fills at the open of the same ms, after funding
  strictEqual(settled(game.to(8, PHASE.close)).length, 0);
});

Deno.test("settleFunding() liquidates what a payment puts beyond its liquidation price", () => {
  const game = play(tapeOf(Array<BarText>(9).fill(QUIET), [[AT_MS, 0.2]]));
  game.to(0, PHASE.close);
  game.order({});
  game.to(7, PHASE.bar);
  const [funding, liquidation] = game.to(7, PHASE.funding);
  // 50,000 x 0.2 = 10,000 is more than the margin of 5,001: nothing of it is left, the rest leaves the free wallet
  strictEqual(funding.kind === "FundingSettled" && funding.amount, -1_000_000_000_000n);
  strictEqual(funding.kind === "FundingSettled" && funding.isolatedMargin, 0n);
  strictEqual(liquidation.kind === "PositionLiquidated" && liquidation.lost, 0n);
  strictEqual(game.state.walletBalance, -2_500_500_000n);
});

Deno.test("fundingAmount() rounds once, half-even, and is paid by longs when the rate is positive", () => {
  const it = testInstrument();
  const amount = (side: 1 | -1, qtySteps: number, price: number, rate: number) =>
    fundingAmount(it, { side, qtySteps, cost: 0n }, price, rate);
  // 333,333 ticks x 3 steps x 10,000 units x 0.00012345 = 1,234,498.7655
  strictEqual(amount(1, 3, 33_333.3, 0.00012345), -1_234_499n);
  strictEqual(amount(-1, 3, 33_333.3, 0.00012345), 1_234_499n);
  strictEqual(amount(1, 3, 33_333.3, -0.00012345), 1_234_499n);
  strictEqual(amount(1, 1, 50_000, 1e-10), 0n); // 5,000,000,000 x 1e-10 = 0.5
  strictEqual(amount(1, 3, 50_000, 1e-10), -2n); // 1.5
  strictEqual(amount(1, 5, 50_000, 1e-10), -2n); // 2.5
  // a price between ticks: 500,000.5 ticks x 1,000 x 10,000 x 0.0001 = 500,000,500
  strictEqual(amount(1, 1000, 50_000.05, 0.0001), -500_000_500n);
});

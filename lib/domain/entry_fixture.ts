/** A registry entry for tests: tick 0.1, step 0.001, three brackets, changed where a test says so. */
export function anEntry(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "TESTUSDT",
    quote: "USDT",
    settle: "USDT",
    linear: true,
    contractSize: "1",
    tickSize: "0.1",
    stepSize: "0.001",
    makerFeeBps: "2",
    takerFeeBps: "5",
    fundingIntervalHours: 8,
    tiers: [
      { floor: "0", cap: "50000", maintMarginRate: "0.004", maintAmount: "0", maxLeverage: "125" },
      { floor: "50000", cap: "500000", maintMarginRate: "0.005", maintAmount: "50", maxLeverage: "100" },
      { floor: "500000", cap: "10000000", maintMarginRate: "0.01", maintAmount: "2550", maxLeverage: "50" },
    ],
    ...change,
  };
}

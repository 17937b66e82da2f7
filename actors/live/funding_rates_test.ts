import assert from "node:assert/strict";
import { FundingRates } from "./funding_rates.ts";

const HOUR = 3_600_000, T0 = Date.UTC(2026, 0, 1), A = "A/USDT:USDT";

Deno.test("FundingRates.at() is the rate as last told for that time, also just after it", () => {
  const rates = FundingRates.create();
  const tell = (rate: number | null, settlesMs: number | null, atMs: number) =>
    FundingRates.told(rates, { symbol: A, rate, settlesMs, atMs }, 8 * HOUR);
  assert.equal(FundingRates.at(rates, A, T0), NaN);
  tell(0.0001, T0 + 8 * HOUR, T0 + HOUR);
  tell(0.0003, T0 + 8 * HOUR, T0 + 7 * HOUR);
  tell(null, T0 + 8 * HOUR, T0 + 7 * HOUR);
  assert.equal(FundingRates.at(rates, A, T0 + 8 * HOUR), 0.0003);
  // the venue goes over to the next one
  tell(0.0005, null, T0 + 8 * HOUR);
  assert.deepEqual(
    [8, 12, 16].map((hours) => FundingRates.at(rates, A, T0 + hours * HOUR)),
    [0.0003, NaN, 0.0005],
  );
  tell(0.0007, T0 + 24 * HOUR, T0 + 16 * HOUR);
  assert.deepEqual([8, 16, 24].map((hours) => FundingRates.at(rates, A, T0 + hours * HOUR)), [
    NaN,
    0.0005,
    0.0007,
  ]);
  assert.equal(FundingRates.at(rates, "B/USDT:USDT", T0 + 16 * HOUR), NaN);
});
